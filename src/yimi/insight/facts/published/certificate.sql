SELECT
    c.uid,
    c.worker_id AS worker_uid,
    w.region_code,
    c.level,
    c.issued_on,
    c.registered_on,
    c.registration_until,
    c.recorded_at AS known_from,
    c.superseded_at AS known_to
FROM certificate c JOIN worker w ON w.uid = c.worker_id
