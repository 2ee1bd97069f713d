"""Sign-in and the signed-in person's projects."""

from pydantic import Field, SecretStr

from stayflow.access.role import Role
from stayflow.interfaces.http.model.common import Answer, Body


class SignInBody(Body):
    """Who wants in."""

    email: str = Field(max_length=254)
    password: SecretStr = Field(max_length=1024)


class UserShape(Answer):
    """The signed-in person."""

    user_id: str
    email: str
    name: str
    administrator: bool = Field(description="May create projects and users")


class MembershipShape(Answer):
    """A project the signed-in person may enter, and as what."""

    project: str
    name: str
    role: Role
    zone: str
    currency: str


class SessionAnswer(Answer):
    """The session; unsafe requests with its cookie carry `csrf` in the header `X-CSRF-Token`."""

    user: UserShape
    csrf: str
    projects: list[MembershipShape]
