-- A version for every step that moved a claim, and for money taken back; the last version is how it stands.
-- What the amount was before it was approved is not kept: it is dated back.
WITH states AS (
    SELECT claim_id, "at", uid,
        CASE step
            WHEN 'apply' THEN 'applied' WHEN 'complete' THEN 'applied' WHEN 'return' THEN 'applied'
            WHEN 'check' THEN 'checked' WHEN 'approve' THEN 'approved' WHEN 'list' THEN 'approved'
            WHEN 'unlist' THEN 'approved' WHEN 'pay' THEN 'paid' WHEN 'refuse' THEN 'refused'
            WHEN 'withdraw' THEN 'withdrawn' WHEN 'reverse' THEN 'reversed'
        END AS status
    FROM claim_step
),
-- A part was taken back: the claim stays where it was.
steps AS (
    SELECT s.claim_id, s."at", s.uid, CASE WHEN s.status = 'reversed' AND c.state <> 'reversed' THEN NULL ELSE s.status END AS status
    FROM states s JOIN claim c ON c.uid = s.claim_id
),
known AS (
    SELECT claim_id, "at", max_by(uid, uid) AS uid, max_by(status, uid) FILTER (status IS NOT NULL) AS status
    FROM steps GROUP BY claim_id, "at"
),
standing AS (
    SELECT claim_id, "at", last_value(status IGNORE NULLS) OVER w AS status,
        lead("at") OVER (PARTITION BY claim_id ORDER BY "at") AS until
    FROM known
    WINDOW w AS (PARTITION BY claim_id ORDER BY "at" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
taken AS (
    SELECT s.claim_id, s."at", sum(r.amount_fen) AS fen
    FROM standing s
    -- a return of the money replaces the row; the amount was taken back when the first of them was written
    JOIN reversal r ON r.claim_id = s.claim_id AND r.replaces_id IS NULL AND r.recorded_at <= s."at"
    GROUP BY s.claim_id, s."at"
),
persons AS (SELECT payee_id, min(worker_id) AS worker_id FROM payee_file GROUP BY payee_id)
SELECT
    c.uid,
    coalesce(p.worker_id, c.worker_id) AS subject_uid,
    c.region_code,
    c.benefit,
    CASE WHEN c.slot_kind = 'level' THEN c.slot END AS level,
    CASE WHEN c.slot_kind = 'title_code' THEN md5(c.slot) END AS title_code,
    -- how it stands, the claim itself says
    CASE
        WHEN s.until IS NOT NULL THEN s.status
        WHEN c.state = 'complete' THEN 'applied'
        WHEN c.state = 'listed' THEN 'approved'
        ELSE c.state
    END AS status,
    c.claimed_on,
    c.amount_fen - coalesce(t.fen, 0) AS amount_fen,
    s."at" AS known_from,
    s.until AS known_to
FROM claim c
JOIN standing s ON s.claim_id = c.uid
LEFT JOIN taken t ON t.claim_id = s.claim_id AND t."at" = s."at"
LEFT JOIN persons p ON p.payee_id = c.payee_id
