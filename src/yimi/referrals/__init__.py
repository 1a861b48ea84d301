"""Referrals until the loop closes, and resources linked to needs."""
