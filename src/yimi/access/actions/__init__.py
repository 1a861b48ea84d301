"""The only writers of the gate."""

from yimi.access.actions.grants import NewGrant, grant_role, grant_roles, revoke_role
from yimi.access.actions.sessions import (
    choose_language,
    note_sign_in,
    note_sign_in_failed,
    note_sign_out,
)
from yimi.access.actions.tokens import make_token, revoke_token
from yimi.access.actions.users import (
    NewUser,
    change_own_password,
    create_user,
    create_users,
    deactivate_user,
    may_set_password,
    set_password,
)

__all__ = [
    "NewGrant",
    "NewUser",
    "change_own_password",
    "choose_language",
    "create_user",
    "create_users",
    "deactivate_user",
    "grant_role",
    "grant_roles",
    "make_token",
    "may_set_password",
    "note_sign_in",
    "note_sign_in_failed",
    "note_sign_out",
    "revoke_role",
    "revoke_token",
    "set_password",
]
