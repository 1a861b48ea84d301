"""政策找人: whom a published policy may reach, and what came of it when a worker asked."""
