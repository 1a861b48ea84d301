-- One row a person: a file that was merged into another is left out.
WITH home AS (
    SELECT coalesce(k.kept_id, m.resident_id) AS person, any_value(m.household_id ORDER BY k.kept_id NULLS FIRST, m.starts_on DESC) AS household_id
    FROM membership m LEFT JOIN kept k ON k.duplicate_id = m.resident_id
    WHERE m.superseded_at IS NULL AND m.ends_on IS NULL
    GROUP BY 1
),
visited AS (
    SELECT coalesce(k.kept_id, p.resident_id) AS person, max(r.served_on) AS served_on
    FROM participant p
    JOIN record r ON r.uid = p.record_id
    LEFT JOIN kept k ON k.duplicate_id = p.resident_id
    WHERE r.method = 'home_visit' AND r.outcome = 'met' AND p.presence = 'served'
        AND r.superseded_at IS NULL AND r.voided_at IS NULL
    GROUP BY 1
)
SELECT
    r.uid,
    h.household_id AS household_uid,
    r.unit_id AS unit_uid,
    r.region_code,
    place_or_null(r.hukou_region_code) AS hukou_region_code,
    place_or_null(r.living_region_code) AS living_region_code,
    r.sex,
    r.birth_on,
    CASE r.birth_precision
        WHEN 'day' THEN r.birth_on
        WHEN 'month' THEN last_day(r.birth_on)
        WHEN 'year' THEN make_date(year(r.birth_on), 12, 31)
    END AS birth_until_on,
    r.ethnic_code,
    r.died_on,
    v.served_on AS last_visited_on,
    local_day(r.recorded_at) AS file_opened_on,
    r.recorded_at AS known_from,
    NULL AS known_to
FROM resident r
ANTI JOIN kept k ON k.duplicate_id = r.uid
LEFT JOIN home h ON h.person = r.uid
LEFT JOIN visited v ON v.person = r.uid
