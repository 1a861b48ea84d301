SELECT
    h.uid,
    h.worker_id AS worker_uid,
    w.region_code,
    h.kind,
    -- one honour, one code; the title itself may name somebody
    md5(h.title) AS title_code,
    h.level,
    nullif(h.given_by, '') AS given_by,
    h.to_individual,
    h.awarded_on,
    h.recorded_at AS known_from,
    h.superseded_at AS known_to
FROM honour h JOIN worker w ON w.uid = h.worker_id
