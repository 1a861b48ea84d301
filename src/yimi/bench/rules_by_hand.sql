-- The thirteen policies of `bench rules`, as someone would write them by hand in DuckDB: same outcomes, same reasons.
-- Situations: 1 dead, 2 missing, 3 severe disability, 4 severe illness, 5 in custody, 6 lost contact, 7 guardianship revoked,
-- 8 deported, 9 working away.
WITH tested AS (
  SELECT key, place, alive AS c0, income < 60000 AS c1, property AS c2,
    -- someone is old enough when the latest possible birthday says so, too young when the earliest does
    CASE WHEN late <= DATE '1964-06-01' THEN TRUE WHEN born > DATE '1964-06-01' THEN FALSE END AS of60,
    CASE WHEN late <= DATE '2008-06-01' THEN TRUE WHEN born > DATE '2008-06-01' THEN FALSE END AS of16,
    CASE WHEN late <= DATE '2006-06-01' THEN TRUE WHEN born > DATE '2006-06-01' THEN FALSE END AS of18,
    CASE WHEN late <= DATE '1944-06-01' THEN TRUE WHEN born > DATE '1944-06-01' THEN FALSE END AS of80,
    CASE WHEN late <= DATE '2017-06-01' THEN TRUE WHEN born > DATE '2017-06-01' THEN FALSE END AS of7,
    father, mother, dibao, near_dibao, tekun, disabled, ill, level, variety, orphan, watch, old_age, dfuc, difficulty, left_behind, migrant, living, nursing,
    income, care_needed_months, hukou_kind, hukou_here, hukou_where_living, living_since_on, father_away, mother_away,
    coalesce(obligors_unable, CASE WHEN supported THEN FALSE END) AS c4
  FROM person
), conditions AS (
  SELECT key, place, c0, c1, c2, c4,
    of60 OR NOT of16 OR (variety IN (5, 6) AND level IN (1, 2, 3))
      OR (variety = 4 AND level IN (1, 2)) OR (variety = 1 AND level = 1) AS c3,
    NOT of18 AS c5, father IN (1, 2) AND mother IN (1, 2) AS c6,
    (father IN (3, 4, 5, 6, 7, 8)
        AND mother IN (3, 4, 5, 6, 7, 8, 1, 2))
      OR (mother IN (3, 4, 5, 6, 7, 8) AND father IN (1, 2)) AS c7,
    income >= 60000 AND income * 100 < 9000000 AS c8, disabled AS c9, dibao AS c10,
    CASE WHEN disabled IS NULL THEN NULL WHEN disabled THEN level IN (1, 2) ELSE FALSE END AS c11, care_needed_months >= 6 AS c12,
    of80 AS c13, hukou_here AS c14,
    dibao OR near_dibao OR tekun OR disabled OR ill OR father IN (7, 5, 6)
      OR mother IN (7, 5, 6) AS c15,
    NOT of16 AS c16, hukou_kind = 1 AS c17,
    (father = 9 AND father_away <= DATE '2023-12-01'
        AND mother IN (9, 3, 4, 5, 6, 7))
      OR (mother = 9 AND mother_away <= DATE '2023-12-01'
        AND father IN (9, 3, 4, 5, 6, 7)) AS c18,
    NOT hukou_where_living AND living_since_on <= DATE '2023-12-01' AS c19,
    tekun OR orphan OR dibao OR near_dibao OR watch AS c20, NOT of7 AS c21,
    CASE WHEN disabled IS NULL THEN NULL WHEN disabled THEN variety IN (1, 2, 3, 4, 5) ELSE FALSE END AS c22,
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
