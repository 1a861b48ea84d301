-- One row of the room is a need with what met it: the need and its match go by the same uid.
SELECT
    uid,
    uid AS need_uid,
    unit_id AS unit_uid,
    region_code,
    CASE kind WHEN 'people' THEN 'person' WHEN 'place' THEN 'venue' WHEN 'policy' THEN 'other' ELSE kind END AS kind,
    value_fen,
    CASE WHEN value_fen IS NULL THEN NULL WHEN receipt_seen THEN 'invoice' ELSE 'estimate' END AS valued_how,
    matched_on,
    delivered_on,
    recorded_at AS known_from,
    NULL AS known_to
FROM link WHERE matched_on IS NOT NULL
