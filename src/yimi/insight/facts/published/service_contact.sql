-- A row for every known participant, one for every band of unnamed people, and one for a record where nobody is listed.
WITH listed AS (
    SELECT record_id, 0 AS rank, id AS place, resident_id, presence = 'served' AS is_served, NULL AS band, 1 AS heads
    FROM participant
    UNION ALL
    SELECT record_id, 1, id, NULL, true, band, count FROM head_count
    UNION ALL
    SELECT r.uid, 2, 0, NULL, true, NULL, 0 FROM record r
    ANTI JOIN participant p ON p.record_id = r.uid
    ANTI JOIN head_count h ON h.record_id = r.uid
),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY record_id ORDER BY rank, place) AS number FROM listed
),
-- A person whose files were merged is counted once, as the file that was kept.
known AS (
    SELECT n.*, coalesce(k.kept_id, n.resident_id) AS person
    FROM numbered n LEFT JOIN kept k ON k.duplicate_id = n.resident_id
),
-- 困难群众: whoever stands under a status tagged 民政对象 or 低收入人口 on the day.
hard AS (
    SELECT DISTINCT k.record_id, k.rank, k.place
    FROM known k
    JOIN record r ON r.uid = k.record_id
    JOIN (
        SELECT coalesce(m.kept_id, s.resident_id) AS person, s.starts_on, s.ends_on
        FROM status s
        JOIN status_kind c ON c.code = s.kind_id
            AND list_has_any(from_json(c.tags, '["VARCHAR"]'), ['民政对象', '低收入人口'])
        LEFT JOIN kept m ON m.duplicate_id = s.resident_id
        WHERE s.value AND s.superseded_at IS NULL
    ) s ON s.person = k.person AND s.starts_on <= r.served_on AND (s.ends_on IS NULL OR s.ends_on >= r.served_on)
),
certified AS (
    SELECT worker_id, min(issued_on) AS since FROM certificate WHERE superseded_at IS NULL GROUP BY worker_id
)
SELECT
    CAST(md5(concat(k.record_id, ' ', k.rank, ' ', k.place)) AS UUID) AS uid,
    r.uid AS record_uid,
    k.person AS resident_uid,
    r.household_id AS household_uid,
    r.unit_id AS unit_uid,
    l.worker_id AS worker_uid,
    r.project_uid,
    r.served_region_code AS region_code,
    r.served_on,
    local_day(r.recorded_at) AS recorded_on,
    i.domain_id AS domain,
    r.item_id AS item,
    r.method,
    r.outcome,
    CASE WHEN r.outcome = 'met' AND k.is_served THEN k.heads ELSE 0 END AS person_times,
    false AS estimated,
    k.number = 1 AS is_first_row,
    CASE WHEN k.number = 1 THEN r.minutes END AS minutes,
    CASE
        WHEN k.band IS NOT NULL THEN k.band
        WHEN p.birth_on IS NULL THEN CASE WHEN k.person IS NOT NULL THEN 'unknown' END
        WHEN age_on(p.birth_on, r.served_on) < 18 THEN 'child'
        WHEN age_on(p.birth_on, r.served_on) >= 60 THEN 'elder'
        ELSE 'adult'
    END AS age_band,
    p.sex,
    CASE WHEN k.person IS NOT NULL THEN h.record_id IS NOT NULL END AS in_hardship,
    coalesce(c.since <= r.served_on, false) AS by_certified,
    r.recorded_at AS known_from,
    least(r.superseded_at, r.voided_at) AS known_to
FROM known k
JOIN record r ON r.uid = k.record_id
LEFT JOIN resident p ON p.uid = k.person
LEFT JOIN hard h ON h.record_id = k.record_id AND h.rank = k.rank AND h.place = k.place
LEFT JOIN lead l ON l.record_id = r.uid
LEFT JOIN certified c ON c.worker_id = l.worker_id
LEFT JOIN item i ON i.code = r.item_id
