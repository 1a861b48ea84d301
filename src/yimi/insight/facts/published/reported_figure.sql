SELECT
    f.uid,
    f.region_code,
    f.key,
    f.measure AS unit,
    CAST(f.value * 1000 AS BIGINT) AS value_thousandths,
    CASE f.qualifier
        WHEN 'odd' THEN 'more' WHEN 'nearly' THEN 'near' WHEN 'about' THEN 'near'
        WHEN 'more_than' THEN 'over' WHEN 'at_least' THEN 'at_least' WHEN 'in_all' THEN 'cumulative' ELSE 'exact'
    END AS qualifier,
    f.starts_on AS period_start_on,
    day_after(f.ends_on) AS period_end_on,
    s.published_on,
    CAST(f.source_id AS VARCHAR) AS source,
    f.recorded_at AS known_from,
    f.superseded_at AS known_to
FROM figure f LEFT JOIN figure_source s ON s.uid = f.source_id
