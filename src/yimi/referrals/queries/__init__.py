"""Questions about referrals and resource links."""
