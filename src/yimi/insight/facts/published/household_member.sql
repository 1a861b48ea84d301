SELECT
    m.uid,
    m.household_id AS household_uid,
    coalesce(k.kept_id, m.resident_id) AS resident_uid,
    m.relation,
    m.starts_on AS started_on,
    day_after(m.ends_on) AS ended_on,
    m.recorded_at AS known_from,
    m.superseded_at AS known_to
FROM membership m
LEFT JOIN kept k ON k.duplicate_id = m.resident_id
