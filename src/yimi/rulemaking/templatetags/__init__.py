"""Template tags of the rulemaking room."""
