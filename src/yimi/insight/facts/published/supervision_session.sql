WITH heads AS (SELECT session_id, count(*) AS heads FROM supervisee GROUP BY session_id)
SELECT
    s.uid,
    s.supervisor_id AS supervisor_uid,
    s.unit_id AS unit_uid,
    s.unit_region_code AS region_code,
    s.kind,
    h.heads AS supervisees,
    s.held_on,
    s.minutes,
    s.recorded_at AS known_from,
    s.superseded_at AS known_to
FROM supervision s LEFT JOIN heads h ON h.session_id = s.uid
