"""Pure rules of the programmes room: steps of a claim, what may be paid only once, merging, lists, posting. No Django."""
