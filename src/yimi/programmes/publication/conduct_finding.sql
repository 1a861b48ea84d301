SELECT
    uid,
    worker_id AS worker_uid,
    finding AS kind,
    found_on,
    overturned_on,
    recorded_at AS known_from,
    superseded_at AS known_to
FROM conduct WHERE coalesce(finding, '') <> ''
