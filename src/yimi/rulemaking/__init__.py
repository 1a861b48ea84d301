"""政策起草 (rulemaking): drafts of rule packs, how many a rule would reach, who gains and who loses under a new version."""
