"""Sign in, who am I, sign out."""

from fastapi import Request, Response

from stayflow.interfaces.http.context import SignedIn, Stayflow
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.session import SessionAnswer, SignInBody
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PREFIX, Route, Tag


def sign_in(body: SignInBody, app: Stayflow, request: Request, response: Response) -> SessionAnswer:
    """Sign in with e-mail and password; the answer sets the session cookie."""
    raise pending()


def get_session(context: SignedIn) -> SessionAnswer:
    """The signed-in person, the CSRF word, and the projects they may enter."""
    raise pending()


def sign_out(context: SignedIn, response: Response) -> None:
    """End the session."""
    raise pending()


ROUTES = (
    Route("POST", PREFIX + "/session", sign_in, Least.ANYONE, Tag.SESSION, SessionAnswer),
    Route("GET", PREFIX + "/session", get_session, Least.SIGNED_IN, Tag.SESSION, SessionAnswer),
    Route("DELETE", PREFIX + "/session", sign_out, Least.SIGNED_IN, Tag.SESSION),
)
