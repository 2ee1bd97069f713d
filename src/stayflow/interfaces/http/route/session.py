"""Sign in, who am I, sign out."""

from datetime import timedelta

from fastapi import Request, Response

from stayflow.access.audit import Deed, record_system_audit
from stayflow.access.project import get_project
from stayflow.access.user import (
    Session,
    authenticate_password,
    create_session,
    end_session,
    find_session,
    list_memberships,
)
from stayflow.app import App
from stayflow.interfaces.http.context import SignedIn, Stayflow
from stayflow.interfaces.http.guard import COOKIE, SignedOut
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.session import (
    MembershipShape,
    SessionAnswer,
    SignInBody,
    UserShape,
)
from stayflow.interfaces.http.route.table import PREFIX, Route, Tag


def sign_in(body: SignInBody, app: Stayflow, request: Request, response: Response) -> SessionAnswer:
    """Sign in with e-mail and password; the answer sets the session cookie."""
    user = authenticate_password(
        body.email,
        body.password.get_secret_value(),
        address=request.client.host if request.client else "",
        relational=app.relational,
        clock=app.clock,
    )
    lasts = timedelta(hours=app.settings.number("session_hours"))
    token, session = create_session(user, lasts=lasts, relational=app.relational, clock=app.clock)
    with app.relational.system() as tx:
        record_system_audit(tx, Deed(user.email, "sign_in", user.user_id), clock=app.clock)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return _answer(app, session)


def get_session(context: SignedIn, request: Request) -> SessionAnswer:
    """The signed-in person, the CSRF word, and the projects they may enter."""
    session = find_session(
        request.cookies.get(COOKIE, ""),
        lasts=timedelta(hours=context.app.settings.number("session_hours")),
        relational=context.app.relational,
        clock=context.app.clock,
    )
    if session is None:
        raise SignedOut("an API key has no session; sign in")
    return _answer(context.app, session)


def sign_out(context: SignedIn, request: Request, response: Response) -> None:
    """End the session."""
    end_session(request.cookies.get(COOKIE, ""), relational=context.app.relational)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


def _answer(app: App, session: Session) -> SessionAnswer:
    memberships = list_memberships(session.user.user_id, relational=app.relational)
    projects = [
        (membership.role, get_project(membership.project, relational=app.relational))
        for membership in memberships
    ]
    return SessionAnswer(
        user=UserShape.model_validate(session.user),
        csrf=session.csrf,
        projects=[
            MembershipShape(
                project=project.id,
                name=project.name,
                role=role,
                zone=project.zone,
                currency=project.currency,
            )
            for role, project in projects
        ],
    )


ROUTES = (
    Route("POST", PREFIX + "/session", sign_in, Least.ANYONE, Tag.SESSION, SessionAnswer),
    Route("GET", PREFIX + "/session", get_session, Least.SIGNED_IN, Tag.SESSION, SessionAnswer),
    Route("DELETE", PREFIX + "/session", sign_out, Least.SIGNED_IN, Tag.SESSION),
)
