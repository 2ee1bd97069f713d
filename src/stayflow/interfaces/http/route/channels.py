"""The mail server, and when people are left alone."""

from contextlib import closing

from stayflow.act.channel import (
    CHANNELS,
    ChannelInvalid,
    OutgoingMessage,
    StoredChannel,
    change_channel,
    find_channel,
    open_channel,
)
from stayflow.act.policy import Policy, change_policy, parse_policy
from stayflow.act.policy import get_policy as read_policy
from stayflow.interfaces.http.context import InProject
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.campaign import (
    EmailChannelAnswer,
    EmailChannelBody,
    EmailTestBody,
    PolicyAnswer,
    PolicyBody,
    QuietHoursShape,
    SendAnswer,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.kernel.ids import new_id

_EMAIL = "email"
_SECONDS_OF_HOUR = 3600


def get_email_channel(context: InProject) -> EmailChannelAnswer:
    """The mail server, without its password."""
    with context.transaction() as tx:
        return _answer(find_channel(tx, _EMAIL, box=context.app.box))


def put_email_channel(body: EmailChannelBody, context: InProject) -> EmailChannelAnswer:
    """Set the mail server."""
    with context.transaction() as tx:
        stored = change_channel(
            tx, _EMAIL, body.model_dump(), box=context.app.box, now=context.now()
        )
    return _answer(stored)


def test_email_channel(body: EmailTestBody, context: InProject) -> SendAnswer:
    """Send a trial message."""
    address = CHANNELS.get(_EMAIL).clean_address(body.to)
    if address is None:
        raise ChannelInvalid(f"{body.to!r} is not an e-mail address", path="to")
    allow_private = context.app.settings.flag("allow_private_targets")
    with context.transaction() as tx:
        channel = open_channel(tx, _EMAIL, box=context.app.box, allow_private=allow_private)
    message = OutgoingMessage(
        message_id=new_id(),
        address=address,
        subject=f"Stayflow: {context.about.name}",
        text="这是一封测试邮件。\nThis is a trial message; the mail server works.\n",
    )
    with closing(channel.connect()) as connection:
        result = connection.send(message)
    return SendAnswer(delivery=result.delivery.value, detail=result.detail)


def get_policy(context: InProject) -> PolicyAnswer:
    """Cooldown and quiet hours."""
    with context.transaction() as tx:
        return _policy(read_policy(tx))


def put_policy(body: PolicyBody, context: InProject) -> PolicyAnswer:
    """Set cooldown and quiet hours."""
    policy = parse_policy(body.model_dump(by_alias=True))
    with context.transaction() as tx:
        change_policy(tx, policy)
    return _policy(policy)


def _answer(stored: StoredChannel | None) -> EmailChannelAnswer:
    if stored is None:
        return EmailChannelAnswer(configured=False)
    known = {
        name: value
        for name, value in stored.settings.items()
        if name in EmailChannelAnswer.model_fields
    }
    return EmailChannelAnswer.model_validate(
        {**known, "configured": True, "has_password": "password" in stored.secrets_set}
    )


def _policy(policy: Policy) -> PolicyAnswer:
    quiet = policy.quiet_hours
    return PolicyAnswer(
        cooldown_hours=policy.cooldown.total_seconds() / _SECONDS_OF_HOUR,
        quiet_hours=QuietHoursShape.model_validate(
            {"from": f"{quiet.start:%H:%M}", "to": f"{quiet.end:%H:%M}"}
        )
        if quiet
        else None,
    )


_SERVER = PROJECT + "/channels/email"
ROUTES = (
    Route("GET", _SERVER, get_email_channel, Least.OPERATOR, Tag.ENGAGE, EmailChannelAnswer),
    Route("PUT", _SERVER, put_email_channel, Least.OWNER, Tag.ENGAGE, EmailChannelAnswer),
    Route("POST", _SERVER + "/test", test_email_channel, Least.OWNER, Tag.ENGAGE, SendAnswer),
    Route("GET", PROJECT + "/policy", get_policy, Least.VIEWER, Tag.ENGAGE, PolicyAnswer),
    Route("PUT", PROJECT + "/policy", put_policy, Least.OPERATOR, Tag.ENGAGE, PolicyAnswer),
)
