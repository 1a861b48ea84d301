"""Forms as data: definitions, local additions, sealed answers, printing."""
