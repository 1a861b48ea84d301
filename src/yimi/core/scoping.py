"""Turn an Actor's scopes into a query condition: closed by default, one key range per division."""

from __future__ import annotations

from django.db.models import Q

from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import Forbidden


def region_range(field: str, prefix: str) -> Q:
    """Rows whose 12-digit code (or prefix of one) lies under ``prefix``. A plain range uses a btree index, LIKE does not.

    Both ends are digits, so that the range holds under every collation; ``prefix + ":"`` would not.

    >>> region_range("region_code", "4116")
    <Q: (AND: ('region_code__gte', '4116'), ('region_code__lte', '411699999999'))>
    """
    return Q(**{f"{field}__gte": prefix, f"{field}__lte": prefix.ljust(12, "9")})


def scope_condition(
    actor: Actor, permission: str, *, unit: str = "", region: str = "", own: str = ""
) -> Q:
    """The rows where ``actor`` holds ``permission``.

    ``unit`` / ``region`` / ``own`` name the fields holding the service unit's uid, the 12-digit code and the worker's
    uid. A kind of scope for which no field is named selects nothing. Raises :class:`Forbidden` when the permission
    is held nowhere, so that forgetting is loud.
    """
    scopes = actor.scopes(permission)
    if not scopes:
        raise Forbidden(permission=permission)
    condition = Q(pk__in=())
    for scope in scopes:
        if scope.kind == ScopeKind.EVERYWHERE:
            # not an empty Q: an OR would drop that, and select nothing where everything was meant
            return Q(pk__isnull=False)
        if scope.kind == ScopeKind.UNIT and unit:
            condition |= Q(**{unit: scope.key})
        elif scope.kind == ScopeKind.REGION and region:
            condition |= region_range(region, scope.key)
        elif scope.kind == ScopeKind.SELF and own and actor.worker_uid:
            condition |= Q(**{own: actor.worker_uid})
    return condition
