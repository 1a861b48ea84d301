"""Visit plans by risk tier, today's route, overdue visits, consultations."""
