-- The ladder of a township: a station stands, it has full-time staff, certified staff. Whether people are served week by
-- week is read off the contacts when somebody asks (snapshot).
WITH stations AS (
    SELECT u.uid, u.region_code[1:9] || '000' AS town, coalesce(s.plated_on, u.opened_on) AS plated_on
    FROM unit u
    LEFT JOIN (
        SELECT unit_id, min(starts_on) AS plated_on FROM unit_sign WHERE superseded_at IS NULL GROUP BY unit_id
    ) s ON s.unit_id = u.uid
    WHERE u.kind = 'station' AND u.closed_on IS NULL
),
staff AS (
    SELECT s.town, min(p.starts_on) AS staffed_on, 
        min(greatest(p.starts_on, c.issued_on)) FILTER (c.issued_on IS NOT NULL) AS professional_on
    FROM stations s
    JOIN placement p ON p.unit_id = s.uid AND p.superseded_at IS NULL AND p.ends_on IS NULL AND p.full_time
    LEFT JOIN certificate c ON c.worker_id = p.worker_id AND c.superseded_at IS NULL
    GROUP BY s.town
)
SELECT
    t.code AS region_code,
    CAST(t.township_class AS VARCHAR) AS class_code,
    coalesce(t.valid_from, DATE '1949-10-01') AS valid_from_on,
    day_after(t.valid_to) AS valid_to_on,
    p.plated_on,
    s.staffed_on,
    s.professional_on,
    TIMESTAMP '1949-10-01' AS known_from,
    NULL AS known_to
FROM region t
LEFT JOIN (SELECT town, min(plated_on) AS plated_on FROM stations GROUP BY town) p ON p.town = t.code
LEFT JOIN staff s ON s.town = t.code
WHERE t.level = 4 AND NOT t.is_placeholder
