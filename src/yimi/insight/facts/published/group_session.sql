-- A session is held as long as its record stands; place, day and heads are the record's.
WITH standing AS (
    SELECT s.*, r.uid AS record_uid, r.served_region_code, r.served_on, r.person_times, r.minutes AS took, r.recorded_at AS told_at
    FROM session s
    JOIN record r ON r.number = s.record_number AND r.superseded_at IS NULL AND r.voided_at IS NULL
    WHERE s.voided_at IS NULL
)
SELECT
    s.uid,
    s.group_id AS group_uid,
    g.unit_id AS unit_uid,
    s.served_region_code AS region_code,
    i.domain_id AS domain,
    g.kind,
    s.phase,
    s.no AS session_no,
    g.status = 'closed' AND s.no = max(s.no) OVER (PARTITION BY s.group_id) AS is_last,
    s.served_on AS held_on,
    s.person_times AS attendance,
    s.took AS minutes,
    s.recorded_at AS known_from,
    NULL AS known_to
FROM standing s
JOIN social_group g ON g.uid = s.group_id
LEFT JOIN item i ON i.code = g.item_id
