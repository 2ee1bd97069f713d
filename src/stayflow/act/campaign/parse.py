"""From the words of the API to a `Definition`, and back to the words that are stored."""

from datetime import timedelta

from stayflow.act.campaign.errors import CampaignInvalid
from stayflow.act.campaign.model import Definition, Goal
from stayflow.act.channel import CHANNELS
from stayflow.act.content import parse_content
from stayflow.language.condition import Condition, parse_condition
from stayflow.language.event_filter import parse_event_filter
from stayflow.language.raw import (
    JsonObject,
    read_number,
    read_object,
    read_text,
    shown,
)
from stayflow.language.scope import Scope
from stayflow.language.window import parse_duration

NAME_CHARACTERS_MAX = 200
GOAL_WINDOW_MAX = timedelta(days=90)
LASTS_MAX = timedelta(days=30)
LASTS_DEFAULT = "3d"
PER_MINUTE_MAX = 1_000_000
_FIELDS = (
    "name",
    "channel",
    "content",
    "audience",
    "segment_id",
    "holdout",
    "goal",
    "per_minute",
    "lasts",
)


def check_audience(definition: Definition, scope: Scope) -> Condition:
    """The condition of the audience; a saved segment is one too.

    Raises:
        Malformed: A part has the wrong shape; the path names it.
        SegmentNotFound: It names a segment that is not there.
    """
    if definition.audience is not None:
        return parse_condition(definition.audience, "audience", facets=scope.facets)
    segment = {"segment": {"id": definition.segment_id}}
    return parse_condition(segment, "segment_id", facets=scope.facets)


def parse_definition(raw: object) -> Definition:
    """Read `{name, content, audience | segment_id, channel, holdout, goal, per_minute, lasts}`.

    The audience is read by `check_audience`, which needs to know the project.

    Raises:
        CampaignInvalid: A field does not fit.
        Malformed: A field has the wrong shape; the path names it.
    """
    fields = read_object(raw, "", known=_FIELDS)
    name = read_text(fields.get("name"), "name").strip()
    if not 0 < len(name) <= NAME_CHARACTERS_MAX:
        raise CampaignInvalid(f"a name has 1 to {NAME_CHARACTERS_MAX} characters", path="name")
    channel = str(fields.get("channel") or "email")
    CHANNELS.get(channel, path="channel")
    audience, segment_id = fields.get("audience"), fields.get("segment_id")
    if (audience is None) == (segment_id is None):
        message = "give either audience (a condition) or segment_id"
        raise CampaignInvalid(message, path="audience")
    lasts_text = read_text(fields.get("lasts") or LASTS_DEFAULT, "lasts")
    return Definition(
        name=name,
        channel=channel,
        content=parse_content(fields.get("content")),
        audience=None if audience is None else read_object(audience, "audience"),
        segment_id=None if segment_id is None else read_text(segment_id, "segment_id"),
        holdout=_holdout(fields.get("holdout", 0)),
        goal=_goal(fields.get("goal")),
        per_minute=_per_minute(fields.get("per_minute")),
        lasts=_duration(lasts_text, "lasts", LASTS_MAX),
        lasts_text=lasts_text,
    )


def definition_json(definition: Definition) -> dict[str, object]:
    """A definition in the words `parse_definition` reads."""
    content, goal = definition.content, definition.goal
    return {
        "name": definition.name,
        "channel": definition.channel,
        "content": {
            "subject": content.subject,
            "html": content.html,
            "text": content.text,
            "defaults": dict(content.defaults),
        },
        "audience": definition.audience,
        "segment_id": definition.segment_id,
        "holdout": definition.holdout,
        "goal": None
        if goal is None
        else {
            "event": goal.event,
            "where": goal.where,
            "window": goal.window_text,
            "amount": goal.amount,
        },
        "per_minute": definition.per_minute,
        "lasts": definition.lasts_text,
    }


def _holdout(raw: object) -> float:
    share = read_number(raw, "holdout")
    if not 0 <= share < 1:
        message = f"expected a share from 0 to less than 1, such as 0.1, got {shown(raw)}"
        raise CampaignInvalid(message, path="holdout")
    return float(share)


def _goal(raw: object) -> Goal | None:
    if raw is None:
        return None
    fields = read_object(raw, "goal", known=("event", "where", "window", "amount"))
    where: JsonObject | None = None
    if fields.get("where") is not None:
        parse_event_filter(fields["where"], "goal.where")
        where = read_object(fields["where"], "goal.where")
    window = read_text(fields.get("window") or "7d", "goal.window")
    amount = fields.get("amount")
    return Goal(
        event=read_text(fields.get("event"), "goal.event"),
        where=where,
        window=_duration(window, "goal.window", GOAL_WINDOW_MAX),
        window_text=window,
        amount=None if amount is None else read_text(amount, "goal.amount"),
    )


def _duration(text: str, path: str, longest: timedelta) -> timedelta:
    duration = parse_duration(text, path)
    if not timedelta(0) < duration <= longest:
        message = f"expected a duration up to {longest.days}d, got {shown(text)}"
        raise CampaignInvalid(message, path=path)
    return duration


def _per_minute(raw: object) -> int | None:
    if raw is None:
        return None
    number = read_number(raw, "per_minute")
    if not 1 <= number <= PER_MINUTE_MAX or number != int(number):
        message = f"expected a whole number of messages a minute, got {shown(raw)}"
        raise CampaignInvalid(message, path="per_minute")
    return int(number)
