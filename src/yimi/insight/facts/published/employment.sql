SELECT
    p.uid,
    p.worker_id AS worker_uid,
    p.unit_id AS unit_uid,
    w.employer_id AS operator_uid,
    u.region_code,
    CASE WHEN u.kind = 'outside_post' THEN 'other' ELSE 'station_worker' END AS post,
    w.employment_mode AS mode,
    p.full_time,
    p.starts_on AS started_on,
    day_after(p.ends_on) AS ended_on,
    p.recorded_at AS known_from,
    p.superseded_at AS known_to
FROM placement p
JOIN worker w ON w.uid = p.worker_id
JOIN unit u ON u.uid = p.unit_id
