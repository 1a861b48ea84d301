-- Every version of every person, as we held it: corrections and moves keep what was held before, memberships, records and
-- merges say themselves from when to when they were held to be true.
WITH RECURSIVE chain AS (
    -- which file was read as which, from when to when; merged files may be merged again
    SELECT duplicate_id AS file, kept_id AS person, merged_at AS since, undone_at AS until FROM any_merge
    UNION
    SELECT c.file, m.kept_id, greatest(c.since, m.merged_at), least(c.until, m.undone_at)
    FROM chain c JOIN any_merge m ON m.duplicate_id = c.person
        AND greatest(c.since, m.merged_at) < coalesce(least(c.until, m.undone_at), TIMESTAMP 'infinity')
),
reads AS (
    SELECT uid AS file, uid AS person, CAST(NULL AS TIMESTAMP) AS since, CAST(NULL AS TIMESTAMP) AS until FROM resident
    UNION ALL SELECT * FROM chain
),
lives AS (
    SELECT r.person, m.household_id, m.resident_id <> r.person AS is_double, m.starts_on,
        -- the household stands in the file from the beginning when both were written in one go
        greatest(CASE WHEN m.recorded_at < f.recorded_at + INTERVAL 1 SECOND THEN f.recorded_at ELSE m.recorded_at END, r.since) AS since,
        least(m.superseded_at, r.until) AS until
    FROM membership m
    JOIN reads r ON r.file = m.resident_id
    JOIN resident f ON f.uid = m.resident_id
    WHERE m.ends_on IS NULL
),
visits AS (
    SELECT r.person, v.served_on, greatest(v.recorded_at, r.since) AS since, least(v.superseded_at, v.voided_at, r.until) AS until
    FROM participant p
    JOIN record v ON v.uid = p.record_id AND v.method = 'home_visit' AND v.outcome = 'met'
    JOIN reads r ON r.file = p.resident_id
    WHERE p.presence = 'served'
),
-- Only a visit later than all before it changes the day of the last one.
held AS (
    SELECT *, max(served_on) FILTER (until IS NULL) OVER (
        PARTITION BY person ORDER BY since ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM visits WHERE until IS NULL OR since < until
),
telling AS (SELECT * EXCLUDE (before) FROM held WHERE until IS NOT NULL OR before IS NULL OR served_on > before),
was AS (
    SELECT resident_id AS uid, unit_id, region_code, hukou_region_code, living_region_code, sex, birth_on, birth_precision,
        ethnic_code, died_on, superseded_at AS until
    FROM resident_version
    UNION ALL
    SELECT uid, unit_id, region_code, hukou_region_code, living_region_code, sex, birth_on, birth_precision, ethnic_code, died_on, NULL
    FROM resident
),
own AS (
    SELECT w.*, r.recorded_at, coalesce(lag(w.until) OVER (PARTITION BY w.uid ORDER BY w.until NULLS LAST), r.recorded_at) AS since
    FROM was w JOIN resident r ON r.uid = w.uid
),
moments AS (
    SELECT uid AS person, since AS moment FROM own
    UNION SELECT duplicate_id, merged_at FROM any_merge
    UNION SELECT duplicate_id, undone_at FROM any_merge WHERE undone_at IS NOT NULL
    UNION SELECT person, since FROM lives
    UNION SELECT person, until FROM lives WHERE until IS NOT NULL
    UNION SELECT person, since FROM telling
    UNION SELECT person, until FROM telling WHERE until IS NOT NULL
),
stretches AS (
    SELECT m.person, greatest(m.moment, r.recorded_at) AS since, lead(greatest(m.moment, r.recorded_at)) OVER (PARTITION BY m.person ORDER BY m.moment) AS until
    FROM moments m JOIN resident r ON r.uid = m.person
),
home AS (
    SELECT s.person, s.since, any_value(l.household_id ORDER BY l.is_double, l.starts_on DESC) AS household_id
    FROM stretches s JOIN lives l ON l.person = s.person AND l.since <= s.since AND (l.until IS NULL OR l.until > s.since)
    GROUP BY 1, 2
),
visited AS (
    SELECT s.person, s.since, max(t.served_on) AS served_on
    FROM stretches s JOIN telling t ON t.person = s.person AND t.since <= s.since AND (t.until IS NULL OR t.until > s.since)
    GROUP BY 1, 2
),
versions AS (
    SELECT
        o.uid,
        h.household_id AS household_uid,
        o.unit_id AS unit_uid,
        o.region_code,
        place_or_null(o.hukou_region_code) AS hukou_region_code,
        place_or_null(o.living_region_code) AS living_region_code,
        o.sex,
        o.birth_on,
        CASE o.birth_precision
            WHEN 'day' THEN o.birth_on
            WHEN 'month' THEN last_day(o.birth_on)
            WHEN 'year' THEN make_date(year(o.birth_on), 12, 31)
        END AS birth_until_on,
        o.ethnic_code,
        o.died_on,
        v.served_on AS last_visited_on,
        local_day(o.recorded_at) AS file_opened_on,
        s.since AS known_from,
        s.until AS known_to
    FROM stretches s
    JOIN own o ON o.uid = s.person AND o.since <= s.since AND (o.until IS NULL OR o.until > s.since)
    LEFT JOIN home h ON h.person = s.person AND h.since = s.since
    LEFT JOIN visited v ON v.person = s.person AND v.since = s.since
    ANTI JOIN any_merge m ON m.duplicate_id = s.person AND m.merged_at <= s.since AND (m.undone_at IS NULL OR m.undone_at > s.since)
    WHERE s.until IS NULL OR s.since < s.until
),
-- A moment that changed nothing is none.
steps AS (
    SELECT *, known_from IS NOT DISTINCT FROM lag(known_to) OVER w
        AND row(household_uid, unit_uid, region_code, hukou_region_code, living_region_code, sex, birth_on, birth_until_on, ethnic_code, died_on, last_visited_on)
            IS NOT DISTINCT FROM lag(row(household_uid, unit_uid, region_code, hukou_region_code, living_region_code, sex, birth_on, birth_until_on, ethnic_code, died_on, last_visited_on)) OVER w AS is_same
    FROM versions WINDOW w AS (PARTITION BY uid ORDER BY known_from)
),
runs AS (
    SELECT * EXCLUDE (is_same), count(*) FILTER (NOT is_same) OVER (PARTITION BY uid ORDER BY known_from) AS run FROM steps
)
SELECT * EXCLUDE (run) REPLACE (CASE WHEN bool_or(known_to IS NULL) OVER w THEN NULL ELSE max(known_to) OVER w END AS known_to)
FROM runs
WINDOW w AS (PARTITION BY uid, run)
QUALIFY row_number() OVER (PARTITION BY uid, run ORDER BY known_from) = 1
