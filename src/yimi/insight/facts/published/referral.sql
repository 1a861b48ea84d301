WITH steps AS (
    SELECT referral_id,
        min(happened_on) FILTER (step = 'send') AS sent_on,
        max(happened_on) FILTER (step IN ('accept', 'refuse')) AS answered_on,
        max(happened_on) FILTER (step IN ('complete', 'withdraw')) AS closed_on
    FROM referral_step GROUP BY referral_id
),
agreed AS (
    SELECT referral_id, min(given_on) AS given_on FROM referral_consent
    WHERE superseded_at IS NULL AND ground = 'consent' GROUP BY referral_id
)
SELECT
    r.uid,
    coalesce(k.kept_id, r.resident_id) AS resident_uid,
    r.unit_id AS unit_uid,
    r.region_code,
    CASE r.state
        WHEN 'to_verify' THEN 'draft' WHEN 'contacted' THEN 'draft' WHEN 'sent' THEN 'sent'
        WHEN 'succeeded' THEN 'accepted' WHEN 'failed' THEN 'refused' WHEN 'to_follow_up' THEN 'follow_up'
        ELSE 'closed'
    END AS status,
    a.given_on AS consented_on,
    s.sent_on,
    s.answered_on,
    CASE WHEN r.state IN ('done', 'withdrawn') THEN s.closed_on END AS closed_on,
    r.recorded_at AS known_from,
    NULL AS known_to
FROM handed_over r
LEFT JOIN kept k ON k.duplicate_id = r.resident_id
LEFT JOIN steps s ON s.referral_id = r.uid
LEFT JOIN agreed a ON a.referral_id = r.uid
