-- Every service record of the method 活动 is one activity held, whether it was planned in the activities room or not.
WITH spent AS (
    SELECT activity_id, sum(actual_fen) AS fen FROM budget WHERE superseded_at IS NULL GROUP BY activity_id
)
SELECT
    coalesce(a.uid, r.uid) AS uid,
    a.uid AS activity_uid,
    r.number AS record_number,
    r.unit_id AS unit_uid,
    r.project_uid,
    r.served_region_code AS region_code,
    i.domain_id AS domain,
    a.kind,
    r.served_on AS held_on,
    r.person_times AS attendance,
    false AS estimated,
    s.fen AS spent_fen,
    r.minutes,
    coalesce(a.recorded_at, r.recorded_at) AS known_from,
    NULL AS known_to
FROM activity_record r
LEFT JOIN event a ON a.record_number = r.number AND a.status = 'held'
LEFT JOIN item i ON i.code = coalesce(a.item_id, r.item_id)
LEFT JOIN spent s ON s.activity_id = a.uid
WHERE r.superseded_at IS NULL AND r.voided_at IS NULL
