-- The facts of `bench rules` laid ready by hand: one row per resident, codes as small numbers (0: any other code).
WITH status AS (
  SELECT resident_uid,
    max(CASE WHEN kind = 'dibao' THEN holds END) AS dibao, max(CASE WHEN kind = 'near_dibao' THEN holds END) AS near_dibao,
    max(CASE WHEN kind = 'tekun' THEN holds END) AS tekun, max(CASE WHEN kind = 'disabled' THEN holds END) AS disabled,
    max(CASE WHEN kind = 'severe_illness' THEN holds END) AS ill, max(CASE WHEN kind = 'old_age_allowance' THEN holds END) AS old_age,
    max(CASE WHEN kind = 'orphan' THEN holds END) AS orphan, max(CASE WHEN kind = 'poverty_return_watch' THEN holds END) AS watch,
    max(CASE WHEN kind = 'de_facto_unsupported_child' THEN holds END) AS dfuc, max(CASE WHEN kind = 'child_in_difficulty' THEN holds END) AS difficulty,
    max(CASE WHEN kind = 'left_behind_child' THEN holds END) AS left_behind, max(CASE WHEN kind = 'migrant_child' THEN holds END) AS migrant,
    max(CASE WHEN kind = 'disability_living_subsidy' THEN holds END) AS living, max(CASE WHEN kind = 'disability_nursing_subsidy' THEN holds END) AS nursing,
    max(CASE WHEN kind = 'disabled' AND holds THEN level END) AS level, max(CASE WHEN kind = 'disabled' AND holds THEN variety END) AS variety
  FROM resident_status
  WHERE started_on <= DATE '2024-06-01' AND (ended_on IS NULL OR ended_on > DATE '2024-06-01') GROUP BY 1
), relative AS (
  SELECT resident_uid,
    max(CASE WHEN relation = '51' THEN situation END) AS father, max(CASE WHEN relation = '52' THEN situation END) AS mother,
    bool_or(relation = '51' AND situation IS NULL) AS no_father, bool_or(relation = '52' AND situation IS NULL) AS no_mother,
    min(CASE WHEN relation = '51' THEN away_since_on END) AS father_away, min(CASE WHEN relation = '52' THEN away_since_on END) AS mother_away,
    bool_or(is_obligor AND can_support) AS supported
  FROM family_link GROUP BY 1
), person AS (
  SELECT r.uid AS key, r.region_code AS place, died_on IS NULL OR died_on > DATE '2024-06-01' AS alive,
    h.income_month_fen AS income, h.property_ok AS property, birth_on AS born, birth_until_on AS late, care_needed_months, obligors_unable, supported,
    hukou_kind, hukou_region_code, living_region_code, living_since_on, s.* EXCLUDE resident_uid,
    CASE WHEN no_father THEN NULL ELSE father END AS father, CASE WHEN no_mother THEN NULL ELSE mother END AS mother, father_away, mother_away
  FROM resident r LEFT JOIN household h ON r.household_uid = h.uid
    LEFT JOIN status s ON s.resident_uid = r.uid LEFT JOIN relative f ON f.resident_uid = r.uid
  WHERE r.region_code BETWEEN '000000000000' AND '999999999999'
)
SELECT key, place, alive, income, property, born, late, care_needed_months, obligors_unable, supported,
  (CASE hukou_kind WHEN 'rural' THEN 1 ELSE CASE WHEN hukou_kind IS NOT NULL THEN 0 END END)::TINYINT AS hukou_kind,
  substr(hukou_region_code, 1, 6) = substr(place, 1, 6) AS hukou_here,
  substr(hukou_region_code, 1, 6) = substr(living_region_code, 1, 6) AS hukou_where_living, living_since_on,
  dibao, near_dibao, tekun, disabled, ill, old_age, orphan, watch, dfuc, difficulty, left_behind, migrant, living, nursing,
  level::TINYINT AS level, variety::TINYINT AS variety,
  (CASE father WHEN 'dead' THEN 1 WHEN 'missing' THEN 2 WHEN 'severe_disability' THEN 3 WHEN 'severe_illness' THEN 4 WHEN 'in_custody' THEN 5 WHEN 'lost_contact' THEN 6 WHEN 'guardianship_revoked' THEN 7 WHEN 'deported' THEN 8 WHEN 'working_away' THEN 9 ELSE CASE WHEN father IS NOT NULL THEN 0 END END)::TINYINT AS father,
  (CASE mother WHEN 'dead' THEN 1 WHEN 'missing' THEN 2 WHEN 'severe_disability' THEN 3 WHEN 'severe_illness' THEN 4 WHEN 'in_custody' THEN 5 WHEN 'lost_contact' THEN 6 WHEN 'guardianship_revoked' THEN 7 WHEN 'deported' THEN 8 WHEN 'working_away' THEN 9 ELSE CASE WHEN mother IS NOT NULL THEN 0 END END)::TINYINT AS mother, father_away, mother_away
FROM person
