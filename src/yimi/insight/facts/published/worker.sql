SELECT
    uid, region_code, sex, birth_on, education, joined_on, left_on,
    recorded_at AS known_from,
    NULL AS known_to
FROM worker
