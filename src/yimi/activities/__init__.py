"""Activities: plan, sign-in, head-counts, summary."""
