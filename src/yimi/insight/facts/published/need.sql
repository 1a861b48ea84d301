SELECT
    l.uid,
    coalesce(k.kept_id, l.resident_id) AS resident_uid,
    l.household_id AS household_uid,
    l.unit_id AS unit_uid,
    l.region_code,
    l.need AS kind,
    l.requested_on AS raised_on,
    CASE WHEN l.result = 'met' THEN l.delivered_on END AS met_on,
    coalesce(l.delivered_on, l.ended_on) AS closed_on,
    l.recorded_at AS known_from,
    NULL AS known_to
FROM link l LEFT JOIN kept k ON k.duplicate_id = l.resident_id
