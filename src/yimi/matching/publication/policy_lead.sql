-- How a lead stands now, with the first day of each step that still holds: a lead that begins again was not told yet.
WITH begun AS (
    SELECT lead_id, max(recorded_at) FILTER (state IN ('new', 'expired')) AS begun_at FROM policy_lead_step GROUP BY lead_id
),
steps AS (
    SELECT s.lead_id,
        min(happened_on) FILTER (state IN ('informed', 'applied', 'received', 'refused')) AS informed_on,
        min(happened_on) FILTER (state IN ('applied', 'received')) AS applied_on,
        max(happened_on) FILTER (state = 'received') AS received_on
    FROM policy_lead_step s JOIN begun b ON b.lead_id = s.lead_id AND (b.begun_at IS NULL OR s.recorded_at > b.begun_at)
    GROUP BY s.lead_id
)
SELECT
    l.uid,
    coalesce(k.kept_id, l.resident_id) AS resident_uid,
    l.unit_id AS unit_uid,
    l.region_code,
    l.benefit,
    l.outcome,
    local_day(l.recorded_at) AS found_on,
    l.state AS status,
    CASE WHEN l.state IN ('informed', 'applied', 'received', 'refused') THEN s.informed_on END AS informed_on,
    CASE WHEN l.state IN ('applied', 'received') THEN s.applied_on END AS applied_on,
    CASE WHEN l.state = 'received' THEN s.received_on END AS received_on,
    l.recorded_at AS known_from,
    NULL AS known_to
FROM policy_lead l
LEFT JOIN kept k ON k.duplicate_id = l.resident_id
LEFT JOIN steps s ON s.lead_id = l.uid
