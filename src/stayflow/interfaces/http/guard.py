"""Who calls, and may they? One guard before every route; the route's row says the least role."""

import hmac
from collections.abc import Callable
from datetime import timedelta

from fastapi import Request

from stayflow.access.key import KeyKind, find_key, note_key_use
from stayflow.access.project import get_project
from stayflow.access.role import Role
from stayflow.access.user import find_session, role_in
from stayflow.app import App
from stayflow.interfaces.http.context import Caller, Context, Denied, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.kernel.errors import Kind, StayflowError

COOKIE = "stayflow_session"
CSRF_HEADER = "x-csrf-token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SignedOut(StayflowError):
    """Nobody is signed in, or the key is not valid."""

    code = "signed_out"
    kind = Kind.SIGNED_OUT


class CsrfMissing(StayflowError):
    """A request with the session cookie must carry the session's CSRF word."""

    code = "csrf_missing"
    kind = Kind.DENIED


def guard_of(least: Least) -> Callable[..., None]:
    """The dependency that lets through who reaches `least` and leaves their context behind."""

    def anyone() -> None:
        return

    def outside(request: Request) -> None:
        app: App = request.app.state.stayflow
        caller = identify(app, request, None)
        if least is Least.ADMINISTRATOR and not caller.administrator:
            raise Denied("only an administrator may do this")
        request.state.context = Context(app, caller)

    def inside(request: Request, project: str) -> None:
        app: App = request.app.state.stayflow
        caller = identify(app, request, project)
        request.state.context = enter_project(app, caller, project, Role(least.value))

    match least:
        case Least.ANYONE:
            return anyone
        case Least.SIGNED_IN | Least.ADMINISTRATOR:
            return outside
        case _:
            return inside


def identify(app: App, request: Request, project: str | None) -> Caller:
    """Who calls: by API key, by the local command line's token, or by session cookie.

    Raises:
        SignedOut: By none of them.
        CsrfMissing: By cookie, unsafely, without the word.
    """
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return _by_token(app, request, secret.strip(), project)
    session = find_session(
        request.cookies.get(COOKIE, ""),
        lasts=timedelta(hours=app.settings.number("session_hours")),
        relational=app.relational,
        clock=app.clock,
    )
    if session is None:
        raise SignedOut("sign in, or send an API key as `Authorization: Bearer …`")
    given = request.headers.get(CSRF_HEADER, "")
    if request.method not in _SAFE and not hmac.compare_digest(
        given.encode(), session.csrf.encode()
    ):
        raise CsrfMissing("send the session's `csrf` in the header X-CSRF-Token")
    user = session.user
    role = role_in(project, user.user_id, relational=app.relational) if project else None
    return Caller(user.email, user.user_id, user.administrator, role)


def enter_project(app: App, caller: Caller, project: str, least: Role) -> ProjectContext:
    """The caller's context inside a project.

    Outsiders are denied alike whether the project exists or not.

    Raises:
        Denied: The caller's role does not reach `least`.
    """
    if caller.role is None:
        raise Denied(f"you may not enter project {project!r}")
    if not caller.role.reaches(least):
        raise Denied(f"this needs the role {least.value}; yours is {caller.role.value}")
    found = get_project(project, relational=app.relational)
    return ProjectContext(app, caller, found.id, caller.role, found)


def _by_token(app: App, request: Request, secret: str, project: str | None) -> Caller:
    local: str | None = request.app.state.local_token
    if local and hmac.compare_digest(secret.encode(), local.encode()):
        role = Role.OWNER if project else None
        return Caller("cli", None, administrator=True, role=role, is_local=True)
    key = find_key(secret, relational=app.relational)
    if key is None or key.kind is not KeyKind.API:
        raise SignedOut("the API key is unknown or revoked")
    note_key_use(key, relational=app.relational, clock=app.clock)
    return Caller(
        actor=f"key:{key.name}",
        user_id=None,
        administrator=False,
        role=key.role if project == key.project else None,
        key_project=key.project,
        key_role=key.role,
    )
