"""Pages of the rulemaking room."""
