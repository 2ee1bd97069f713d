"""What people do with a message: opening, clicking, leaving.

Security scanners open and click before any person can. A visit by HEAD, or within two seconds of
the sending, is recorded as `automatic`; nothing counts it as the person's own. Leaving needs a
POST, so a scanner that follows every link unsubscribes nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from stayflow.act.content import TokenFacts, TokenInvalid, TokenKind, find_link
from stayflow.act.outbox.emit import message_event
from stayflow.act.outbox.model import SentMessage
from stayflow.act.outbox.post import PostOffice
from stayflow.act.policy import NotSent, Suppression, add_suppression
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.stores.relational import Transaction

AUTOMATIC_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Visit:
    """How a link was followed.

    Attributes:
        method: GET, HEAD or POST.
        user_agent: The client's own words.
    """

    method: str = "GET"
    user_agent: str = ""


def find_message(tx: Transaction, message_id: str) -> SentMessage | None:
    """A message by id; None when there is none."""
    return tx.one(
        SentMessage,
        """
        select message_id, messages.lane, lanes.channel, person_id, address, messages.state,
        sending_at from messages join outbox_lanes as lanes on lanes.lane = messages.lane
        where message_id = %(id)s
        """,
        {"id": message_id},
    )


def record_open(post: PostOffice, token: str, visit: Visit) -> None:
    """The picture in a message was loaded. At most one event a day and message is kept.

    Raises:
        TokenInvalid: The token is not ours.
    """
    facts, message = _look_up(post, TokenKind.OPEN, token)
    now = post.clock.now()
    is_automatic = _is_automatic(message, visit, now)
    event_id = f"{message.message_id}:opened:{now:%Y%m%d}:{is_automatic:d}"
    _emit(post, facts.project_id, _visit_event("message.opened", event_id, message, visit, now))


def record_click(post: PostOffice, token: str, visit: Visit) -> str:
    """A link in a message was followed: answers the address it leads to, one that we stored.

    At most one event a minute, message and link is kept.

    Raises:
        TokenInvalid: The token is not ours.
    """
    facts, message = _look_up(post, TokenKind.CLICK, token)
    with post.relational.project(facts.project_id) as tx:
        url = find_link(tx, facts.link_id)
    if url is None:
        raise TokenInvalid("the link leads nowhere any more")
    now = post.clock.now()
    is_automatic = _is_automatic(message, visit, now)
    event_id = f"{message.message_id}:clicked:{facts.link_id}:{now:%Y%m%d%H%M}:{is_automatic:d}"
    event = _visit_event("message.clicked", event_id, message, visit, now, link=url)
    _emit(post, facts.project_id, event)
    return url


def read_unsubscribe(post: PostOffice, token: str) -> SentMessage:
    """The message an unsubscribe link came with, for the page that asks; changes nothing.

    Raises:
        TokenInvalid: The token is not ours.
    """
    return _look_up(post, TokenKind.UNSUBSCRIBE, token)[1]


def record_unsubscribe(post: PostOffice, token: str) -> SentMessage:
    """The person does not want to be written to any more; doing it again changes nothing.

    The suppression is committed before the event is told: a promise to the person comes first.

    Raises:
        TokenInvalid: The token is not ours.
    """
    facts, message = _look_up(post, TokenKind.UNSUBSCRIBE, token)
    now = post.clock.now()
    leaving = Suppression(
        message.channel, message.address, NotSent.UNSUBSCRIBED, message.message_id, now
    )
    with post.relational.project(facts.project_id) as tx:
        add_suppression(tx, leaving)
    event_id = f"{message.message_id}:unsubscribed"
    _emit(post, facts.project_id, _event("message.unsubscribed", event_id, message, now, {}))
    return message


def _look_up(post: PostOffice, kind: TokenKind, token: str) -> tuple[TokenFacts, SentMessage]:
    facts = post.signer.read(kind, token)
    with post.relational.project(facts.project_id) as tx:
        message = find_message(tx, facts.message_id)
    if message is None:
        raise TokenInvalid("the message this link came with is not here any more")
    return facts, message


def _seconds_after(message: SentMessage, now: datetime) -> float | None:
    return (now - message.sending_at).total_seconds() if message.sending_at else None


def _is_automatic(message: SentMessage, visit: Visit, now: datetime) -> bool:
    seconds = _seconds_after(message, now)
    return visit.method == "HEAD" or (seconds is not None and seconds < AUTOMATIC_SECONDS)


def _visit_event(
    name: str, event_id: str, message: SentMessage, visit: Visit, now: datetime, link: str = ""
) -> RawEvent:
    properties: dict[str, object] = {"automatic": _is_automatic(message, visit, now)}
    seconds = _seconds_after(message, now)
    if seconds is not None:
        properties["seconds_after_send"] = round(seconds, 3)
    if link:
        properties["link"] = link
    if visit.user_agent:
        properties["user_agent"] = visit.user_agent[:300]
    return _event(name, event_id, message, now, properties)


def _event(
    name: str, event_id: str, message: SentMessage, now: datetime, properties: dict[str, object]
) -> RawEvent:
    return message_event(
        name,
        event_id=event_id,
        person_id=message.person_id,
        campaign=message.lane,
        at=now,
        properties={
            "message_id": message.message_id,
            "message_channel": message.channel,
            **properties,
        },
    )


def _emit(post: PostOffice, project_id: ProjectId, event: RawEvent) -> None:
    post.emit(project_id, [event])
