SELECT
    uid, region_code, kind, founded_on AS registered_on, dissolved_on AS ended_on,
    recorded_at AS known_from,
    NULL AS known_to
FROM operator
