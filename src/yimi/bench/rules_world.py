"""A made-up population as Parquet: residents, households, statuses, relatives, in the columns of the engine's catalogue.

A third of the people have a recorded status, children have two recorded parents of whom few are in trouble, and a tenth
of every fact is unknown. Deterministic: the same count gives the same files.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

RESIDENTS = """
SELECT md5('r' || i)::UUID AS uid, md5('h' || (i // 3))::UUID AS household_uid,
  '41' || lpad((i * 7919 % 17)::VARCHAR, 2, '0') || lpad((i * 104729 % 23)::VARCHAR, 2, '0') || lpad((i // 3 % 40)::VARCHAR, 3, '0') || '001' AS region_code,
  CASE WHEN i % 11 = 0 THEN '420102001001' WHEN i % 13 = 0 THEN NULL
    ELSE '41' || lpad((i * 7919 % 17)::VARCHAR, 2, '0') || lpad((i * 104729 % 23)::VARCHAR, 2, '0') || '001001' END AS hukou_region_code,
  CASE WHEN i % 9 = 0 THEN '440106001001' WHEN i % 7 = 0 THEN NULL
    ELSE '41' || lpad((i * 7919 % 17)::VARCHAR, 2, '0') || lpad((i * 104729 % 23)::VARCHAR, 2, '0') || '001001' END AS living_region_code,
  CASE WHEN i % 5 = 0 THEN NULL ELSE DATE '2019-01-01' + (i % 2000)::INT END AS living_since_on,
  CASE WHEN i % 10 = 0 THEN NULL WHEN i % 3 = 0 THEN 'urban' ELSE 'rural' END AS hukou_kind,
  CASE WHEN i % 2 = 0 THEN '1' ELSE '2' END AS sex,
  CASE WHEN i % 101 = 0 THEN NULL ELSE DATE '1925-01-01' + (hash(i) % 36000)::INT END AS birth_on,
  CASE WHEN i % 101 = 0 THEN NULL ELSE DATE '1925-01-01' + (hash(i) % 36000)::INT + CASE WHEN i % 97 = 0 THEN 30 ELSE 0 END END AS birth_until_on,
  CASE WHEN i % 89 = 0 THEN DATE '2024-01-01' END AS died_on,
  CASE WHEN i % 3 = 0 THEN (i % 14) ELSE NULL END::BIGINT AS care_needed_months,
  CASE WHEN i % 4 = 0 THEN (i % 8 = 0) END AS obligors_unable,
  DATE '2023-01-01' AS file_opened_on
FROM range({count}) AS t(i)"""
HOUSEHOLDS = """
SELECT md5('h' || i)::UUID AS uid, '410100001001' AS region_code, DATE '2023-01-01' AS opened_on,
  CASE WHEN i % 10 = 0 THEN NULL ELSE (hash(i) % 300000)::BIGINT END AS income_month_fen,
  CASE WHEN i % 8 = 0 THEN NULL ELSE i % 5 <> 1 END AS property_ok
FROM range({count} // 3 + 1) AS t(i)"""
STATUSES = """
SELECT md5('s' || i)::UUID AS uid, md5('r' || (i * 3 + i % 2))::UUID AS resident_uid, '410100001001' AS region_code,
  list_extract(['dibao', 'disabled', 'tekun', 'near_dibao', 'severe_illness', 'old_age_allowance', 'orphan', 'disabled'], (i % 8 + 1)::INT) AS kind,
  i % 10 <> 0 AS holds,
  CASE WHEN i % 8 IN (1, 7) THEN (i % 4 + 1)::VARCHAR END AS level, CASE WHEN i % 8 IN (1, 7) THEN (i % 7 + 1)::VARCHAR END AS variety,
  'visit' AS source, DATE '2022-01-01' + (i % 700)::INT AS started_on,
  CASE WHEN i % 12 = 0 THEN DATE '2024-03-01' END AS ended_on
FROM range({count} // 3) AS t(i)"""
RELATIVES = """
SELECT md5('f' || i)::UUID AS uid, md5('r' || (i // 2 * 6))::UUID AS resident_uid, (51 + i % 2)::VARCHAR AS relation,
  CASE WHEN i % 7 = 0 THEN NULL ELSE list_extract(['normal', 'working_away', 'normal', 'dead', 'normal', 'in_custody', 'missing', 'normal'], (hash(i) % 8 + 1)::INT) END AS situation,
  i % 5 = 0 AS is_obligor, i % 15 = 0 AS can_support, DATE '2023-01-01' + (i % 600)::INT AS away_since_on, DATE '2015-01-01' AS started_on,
  NULL::DATE AS ended_on
FROM range({count} // 3) AS t(i)"""
FACTS = {
    "resident": RESIDENTS,
    "household": HOUSEHOLDS,
    "resident_status": STATUSES,
    "family_link": RELATIVES,
}


def make_population(folder: Path, count: int) -> Path:
    """The facts of ``count`` residents under ``folder``; made once and kept."""
    made = folder / f"population-{count}"
    if not (made / "done").exists():
        made.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")
        for fact, query in FACTS.items():
            path = made / f"{fact}.parquet"
            connection.execute(
                f"COPY ({query.format(count=count)}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
            )
        (made / "done").touch()
    return made
