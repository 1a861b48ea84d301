SELECT
    s.uid,
    r.uid AS resident_uid,
    r.region_code,
    s.kind_id AS kind,
    s.value AS holds,
    s.level,
    s.variety,
    s.source,
    s.starts_on AS started_on,
    day_after(s.ends_on) AS ended_on,
    s.verified_on,
    s.recorded_at AS known_from,
    s.superseded_at AS known_to
FROM status s
LEFT JOIN kept k ON k.duplicate_id = s.resident_id
JOIN resident r ON r.uid = coalesce(k.kept_id, s.resident_id)
