-- Studies, internship and the last check of conduct, which the county writes down beside the staff file.
SELECT
    b.*,
    g.social_work_degree,
    g.full_time_student,
    g.internship_started_on,
    g.graduated_on,
    c.conduct_checked_on
FROM base b
LEFT JOIN background g ON g.worker_id = b.uid
LEFT JOIN (
    SELECT worker_id, max(checked_on) AS conduct_checked_on FROM conduct WHERE superseded_at IS NULL GROUP BY worker_id
) c ON c.worker_id = b.uid
