-- What every table's statement may use.

-- Days run from midnight to midnight in China.
CREATE OR REPLACE MACRO local_day(instant) AS CAST(instant + INTERVAL 8 HOUR AS DATE);

-- The rooms keep the last day on which something was true; facts keep the first on which it was not.
CREATE OR REPLACE MACRO day_after(last_day) AS CAST(last_day + 1 AS DATE);

-- Full years completed; someone born on 29 February has a birthday on 1 March in common years.
CREATE OR REPLACE MACRO digits_of(day) AS year(day) * 10000 + month(day) * 100 + day(day);
CREATE OR REPLACE MACRO age_on(born, day) AS (digits_of(day) - digits_of(born)) // 10000;

-- Stated codes of a place that is not known are empty, not blank.
CREATE OR REPLACE MACRO place_or_null(code) AS nullif(code, '');
