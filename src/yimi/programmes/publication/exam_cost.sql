SELECT
    c.uid,
    c.worker_id AS worker_uid,
    w.region_code,
    c.exam_year,
    c.kind,
    c.registered_for_exam,
    c.passed,
    coalesce(c.invoice_number, '') <> '' AS has_invoice,
    c.amount_fen,
    c.spent_on,
    c.recorded_at AS known_from,
    c.superseded_at AS known_to
FROM exam_cost c JOIN worker w ON w.uid = c.worker_id
