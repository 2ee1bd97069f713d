"""The questions behind the five stages: each is an ordinary question, over whole days."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stayflow.language.metric import describe_selection, parse_selection
from stayflow.language.raw import JsonObject
from stayflow.language.sentence import Lang, Sentence
from stayflow.measure.pirate.model import Step, Steps

DAYS_OF_DAYS, DAYS_OF_WEEKS = 92, 730
"""Up to so many days a trend has a point a day, or a week; beyond, a month."""
ANYBODY = Step()
PAYERS = {"of": "payers"}

SAID: Mapping[str, Sentence] = {
    "acquisition": Sentence(
        "首次（有史以来）发生 {events} 在所选时间内的人；占比为占活跃的人（有任意事件）。",
        "People whose first {events} ever lies in the range; the rate is of everybody active (with any event).",
    ),
    "activation": Sentence(
        "所选时间内获取的人中，在所选时间内发生 {events} 的人；占比为占获取的人。",
        "Of those acquired in the range, who did {events} in it; the rate is of those acquired.",
    ),
    "retention": Sentence(
        "前一段同样天数内发生 {events}、在所选时间内再次发生的人；占比为占前一段发生过的人。",
        "People with {events} in as many days before who did it again in the range; the rate is of those before.",
    ),
    "revenue": Sentence(
        "所选时间内有 {events} 的订单的人；占比为占活跃的人。",
        "People with an order of {events} in the range; the rate is of everybody active.",
    ),
    "referral": Sentence(
        "所选时间内发生 {events} 的人；占比为占活跃的人。",
        "People with {events} in the range; the rate is of everybody active.",
    ),
}


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days, both ends included."""

    first: date
    last: date

    @property
    def before(self) -> "Days":
        """As many days, up to the day before."""
        length = (self.last - self.first).days + 1
        return Days(self.first - timedelta(days=length), self.first - timedelta(days=1))

    @property
    def per(self) -> str:
        """How a trend over them is cut."""
        length = (self.last - self.first).days + 1
        return "day" if length <= DAYS_OF_DAYS else "week" if length <= DAYS_OF_WEEKS else "month"

    def written(self) -> dict[str, object]:
        """As a question has it."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for one stage.

    Attributes:
        number: The people of the stage.
        base: The people its rate is of.
        trend: The same as `number`, period by period.
        who: Points at the people of the answers to `number`.
    """

    number: dict[str, object]
    base: dict[str, object]
    trend: dict[str, object]
    who: dict[str, object]


def ask_stages(steps: Steps, days: Days, people: JsonObject | None) -> dict[str, Asked]:
    """The questions of every stage that is defined.

    Args:
        steps: What the stages are.
        days: The range.
        people: A condition that holds for all; None for everybody.
    """
    active = _people_with(ANYBODY, days, people)
    won = _narrowed(people, _won_in(steps.acquisition, days))
    acquired = _people_with(steps.acquisition, days, won)
    cohorts = {
        "kind": "retention",
        "start": steps.acquisition.selection(),
        "back": steps.acquisition.selection(),
        "periods": 1,
        "per": days.per,
        "range": days.written(),
        "people": won,
    }
    asked = {"acquisition": Asked(acquired, active, cohorts, {})}
    if steps.activation is not None:
        asked["activation"] = _again(_people_with(steps.activation, days, won), acquired, days)
    there: dict[str, object] = {
        "did": {**steps.retention.selection(), "within": days.before.written()}
    }
    kept = _people_with(steps.retention, days, _narrowed(people, there))
    asked["retention"] = _again(kept, _people_with(steps.retention, days.before, people), days)
    paid = _revenue(steps.revenue, days, people)
    asked["revenue"] = Asked({**paid, "per": "none"}, active, paid, dict(PAYERS))
    if steps.referral is not None:
        asked["referral"] = _again(_people_with(steps.referral, days, people), active, days)
    return asked


def describe_stage(stage: str, step: Step, lang: Lang) -> str:
    """What a stage counts, in words."""
    selection = parse_selection(step.selection(), stage)
    return SAID[stage].say(lang, events=describe_selection(selection, lang))


def key_of(query: JsonObject) -> str:
    """The same for the same question."""
    return json.dumps(query, sort_keys=True)


def _again(number: dict[str, object], base: dict[str, object], days: Days) -> Asked:
    return Asked(number, base, {**number, "per": days.per}, {})


def _people_with(step: Step, days: Days, people: JsonObject | None) -> dict[str, object]:
    metric = {**step.selection(), "aggregate": "people"}
    asked: dict[str, object] = {"kind": "trend", "metrics": [metric], "per": "none"}
    return _framed(asked, days, people)


def _revenue(step: Step, days: Days, people: JsonObject | None) -> dict[str, object]:
    asked: dict[str, object] = {"kind": "revenue", **step.selection(), "per": days.per}
    if step.amount is not None:
        asked["amount"] = step.amount
    return _framed(asked, days, people)


def _framed(asked: dict[str, object], days: Days, people: JsonObject | None) -> dict[str, object]:
    made = {**asked, "range": days.written()}
    return made if people is None else {**made, "people": people}


def _won_in(step: Step, days: Days) -> dict[str, object]:
    """Who did it in the range and never before."""
    earlier = (days.first - timedelta(days=1)).isoformat()
    did = {**step.selection(), "within": days.written()}
    return {
        "all": [
            {"did": did},
            {"not": {"did": {**step.selection(), "within": {"to": earlier}}}},
        ]
    }


def _narrowed(people: JsonObject | None, by: dict[str, object]) -> dict[str, object]:
    return by if not people else {"all": [people, by]}
