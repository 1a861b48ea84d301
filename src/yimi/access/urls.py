"""Addresses of the room ``access``."""

from __future__ import annotations

from django.urls import path

from yimi.access.pages import account, grants, sessions, users

app_name = "access"
urlpatterns = [
    path("sign-in/", sessions.sign_in, name="sign_in"),
    path("sign-out/", sessions.sign_out, name="sign_out"),
    path("language/", sessions.switch_language, name="language"),
    path("password/", account.password, name="password"),
    path("account/", account.show, name="account"),
    path("account/tokens/", account.add_token, name="add_token"),
    path("account/tokens/<uuid:uid>/revoke/", account.stop_token, name="revoke_token"),
    path("users/", users.list_users, name="users"),
    path("users/new/", users.new_user, name="new_user"),
    path("users/<uuid:uid>/", users.show_user, name="user"),
    path("users/<uuid:uid>/reset-password/", users.reset_password, name="reset_password"),
    path("users/<uuid:uid>/deactivate/", users.deactivate, name="deactivate_user"),
    path("users/<uuid:uid>/grants/new/", grants.new_grant, name="new_grant"),
    path("users/<uuid:uid>/grants/<uuid:grant_uid>/revoke/", grants.revoke, name="revoke_grant"),
]
