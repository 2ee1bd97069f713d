"""The channels, whatever they are, and when people are left alone."""

from contextlib import closing
from typing import Annotated

from fastapi import Body

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
    PolicyAnswer,
    PolicyBody,
    QuietHoursShape,
    SendAnswer,
)
from stayflow.interfaces.http.model.channel import (
    ChannelAnswer,
    ChannelList,
    ChannelSettings,
    ChannelTestBody,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag
from stayflow.kernel.ids import new_id

_SECONDS_OF_HOUR = 3600


def list_channels(context: InProject) -> ChannelList:
    """Every channel there is, what it asks for, and what is set."""
    with context.transaction() as tx:
        found = {name: find_channel(tx, name, box=context.app.box) for name in CHANNELS.names()}
    return ChannelList(channels=[_answer(name, stored) for name, stored in found.items()])


def get_channel(channel: str, context: InProject) -> ChannelAnswer:
    """A channel, without its secrets."""
    name = CHANNELS.get(channel, path="channel").name
    with context.transaction() as tx:
        return _answer(name, find_channel(tx, name, box=context.app.box))


def put_channel(
    channel: str, body: Annotated[ChannelSettings, Body()], context: InProject
) -> ChannelAnswer:
    """Set a channel up."""
    now = context.now()
    with context.transaction() as tx:
        return _answer(channel, change_channel(tx, channel, body, box=context.app.box, now=now))


def test_channel(channel: str, body: ChannelTestBody, context: InProject) -> SendAnswer:
    """Send a trial message."""
    address = CHANNELS.get(channel, path="channel").clean_address(body.to)
    if address is None:
        raise ChannelInvalid(f"{body.to!r} is no address of the channel {channel}", path="to")
    allow_private = context.app.settings.flag("allow_private_targets")
    with context.transaction() as tx:
        opened = open_channel(tx, channel, box=context.app.box, allow_private=allow_private)
    message = OutgoingMessage(
        message_id=new_id(),
        address=address,
        subject=f"Stayflow: {context.about.name}",
        text="这是一条测试消息，渠道可以使用。\nThis is a trial message; the channel works.\n",
    )
    with closing(opened.connect()) as connection:
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


def _answer(channel: str, stored: StoredChannel | None) -> ChannelAnswer:
    kind = CHANNELS.get(channel)
    return ChannelAnswer.model_validate(
        {
            "channel": channel,
            "label": kind.label,
            "asks": kind.asks,
            "configured": stored is not None,
            "settings": stored.settings if stored else {},
            "secrets_set": stored.secrets_set if stored else (),
            "changed_at": stored.changed_at if stored else None,
        }
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


_CHANNEL = PROJECT + "/channels/{channel}"
ROUTES = (
    Route("GET", PROJECT + "/channels", list_channels, Least.OPERATOR, Tag.ENGAGE, ChannelList),
    Route("GET", _CHANNEL, get_channel, Least.OPERATOR, Tag.ENGAGE, ChannelAnswer),
    Route("PUT", _CHANNEL, put_channel, Least.OWNER, Tag.ENGAGE, ChannelAnswer),
    Route("POST", _CHANNEL + "/test", test_channel, Least.OWNER, Tag.ENGAGE, SendAnswer),
    Route("GET", PROJECT + "/policy", get_policy, Least.VIEWER, Tag.ENGAGE, PolicyAnswer),
    Route("PUT", PROJECT + "/policy", put_policy, Least.OPERATOR, Tag.ENGAGE, PolicyAnswer),
)
