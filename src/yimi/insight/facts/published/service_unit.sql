WITH signs AS (
    SELECT unit_id, min(starts_on) AS plated_on FROM unit_sign WHERE superseded_at IS NULL GROUP BY unit_id
),
run_by AS (
    SELECT unit_id, any_value(operator_id ORDER BY starts_on DESC) AS operator_id
    FROM engagement WHERE superseded_at IS NULL AND ends_on IS NULL GROUP BY unit_id
)
SELECT
    u.uid,
    u.region_code,
    CASE WHEN u.region_code[7:9] <> '000' THEN u.region_code[1:9] || '000' END AS township_code,
    CASE u.kind WHEN 'temporary_team' THEN 'team' ELSE u.kind END AS kind,
    o.operator_id AS operator_uid,
    coalesce(s.plated_on, u.opened_on) AS plated_on,
    coalesce(u.opened_on, local_day(u.recorded_at)) AS opened_on,
    day_after(u.closed_on) AS closed_on,
    u.built_under,
    u.recorded_at AS known_from,
    NULL AS known_to
FROM unit u
LEFT JOIN signs s ON s.unit_id = u.uid
LEFT JOIN run_by o ON o.unit_id = u.uid
