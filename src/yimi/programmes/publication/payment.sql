-- What finance has paid, and what came back as a negative amount.
WITH paid AS (SELECT claim_id, max("at") AS "at" FROM claim_step WHERE step = 'pay' GROUP BY claim_id),
moved AS (
    SELECT i.uid, i.claim_id, i.amount_fen, i.paid_on, p."at" AS known_from, CAST(NULL AS TIMESTAMP) AS known_to
    FROM payment_item i LEFT JOIN paid p ON p.claim_id = i.claim_id
    WHERE i.state = 'paid'
    UNION ALL
    SELECT uid, claim_id, -amount_fen, returned_on, recorded_at, superseded_at
    FROM reversal WHERE was_paid AND returned_on IS NOT NULL
),
persons AS (SELECT payee_id, min(worker_id) AS worker_id FROM payee_file GROUP BY payee_id)
SELECT
    m.uid,
    c.uid AS claim_uid,
    coalesce(p.worker_id, c.worker_id) AS subject_uid,
    c.region_code,
    c.benefit,
    CASE WHEN c.slot_kind = 'level' THEN c.slot END AS level,
    CASE WHEN c.slot_kind = 'month' THEN CAST(c.slot || '-01' AS DATE) END AS period_start_on,
    CASE WHEN c.slot_kind = 'month' THEN CAST(CAST(c.slot || '-01' AS DATE) + INTERVAL 1 MONTH AS DATE) END AS period_end_on,
    m.amount_fen,
    m.paid_on,
    coalesce(m.known_from, c.recorded_at) AS known_from,
    m.known_to
FROM moved m
JOIN claim c ON c.uid = m.claim_id
LEFT JOIN persons p ON p.payee_id = c.payee_id
