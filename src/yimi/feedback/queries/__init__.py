"""Questions about complaints and about what people say."""
