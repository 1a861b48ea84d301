WITH spent AS (
    SELECT activity_id, sum(actual_fen) AS fen FROM budget WHERE superseded_at IS NULL GROUP BY activity_id
)
SELECT
    a.uid,
    a.unit_id AS unit_uid,
    r.project_uid,
    r.served_region_code AS region_code,
    i.domain_id AS domain,
    a.kind,
    r.served_on AS held_on,
    r.person_times AS attendance,
    false AS estimated,
    s.fen AS spent_fen,
    r.minutes,
    a.recorded_at AS known_from,
    NULL AS known_to
FROM event a
JOIN record r ON r.number = a.record_number AND r.superseded_at IS NULL AND r.voided_at IS NULL
LEFT JOIN item i ON i.code = a.item_id
LEFT JOIN spent s ON s.activity_id = a.uid
WHERE a.status = 'held'
