"""Value 用户价值: what people bring, how concentrated it is, tiers and who moved, as the room of value has them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec

from stayflow.language.raw import JsonObject, Malformed, read_choice, read_date, read_object
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence, say_figure, say_share
from stayflow.language.statement import Statement
from stayflow.language.window import midnight
from stayflow.measure.analysis.errors import Unsupported
from stayflow.measure.analysis.model import Desk, Frame
from stayflow.measure.analysis.request import check_fields, read_count, refuse_beside
from stayflow.measure.analysis.words import describe_range, label_moves
from stayflow.understand.value import (
    Tier,
    ValueRules,
    list_moves,
    moved_people,
    parse_value,
    read_value,
    tier_people,
    top_people,
)

RULES = ("amount", "event", "last_days", "high", "middle")
SHARED = ("filter", "people", "by")
TOP_MAX = 100_000_000
NO_TIER, MODEL_DEFAULT = "", "default"
_OWN = Sentence(
    "价值与分层按项目保存的规则（见结果中的 rules）：只算价值大于零的人。变化取自每次计算的记录。{range}。",
    "Value and tiers by the rules of the project (`rules` of the result), of people with more than zero. Moves are as "
    "recorded when tiers were computed. {range}.",
)

_CUTS_SAID = (
    Sentence(
        "按价值排序，前 {high} 的人为高，前 {middle} 的其他人为中，其余为低",
        "ranked by it, high are the first {high} of the people, middle those down to {middle}, low the rest",
    ),
    Sentence(
        "至少 {high} 为高，至少 {middle} 为中，其余为低",
        "high bring at least {high}, middle at least {middle}, low the rest",
    ),
)
"""By share of the people, and by amount."""


class ValueTier(msgspec.Struct, frozen=True):
    """The people of a tier, and what they bring together."""

    stage: str
    people: int
    amount: float


class ValueMoved(msgspec.Struct, frozen=True, rename={"origin": "from", "target": "to"}):
    """People in one tier before the range and in one at its end, as recorded; None is no tier."""

    origin: str | None
    target: str | None
    people: int


class ValuePoint(msgspec.Struct, frozen=True):
    """The top `share` of people (0 to 1, by value) bring `amount_share` of all; they are `people`."""

    share: float
    amount_share: float
    people: int


class ValueCuts(msgspec.Struct, frozen=True):
    """By which rules the tiers were cut, under the names they have in a question."""

    amount: str
    event: str | None
    last_days: int | None
    cut_by: str
    high: float
    middle: float


class ValueResult(msgspec.Struct, frozen=True):
    """What people bring.

    Attributes:
        people: Those with a value above zero.
        amount: What they bring together.
        gini: 0: all bring the same; towards 1: one brings everything.
        curve: The concentration, from the most valuable on.
        stages: The tiers.
        moves: Between tiers over the range.
        rules: Those of the question, or of the project.
    """

    people: int
    amount: float
    gini: float
    curve: list[ValuePoint]
    stages: list[ValueTier]
    moves: list[ValueMoved]
    rules: ValueCuts


@dataclass(frozen=True, slots=True)
class Value:
    """A question for value.

    Attributes:
        frame: The shared part; moves are over its range.
        rules: What a value is, and where tiers are cut; None: by the rules of the project.
        at: Tiers are as of the end of this day; None: now.
    """

    frame: Frame
    rules: ValueRules | None
    at: date | None = None

    def answer(self, desk: Desk) -> ValueResult:
        """The tiers, and the recorded moves of the range."""
        rules = self._rules(desk.scope)
        found = read_value(rules, scope=self._then(desk.scope), warehouse=desk.warehouse)
        start, end = self._bounds(desk.scope)
        moves = list_moves(start, end, scope=desk.scope, warehouse=desk.warehouse)
        return ValueResult(
            people=found.people,
            amount=found.amount,
            gini=found.gini,
            curve=[ValuePoint(each.share, each.amount_share, each.people) for each in found.curve],
            stages=[ValueTier(each.tier.value, each.people, each.amount) for each in found.tiers],
            moves=[
                ValueMoved(each.before or None, each.after or None, each.people) for each in moves
            ],
            rules=ValueCuts(
                amount=rules.amount,
                event=rules.event,
                last_days=rules.last_days,
                cut_by=rules.by,
                high=rules.high,
                middle=rules.middle,
            ),
        )

    def describe(self, lang: Lang) -> str:
        """What is counted, in words."""
        rules, when = self.rules, describe_range(self.frame.range, lang)
        if rules is None:
            return _OWN.say(lang, range=when)
        since = (
            Sentence("全部时间", "of all time").say(lang)
            if rules.last_days is None
            else Sentence("最近 {n} 天", "of the last {n} days").say(lang, n=str(rules.last_days))
        )
        if self.at is not None:
            since += Sentence("（截至 {day} 日终）", " (at the end of {day})").say(
                lang, day=self.at.isoformat()
            )
        by_amount = rules.by == "amount"
        cut, say = _CUTS_SAID[by_amount], say_figure if by_amount else say_share
        return Sentence(
            "价值为{since} {event} 的 {amount} 之和，只算大于零的人；{cut}。变化取自每次计算的记录。{range}。",
            "The value is the sum of {amount} of {event} {since}, of people with more than zero; {cut}. Moves are as "
            "recorded when tiers were computed. {range}.",
        ).say(
            lang,
            since=since,
            event=rules.event or Sentence("任意事件", "any event").say(lang),
            amount=rules.amount,
            cut=cut.say(lang, high=say(rules.high), middle=say(rules.middle)),
            range=when,
        )

    def field_labels(self, lang: Lang) -> dict[str, dict[str, str]]:
        """The tiers in words."""
        return label_moves({each.value: each.said for each in Tier}, lang)

    def people(self, who: JsonObject, desk: Desk) -> Statement:
        """The people of a tier (`stage`), the `top` so many, or of one move (`from`, `to`; None is no tier).

        Raises:
            Malformed: None of them is named.
        """
        read_object(who, "who", known=("stage", "top", "from", "to"))
        if "stage" in who:
            refuse_beside(who, "a tier", "top", "from", "to")
            tier = Tier(read_choice(who["stage"], "who.stage", [each.value for each in Tier]))
            return tier_people(self._rules(desk.scope), tier, scope=self._then(desk.scope))
        if "top" in who:
            refuse_beside(who, "top", "from", "to")
            count = read_count(who["top"], "who.top", least=1, most=TOP_MAX)
            return top_people(self._rules(desk.scope), count, scope=self._then(desk.scope))
        if "from" not in who or "to" not in who:
            raise Malformed(
                'expected {"stage": tier}, {"top": n} or {"from": tier, "to": tier}', path="who"
            )
        start, end = self._bounds(desk.scope)
        before, after = (_read_tier(who[end], f"who.{end}") for end in ("from", "to"))
        return moved_people(start, end, before, after, scope=desk.scope)

    def _rules(self, scope: Scope) -> ValueRules:
        return parse_value(scope.value_rules()) if self.rules is None else self.rules

    def _then(self, scope: Scope) -> Scope:
        """The project as it was when the day `at` ended."""
        if self.at is None:
            return scope
        end = midnight(self.at + timedelta(days=1), scope.zone)
        if end > scope.now:
            return scope
        return replace(scope.at(end - timedelta(milliseconds=1)), until=end)

    def _bounds(self, scope: Scope) -> tuple[datetime, datetime]:
        """The moment before the range, and its last moment."""
        start, end = self.frame.range.bounds(scope.zone, scope.now)
        instant = timedelta(milliseconds=1)
        return start - instant, min(end - instant, scope.now)


def parse_value_question(raw: JsonObject, frame: Frame) -> Value:
    """Read `model` (there is one), `at`, `amount`, `event`, `last_days`, `cut_by`, `high` and `middle`.

    A question that says none of the rules is by those of the project; what one that says some leaves out is as the
    rules of value have it by default.

    Raises:
        Unsupported: A filter, people or a breakdown.
        ValueInvalid: The cuts are not in order.
    """
    check_fields(raw, *RULES, "cut_by", "model", "at")
    read_choice(raw.get("model", MODEL_DEFAULT), "model", (MODEL_DEFAULT,))
    for field in SHARED:
        if raw.get(field):
            raise Unsupported("value ranks everybody; name an event instead", path=field)
    rules = {name: raw[name] for name in RULES if raw.get(name) is not None}
    if raw.get("cut_by") is not None:
        rules["by"] = read_choice(raw["cut_by"], "cut_by", ("share", "amount"))
    at = raw.get("at")
    return Value(
        frame,
        parse_value(rules) if rules else None,
        None if at is None else read_date(at, "at"),
    )


def _read_tier(raw: object, path: str) -> str:
    if raw is None:
        return NO_TIER
    return read_choice(raw, path, [each.value for each in Tier])
