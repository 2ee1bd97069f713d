"""Keys, members, audit."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Query

from stayflow.access.audit import list_audit as read_audit
from stayflow.access.key import NewKey, issue_key
from stayflow.access.key import list_keys as all_keys
from stayflow.access.key import revoke_key as revoke
from stayflow.access.user import (
    Member,
    NewUser,
    UserInvalid,
    UserNotFound,
    create_user,
    find_user,
    set_role,
)
from stayflow.access.user import (
    list_members as all_members,
)
from stayflow.access.user import (
    remove_member as remove,
)
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.deeds import say_action
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.project import (
    AuditPage,
    AuditShape,
    KeyCreateBody,
    KeyCreated,
    KeyList,
    KeyShape,
    MemberBody,
    MemberChangeBody,
    MemberList,
    MemberShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_keys(context: InProject) -> KeyList:
    """All keys, without their secrets."""
    keys = all_keys(context.project, relational=context.app.relational)
    return KeyList(keys=[KeyShape.model_validate(key) for key in keys])


def create_key(body: KeyCreateBody, context: InProject) -> KeyCreated:
    """Issue a key; its secret is in the answer, this once."""
    new = NewKey(body.kind, body.name, role=body.role, created_by=context.caller.actor)
    key, secret = issue_key(
        context.project, new, relational=context.app.relational, clock=context.app.clock
    )
    return KeyCreated(**KeyShape.model_validate(key).model_dump(), secret=secret)


def revoke_key(key_id: str, context: InProject) -> None:
    """Revoke a key; it stops working within seconds."""
    revoke(context.project, key_id, relational=context.app.relational, clock=context.app.clock)


def list_members(context: InProject) -> MemberList:
    """Everyone who may enter."""
    members = all_members(context.project, relational=context.app.relational)
    return MemberList(users=[MemberShape.model_validate(member) for member in members])


def add_member(body: MemberBody, context: InProject) -> MemberShape:
    """Let someone in; an e-mail without an account gets one with the given password."""
    app = context.app
    user = find_user(body.email, relational=app.relational)
    if user is None:
        if body.password is None:
            raise UserInvalid(
                f"{body.email} has no account yet; give a password to make one", path="password"
            )
        new = NewUser(body.email, body.password.get_secret_value(), body.name)
        user = create_user(new, relational=app.relational, clock=app.clock)
    set_role(context.project, user.user_id, body.role, relational=app.relational, clock=app.clock)
    return MemberShape.model_validate(_member(context, user.user_id))


def change_member(user_id: str, body: MemberChangeBody, context: InProject) -> MemberShape:
    """Give a member another role."""
    _member(context, user_id)
    set_role(
        context.project,
        user_id,
        body.role,
        relational=context.app.relational,
        clock=context.app.clock,
    )
    return MemberShape.model_validate(_member(context, user_id))


def remove_member(user_id: str, context: InProject) -> None:
    """Take a member's access away."""
    remove(context.project, user_id, relational=context.app.relational)


def list_audit(
    context: InProject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditPage:
    """Who did and who read what, newest first."""
    with context.app.relational.project(context.project) as tx:
        page = read_audit(tx, limit=limit, cursor=cursor)
    entries = [
        AuditShape.model_validate(asdict(entry) | {"said": asdict(say_action(entry.action))})
        for entry in page.items
    ]
    return AuditPage(entries=entries, next=page.next)


def _member(context: InProject, user_id: str) -> Member:
    for member in all_members(context.project, relational=context.app.relational):
        if member.user_id == user_id:
            return member
    raise UserNotFound(f"user {user_id!r} is not a member of this project", path="user_id")


_KEYS, _USERS = PROJECT + "/keys", PROJECT + "/users"
ROUTES = (
    Route("GET", _KEYS, list_keys, Least.OWNER, Tag.SETTINGS, KeyList),
    Route("POST", _KEYS, create_key, Least.OWNER, Tag.SETTINGS, KeyCreated, status=201),
    Route("DELETE", _KEYS + "/{key_id}", revoke_key, Least.OWNER, Tag.SETTINGS),
    Route("GET", _USERS, list_members, Least.OWNER, Tag.SETTINGS, MemberList),
    Route("POST", _USERS, add_member, Least.OWNER, Tag.SETTINGS, MemberShape, status=201),
    Route("PATCH", _USERS + "/{user_id}", change_member, Least.OWNER, Tag.SETTINGS, MemberShape),
    Route("DELETE", _USERS + "/{user_id}", remove_member, Least.OWNER, Tag.SETTINGS),
    Route("GET", PROJECT + "/audit", list_audit, Least.OWNER, Tag.SETTINGS, AuditPage),
)
