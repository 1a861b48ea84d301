"""Social group work: plan, members, sessions, summary."""
