"""Keys, members, audit."""

from typing import Annotated

from fastapi import Query

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.project import (
    AuditPage,
    KeyCreateBody,
    KeyCreated,
    KeyList,
    MemberBody,
    MemberChangeBody,
    MemberList,
    MemberShape,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def list_keys(context: InProject) -> KeyList:
    """All keys, without their secrets."""
    raise pending()


def create_key(body: KeyCreateBody, context: InProject) -> KeyCreated:
    """Issue a key; its secret is in the answer, this once."""
    raise pending()


def revoke_key(key_id: str, context: InProject) -> None:
    """Revoke a key; it stops working within seconds."""
    raise pending()


def list_members(context: InProject) -> MemberList:
    """Everyone who may enter."""
    raise pending()


def add_member(body: MemberBody, context: InProject) -> MemberShape:
    """Let someone in."""
    raise pending()


def change_member(user_id: str, body: MemberChangeBody, context: InProject) -> MemberShape:
    """Give a member another role."""
    raise pending()


def remove_member(user_id: str, context: InProject) -> None:
    """Take a member's access away."""
    raise pending()


def list_audit(
    context: InProject, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> AuditPage:
    """Who did and who read what, newest first."""
    raise pending()


ROUTES = (
    Route("GET", PROJECT + "/keys", list_keys, Least.OWNER, Tag.SETTINGS, KeyList),
    Route("POST", PROJECT + "/keys", create_key, Least.OWNER, Tag.SETTINGS, KeyCreated, status=201),
    Route("DELETE", PROJECT + "/keys/{key_id}", revoke_key, Least.OWNER, Tag.SETTINGS),
    Route("GET", PROJECT + "/users", list_members, Least.OWNER, Tag.SETTINGS, MemberList),
    Route(
        "POST", PROJECT + "/users", add_member, Least.OWNER, Tag.SETTINGS, MemberShape, status=201
    ),
    Route(
        "PATCH", PROJECT + "/users/{user_id}", change_member, Least.OWNER, Tag.SETTINGS, MemberShape
    ),
    Route("DELETE", PROJECT + "/users/{user_id}", remove_member, Least.OWNER, Tag.SETTINGS),
    Route("GET", PROJECT + "/audit", list_audit, Least.OWNER, Tag.SETTINGS, AuditPage),
)
