-- The field of service, and posts that no station knows: union and community workers, from the day they joined.
SELECT b.*, nullif(g.field, '') AS field
FROM base b LEFT JOIN background g ON g.worker_id = b.worker_uid
UNION ALL BY NAME
SELECT
    g.uid,
    g.worker_id AS worker_uid,
    w.employer_id AS operator_uid,
    w.region_code,
    nullif(g.field, '') AS field,
    g.post,
    w.employment_mode AS mode,
    w.joined_on AS started_on,
    day_after(w.left_on) AS ended_on,
    w.recorded_at AS known_from,
    NULL AS known_to
FROM background g JOIN worker w ON w.uid = g.worker_id
WHERE coalesce(g.post, '') <> '' AND w.joined_on IS NOT NULL
