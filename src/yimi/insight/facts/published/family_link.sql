SELECT
    f.uid,
    coalesce(k.kept_id, f.resident_id) AS resident_uid,
    coalesce(o.kept_id, f.relative_id) AS relative_uid,
    f.relation,
    nullif(f.situation, 'unknown') AS situation,
    f.starts_on AS started_on,
    day_after(f.ends_on) AS ended_on,
    f.recorded_at AS known_from,
    f.superseded_at AS known_to
FROM relative f
LEFT JOIN kept k ON k.duplicate_id = f.resident_id
LEFT JOIN kept o ON o.duplicate_id = f.relative_id
