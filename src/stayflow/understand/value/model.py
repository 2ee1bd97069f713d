"""Nouns of the room."""

from dataclasses import dataclass
from enum import StrEnum

from stayflow.kernel.errors import InvalidInput
from stayflow.language.raw import JsonObject, read_choice, read_number, read_object, read_text
from stayflow.language.sentence import Lang, Sentence

DAYS_MAX = 3650
BY_SHARE, BY_AMOUNT = "share", "amount"


class ValueInvalid(InvalidInput):
    """Rules of value that contradict themselves."""

    code = "value_invalid"


class Tier(StrEnum):
    """How much a person brings."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"

    @property
    def said(self) -> Sentence:
        """Its name in both languages."""
        return _SAID[self]

    def describe(self, lang: Lang) -> str:
        """Its name in words."""
        return self.said.say(lang)


_SAID = {
    Tier.HIGH: Sentence("高价值", "high value"),
    Tier.MIDDLE: Sentence("中价值", "middle value"),
    Tier.LOW: Sentence("低价值", "low value"),
}


@dataclass(frozen=True, slots=True)
class ValueRules:
    """What a value is, and where tiers are cut.

    Attributes:
        amount: A number property of events; `revenue` by default.
        event: Only this event; None for all that carry the amount.
        last_days: Days of the window, today included; None for everything.
        by: `share`: high are the top `high` of the people by value, middle those down to `middle`; `amount`: high
            bring at least `high`, middle at least `middle`.
    """

    amount: str = "revenue"
    event: str | None = None
    last_days: int | None = None
    by: str = BY_SHARE
    high: float = 0.2
    middle: float = 0.5

    def as_raw(self) -> JsonObject:
        """As JSON."""
        return {
            "amount": self.amount,
            "event": self.event,
            "last_days": self.last_days,
            "by": self.by,
            "high": self.high,
            "middle": self.middle,
        }


def parse_value(raw: object, path: str = "") -> ValueRules:
    """Read rules.

    Raises:
        Malformed: A field is not of its type.
        ValueInvalid: The cuts are not in order.
    """
    node = read_object(raw, path, known=("amount", "event", "last_days", "by", "high", "middle"))
    base = ValueRules()
    event, days = node.get("event"), node.get("last_days")
    rules = ValueRules(
        amount=read_text(node.get("amount", base.amount), "amount"),
        event=None if event is None else read_text(event, "event"),
        last_days=None if days is None else int(read_number(days, "last_days")),
        by=read_choice(node.get("by", base.by), "by", (BY_SHARE, BY_AMOUNT)),
        high=read_number(node.get("high", base.high), "high"),
        middle=read_number(node.get("middle", base.middle), "middle"),
    )
    if rules.last_days is not None and not 1 <= rules.last_days <= DAYS_MAX:
        raise ValueInvalid(f"a window has 1 to {DAYS_MAX} days", path="last_days")
    if rules.by == BY_SHARE and not 0 < rules.high < rules.middle <= 1:
        raise ValueInvalid("shares rise: 0 < high < middle ≤ 1", path="high")
    if rules.by == BY_AMOUNT and not 0 < rules.middle < rules.high:
        raise ValueInvalid("amounts fall: high > middle > 0", path="high")
    return rules


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The top `share` of people (0 to 1, by value) bring `amount_share` of all; they are `people`."""

    share: float
    amount_share: float
    people: int


@dataclass(frozen=True, slots=True)
class TierSize:
    """The people of a tier and what they bring together."""

    tier: Tier
    people: int
    amount: float


@dataclass(frozen=True, slots=True)
class ValueAnswer:
    """What people bring.

    Attributes:
        people: Those with a value above zero.
        amount: What they bring together.
        gini: 0: all bring the same; towards 1: one brings everything.
        curve: One point per hundredth of the people, as far as there are so many.
        tiers: High, middle, low.
    """

    people: int
    amount: float
    gini: float
    curve: tuple[CurvePoint, ...]
    tiers: tuple[TierSize, ...]


@dataclass(frozen=True, slots=True)
class TierMove:
    """So many people went from a tier to another; '' is none."""

    before: str
    after: str
    people: int
