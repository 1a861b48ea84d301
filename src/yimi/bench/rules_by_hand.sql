-- The thirteen policies of `bench rules`, as someone would write them by hand in DuckDB: same facts, same outcomes, same reasons.
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
), tested AS (
  SELECT key, place, alive AS c0, income < 60000 AS c1, property AS c2,
    -- someone is old enough when the latest possible birthday says so, too young when the earliest does
    CASE WHEN late <= DATE '1964-06-01' THEN TRUE WHEN born > DATE '1964-06-01' THEN FALSE END AS of60,
    CASE WHEN late <= DATE '2008-06-01' THEN TRUE WHEN born > DATE '2008-06-01' THEN FALSE END AS of16,
    CASE WHEN late <= DATE '2006-06-01' THEN TRUE WHEN born > DATE '2006-06-01' THEN FALSE END AS of18,
    CASE WHEN late <= DATE '1944-06-01' THEN TRUE WHEN born > DATE '1944-06-01' THEN FALSE END AS of80,
    CASE WHEN late <= DATE '2017-06-01' THEN TRUE WHEN born > DATE '2017-06-01' THEN FALSE END AS of7,
    father, mother, dibao, near_dibao, tekun, disabled, ill, level, variety, orphan, watch, old_age, dfuc, difficulty, left_behind, migrant, living, nursing,
    income, care_needed_months, hukou_kind, hukou_region_code, living_region_code, living_since_on, father_away, mother_away,
    coalesce(obligors_unable, CASE WHEN supported THEN FALSE END) AS c4
  FROM person
), conditions AS (
  SELECT key, place, c0, c1, c2, c4,
    of60 OR NOT of16 OR (variety IN ('5', '6') AND level IN ('1', '2', '3'))
      OR (variety = '4' AND level IN ('1', '2')) OR (variety = '1' AND level = '1') AS c3,
    NOT of18 AS c5, father IN ('dead', 'missing') AND mother IN ('dead', 'missing') AS c6,
    (father IN ('severe_disability', 'severe_illness', 'in_custody', 'lost_contact', 'guardianship_revoked', 'deported')
        AND mother IN ('severe_disability', 'severe_illness', 'in_custody', 'lost_contact', 'guardianship_revoked', 'deported', 'dead', 'missing'))
      OR (mother IN ('severe_disability', 'severe_illness', 'in_custody', 'lost_contact', 'guardianship_revoked', 'deported') AND father IN ('dead', 'missing')) AS c7,
    income >= 60000 AND income * 100 < 9000000 AS c8, disabled AS c9, dibao AS c10,
    CASE WHEN disabled IS NULL THEN NULL WHEN disabled THEN level IN ('1', '2') ELSE FALSE END AS c11, care_needed_months >= 6 AS c12,
    of80 AS c13, substr(hukou_region_code, 1, 6) = substr(place, 1, 6) AS c14,
    dibao OR near_dibao OR tekun OR disabled OR ill OR father IN ('guardianship_revoked', 'in_custody', 'lost_contact')
      OR mother IN ('guardianship_revoked', 'in_custody', 'lost_contact') AS c15,
    NOT of16 AS c16, hukou_kind = 'rural' AS c17,
    (father = 'working_away' AND father_away <= DATE '2023-12-01'
        AND mother IN ('working_away', 'severe_disability', 'severe_illness', 'in_custody', 'lost_contact', 'guardianship_revoked'))
      OR (mother = 'working_away' AND mother_away <= DATE '2023-12-01'
        AND father IN ('working_away', 'severe_disability', 'severe_illness', 'in_custody', 'lost_contact', 'guardianship_revoked')) AS c18,
    NOT (substr(hukou_region_code, 1, 6) = substr(living_region_code, 1, 6)) AND living_since_on <= DATE '2023-12-01' AS c19,
    tekun OR orphan OR dibao OR near_dibao OR watch AS c20, NOT of7 AS c21,
    CASE WHEN disabled IS NULL THEN NULL WHEN disabled THEN variety IN ('1', '2', '3', '4', '5') ELSE FALSE END AS c22,
    dibao AS r_dibao, tekun AS r_tekun, orphan AS r_orphan, dfuc AS r_dfuc, near_dibao AS r_near, living AS r_living, nursing AS r_nursing, old_age AS r_old,
    difficulty AS r_difficulty, left_behind AS r_left, migrant AS r_migrant
  FROM tested
), bits AS (
  SELECT key, place, r_dibao, r_tekun, r_orphan, r_dfuc, r_near, r_living, r_nursing, r_old, r_difficulty, r_left, r_migrant,
    {failed} AS failed_0, {unknown} AS unknown_0
  FROM conditions
), alone AS (
  SELECT key, place, failed_0, unknown_0, {alone} FROM bits
), orphans AS (SELECT *, a_orphan >= 2 AS x_orphan FROM alone
), dfucs AS (SELECT *, a_dfuc = 3 OR (a_dfuc = 2 AND NOT x_orphan) AS x_dfuc FROM orphans
), tekuns AS (SELECT *, a_tekun = 3 OR (a_tekun = 2 AND NOT (x_orphan OR x_dfuc)) AS x_tekun FROM dfucs
), dibaos AS (SELECT *, a_dibao = 3 OR (a_dibao = 2 AND NOT x_tekun) AS x_dibao FROM tekuns)
SELECT key, place, failed_0, unknown_0, a_orphan AS o_orphan,
  CASE WHEN a_dfuc <> 3 AND x_orphan THEN 0 ELSE a_dfuc END::TINYINT AS o_dfuc,
  CASE WHEN a_tekun <> 3 AND (x_orphan OR x_dfuc) THEN 0 ELSE a_tekun END::TINYINT AS o_tekun,
  CASE WHEN a_dibao <> 3 AND x_tekun THEN 0 ELSE a_dibao END::TINYINT AS o_dibao,
  CASE WHEN a_near <> 3 AND (x_tekun OR x_dibao) THEN 0 ELSE a_near END::TINYINT AS o_near_dibao,
  CASE WHEN a_living <> 3 AND (x_tekun OR x_orphan) THEN 0 ELSE a_living END::TINYINT AS o_living_subsidy,
  CASE WHEN a_nursing <> 3 AND x_tekun THEN 0 ELSE a_nursing END::TINYINT AS o_nursing_subsidy,
  a_old AS o_old_age, a_difficulty AS o_child_in_difficulty, a_left AS o_left_behind_child, a_migrant AS o_migrant_child,
  a_medical AS o_medical, a_rehab AS o_rehabilitation,
  (CASE WHEN x_orphan THEN 1 ELSE 0 END + CASE WHEN x_orphan OR x_dfuc THEN 2 ELSE 0 END + CASE WHEN x_tekun THEN 4 ELSE 0 END
    + CASE WHEN x_tekun OR x_dibao THEN 8 ELSE 0 END + CASE WHEN x_tekun OR x_orphan THEN 16 ELSE 0 END + CASE WHEN x_tekun THEN 32 ELSE 0 END)::BIGINT AS related_0
FROM dibaos
