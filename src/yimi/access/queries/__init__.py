"""Reading: Actors from grants and tokens; users and grants for the administrators' pages."""

from yimi.access.queries.actors import (
    ANONYMOUS,
    TOKEN_PREFIX,
    actor_for_token,
    build_actor,
    system_actor,
    token_digest,
)

__all__ = [
    "ANONYMOUS",
    "TOKEN_PREFIX",
    "actor_for_token",
    "build_actor",
    "system_actor",
    "token_digest",
]
