-- A row for every report that a station or county owes since its county began to report, and one that nobody has to make
-- but somebody did; up to a year ahead, so that a report nobody begins is late when its day has passed.
-- A version for every step.
WITH begun AS (
    SELECT region_code[1:6] AS county, min(starts_on) AS first_on, min(recorded_at) AS since FROM report_file GROUP BY 1
),
horizon AS (SELECT max(starts_on) + INTERVAL 12 MONTH AS last_on FROM report_file),
spans AS (
    SELECT b.county, b.since, p.pack, p.level, p.months, p.deadline_day,
        CAST(unnest(generate_series(date_trunc('year', b.first_on), h.last_on, to_months(p.months))) AS DATE) AS starts_on,
        b.first_on
    FROM begun b, horizon h, report_pack p
),
periods AS (
    SELECT *, CAST(starts_on + to_months(months) AS DATE) AS ends_on FROM spans
    WHERE CAST(starts_on + to_months(months) AS DATE) > first_on
),
owed AS (
    SELECT s.pack, s.level, s.months, s.starts_on, s.since, CAST(u.uid AS VARCHAR) AS subject_key, u.uid AS unit_uid, u.region_code
    FROM periods s JOIN unit u ON u.region_code[1:6] = s.county AND u.kind = 'station'
        AND (u.opened_on IS NULL OR u.opened_on < s.ends_on) AND (u.closed_on IS NULL OR u.closed_on >= s.ends_on)
    WHERE s.level = 'station'
    UNION ALL
    SELECT pack, level, months, starts_on, since, county, NULL, county || '000000' FROM periods WHERE level = 'county'
),
-- Steps of one instant are one.
steps AS (
    SELECT report_id, "at", max_by(kind, uid) AS kind, count(*) FILTER (kind = 'returned') AS returned
    FROM report_step GROUP BY report_id, "at"
),
standing AS (
    SELECT report_id, "at", kind, lead("at") OVER w AS until,
        max("at") FILTER (kind = 'submitted') OVER w AS submitted_at,
        max("at") FILTER (kind = 'accepted') OVER w AS accepted_at,
        sum(returned) OVER w AS returned
    FROM steps WINDOW w AS (PARTITION BY report_id ORDER BY "at")
),
made AS (
    SELECT f.*, s."at", s.until,
        -- how it stands, the report itself says
        CASE WHEN s.until IS NOT NULL THEN s.kind WHEN f.state = 'draft' THEN 'started' ELSE f.state END AS kind, s.submitted_at, s.accepted_at, s.returned
    FROM report_file f JOIN standing s ON s.report_id = f.uid
),
versions AS (
    SELECT coalesce(o.pack, m.pack) AS pack, coalesce(o.level, m.level) AS level, coalesce(o.months, m.months) AS months,
        coalesce(o.starts_on, m.starts_on) AS starts_on, coalesce(o.subject_key, m.subject_key) AS subject_key,
        coalesce(o.unit_uid, m.unit_id) AS unit_uid, coalesce(o.region_code, m.region_code) AS region_code,
        o.pack IS NOT NULL AS is_owed, m.uid AS report_uid, m.kind, m.submitted_at, m.accepted_at, m.returned,
        coalesce(m."at", o.since) AS known_from, m.until AS known_to
    FROM owed o
    FULL JOIN made m ON m.pack = o.pack AND m.starts_on = o.starts_on AND m.subject_key = o.subject_key
    UNION ALL
    -- what was owed before anybody began it
    SELECT o.pack, o.level, o.months, o.starts_on, o.subject_key, o.unit_uid, o.region_code, true, NULL, NULL, NULL, NULL, NULL, o.since, m."at"
    FROM owed o
    JOIN (SELECT pack, starts_on, subject_key, min("at") AS "at" FROM made GROUP BY ALL) m
        ON m.pack = o.pack AND m.starts_on = o.starts_on AND m.subject_key = o.subject_key
    WHERE o.since < m."at"
)
SELECT
    CAST(md5(concat(v.pack, ' ', v.starts_on, ' ', v.subject_key)) AS UUID) AS uid,
    v.report_uid,
    v.unit_uid,
    v.region_code,
    v.pack,
    v.level,
    v.is_owed,
    v.starts_on AS period_start_on,
    CAST(v.starts_on + to_months(v.months) AS DATE) AS period_end_on,
    CAST(CAST(v.starts_on + to_months(v.months) AS DATE) - 1 + coalesce(p.deadline_day, 0) AS DATE) AS due_on,
    CASE WHEN v.kind IS NULL THEN 'none' WHEN v.kind = 'started' THEN 'draft' ELSE v.kind END AS status,
    CASE WHEN v.kind IN ('submitted', 'accepted', 'locked') THEN local_day(v.submitted_at) END AS submitted_on,
    CASE WHEN v.kind IN ('accepted', 'locked') THEN local_day(v.accepted_at) END AS accepted_on,
    coalesce(v.returned, 0) AS times_returned,
    v.known_from,
    v.known_to
FROM versions v LEFT JOIN report_pack p ON p.pack = v.pack
