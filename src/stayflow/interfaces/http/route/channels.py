"""The mail server, and when people are left alone."""

from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.campaign import (
    EmailChannelAnswer,
    EmailChannelBody,
    EmailTestBody,
    PolicyAnswer,
    PolicyBody,
    SendAnswer,
)
from stayflow.interfaces.http.pending import pending
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag


def get_email_channel(context: InProject) -> EmailChannelAnswer:
    """The mail server, without its password."""
    raise pending()


def put_email_channel(body: EmailChannelBody, context: InProject) -> EmailChannelAnswer:
    """Set the mail server."""
    raise pending()


def test_email_channel(body: EmailTestBody, context: InProject) -> SendAnswer:
    """Send a trial message."""
    raise pending()


def get_policy(context: InProject) -> PolicyAnswer:
    """Cooldown and quiet hours."""
    raise pending()


def put_policy(body: PolicyBody, context: InProject) -> PolicyAnswer:
    """Set cooldown and quiet hours."""
    raise pending()


ROUTES = (
    Route(
        "GET",
        PROJECT + "/channels/email",
        get_email_channel,
        Least.OPERATOR,
        Tag.ENGAGE,
        EmailChannelAnswer,
    ),
    Route(
        "PUT",
        PROJECT + "/channels/email",
        put_email_channel,
        Least.OWNER,
        Tag.ENGAGE,
        EmailChannelAnswer,
    ),
    Route(
        "POST",
        PROJECT + "/channels/email/test",
        test_email_channel,
        Least.OWNER,
        Tag.ENGAGE,
        SendAnswer,
    ),
    Route("GET", PROJECT + "/policy", get_policy, Least.VIEWER, Tag.ENGAGE, PolicyAnswer),
    Route("PUT", PROJECT + "/policy", put_policy, Least.OPERATOR, Tag.ENGAGE, PolicyAnswer),
)
