-- Somebody who asked and was not taken on is no case.
WITH met AS (
    SELECT s.case_id, count(*) AS sessions, sum(r.minutes) AS minutes
    FROM case_session s
    JOIN record r ON r.number = s.record_number AND r.superseded_at IS NULL AND r.voided_at IS NULL
    GROUP BY s.case_id
)
SELECT
    c.uid,
    coalesce(k.kept_id, c.resident_id) AS resident_uid,
    c.household_id AS household_uid,
    c.unit_id AS unit_uid,
    c.owner_id AS worker_uid,
    coalesce(h.region_code, u.region_code) AS region_code,
    c.level,
    CASE WHEN c.stage IN ('follow_up', 'done') THEN 'closing' ELSE c.stage END AS stage,
    c.opened_on,
    c.closed_on,
    CASE c.closing_reason WHEN 'contract_ended' THEN 'worker_left' ELSE c.closing_reason END AS closing_reason,
    coalesce(m.sessions, 0) AS sessions,
    m.minutes,
    c.recorded_at AS known_from,
    NULL AS known_to
FROM "case" c
JOIN unit u ON u.uid = c.unit_id
LEFT JOIN household h ON h.uid = c.household_id
LEFT JOIN kept k ON k.duplicate_id = c.resident_id
LEFT JOIN intake i ON i.case_id = c.uid
LEFT JOIN met m ON m.case_id = c.uid
WHERE coalesce(i.decision, '') NOT IN ('referred', 'refused')
