WITH members AS (
    SELECT household_id, count(*) AS heads
    FROM membership WHERE superseded_at IS NULL AND ends_on IS NULL GROUP BY household_id
),
tiers AS (
    SELECT household_id, any_value(tier_code ORDER BY starts_on DESC) AS tier_code
    FROM tier WHERE superseded_at IS NULL AND ends_on IS NULL GROUP BY household_id
)
SELECT
    h.uid,
    h.unit_id AS unit_uid,
    h.region_code,
    h.opened_on,
    h.closed_on,
    m.heads AS members,
    t.tier_code AS visit_tier,
    v.last_met_on AS last_visited_on,
    h.recorded_at AS known_from,
    NULL AS known_to
FROM household h
LEFT JOIN members m ON m.household_id = h.uid
LEFT JOIN tiers t ON t.household_id = h.uid
LEFT JOIN visit_due v ON v.household_id = h.uid
