"""The statements against a slow computation in plain Python, written from the definition."""

import random
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from stayflow.measure.effect import FIRST_AT, EffectGoal, EffectQuestion, Outcome
from tests.measure.effect.records import LATER, SENT, Records

PEOPLE = 40
MERGES = {38: 1, 39: 2, 40: 3}
OWN_ANSWERS = ("opened", "clicked")


@dataclass
class Person:
    """What happened to one person, in plain lists."""

    handed_over: list[datetime] = field(default_factory=list)
    sent: int = 0
    refused: int = 0
    withheld: list[datetime] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    goals: list[tuple[datetime, int]] = field(default_factory=list)

    def hits(self, window: timedelta) -> list[int]:
        """Amounts of the goals in the window of this person's arm."""
        start = min(self.handed_over or self.withheld)
        return [amount for at, amount in self.goals if start < at <= start + window]

    @property
    def arm(self) -> str:
        if self.handed_over and self.withheld:
            return "both"
        return "treated" if self.handed_over else "holdout" if self.withheld else "dropped"


def fill(records: Records, dice: random.Random, campaign: str, goal: str) -> dict[int, Person]:
    """Random events of a campaign, written to the warehouse and kept in plain objects."""
    world: dict[int, Person] = defaultdict(Person)

    def at(hours: int = 24 * 12) -> datetime:
        return SENT + timedelta(hours=dice.randint(-24, hours))

    for raw in range(1, PEOPLE + 1):
        if dice.random() < 0.15:
            continue
        person = world[MERGES.get(raw, raw)]
        name = dice.choice(["sent", "sent", "failed", "withheld", "withheld", "dropped"])
        instant = at(48)
        reason = dice.choice(["permanent", "in_doubt"]) if name == "failed" else "cooldown"
        records.message(name, raw, instant, campaign, reason=reason)
        person.sent += name == "sent"
        person.refused += reason == "permanent"
        if name in {"sent", "failed"}:
            person.handed_over.append(instant)
        elif name == "withheld":
            person.withheld.append(instant)
        for answer in dice.sample([*OWN_ANSWERS, "unsubscribed"], dice.randint(0, 2)):
            automatic = answer in OWN_ANSWERS and dice.random() < 0.4
            records.message(answer, raw, at(), campaign, automatic=automatic)
            if not automatic:
                person.answers.add(answer)
        for _ in range(dice.randint(0, 3)):
            instant, amount = at(), dice.randint(0, 50)
            records.add(goal, raw, instant, revenue=amount)
            person.goals.append((instant, amount))
    records.message("sent", 1, SENT, f"not {campaign}")
    records.add(f"not {goal}", 2, SENT + timedelta(hours=1))
    records.write()
    return dict(world)


def group(world: dict[int, Person], test) -> list[int]:
    return sorted(number for number, person in world.items() if test(person))


def expected_groups(world: dict[int, Person], window: timedelta) -> dict[Outcome, list[int]]:
    def converted(person: Person, arm: str) -> bool:
        return person.arm == arm and bool(person.hits(window))

    def without_mail(person: Person) -> bool:
        return person.arm == "treated" and not person.sent

    return {
        Outcome.AUDIENCE: group(world, lambda _: True),
        Outcome.TREATED: group(world, lambda each: each.arm == "treated"),
        Outcome.SENT: group(world, lambda each: each.sent > 0),
        Outcome.FAILED: group(world, lambda each: without_mail(each) and each.refused > 0),
        Outcome.IN_DOUBT: group(world, lambda each: without_mail(each) and not each.refused),
        Outcome.OPENED: group(world, lambda each: "opened" in each.answers),
        Outcome.CLICKED: group(world, lambda each: "clicked" in each.answers),
        Outcome.UNSUBSCRIBED: group(world, lambda each: "unsubscribed" in each.answers),
        Outcome.CONVERTED: group(world, lambda each: converted(each, "treated")),
        Outcome.NOT_CONVERTED: group(
            world, lambda each: each.arm == "treated" and not each.hits(window)
        ),
        Outcome.HOLDOUT: group(world, lambda each: each.arm == "holdout"),
        Outcome.HOLDOUT_CONVERTED: group(world, lambda each: converted(each, "holdout")),
        Outcome.DROPPED: group(world, lambda each: each.arm == "dropped"),
    }


@pytest.mark.parametrize("seed", range(12))
def test_every_group_and_every_sum_is_that_of_the_definition(engines, project, seed: int):
    dice = random.Random(seed)
    records = Records(engines.warehouse.project(project))
    records.merge(MERGES)
    records.scope = replace(records.scope, has_merges=True)
    world = fill(records, dice, "c", "goal")
    window = timedelta(hours=dice.choice([1, 24, 24 * 7]))
    question = EffectQuestion("c", 0.5, EffectGoal("goal", None, window))
    groups = {outcome: records.people(outcome, question) for outcome in Outcome}
    assert groups == expected_groups(world, window)
    effect = records.effect(question)
    for arm, name in ((effect.treated, "treated"), (effect.holdout, "holdout")):
        hits = [
            amount for each in world.values() if each.arm == name for amount in each.hits(window)
        ]
        assert (arm.conversions, arm.revenue) == (len(hits), sum(hits))
    assert effect.in_both_arms == len(group(world, lambda each: each.arm == "both"))
    reached = [each for each in world.values() if each.arm in {"treated", "holdout"}]
    starts = [min(each.handed_over or each.withheld) for each in reached]
    assert effect.windows_open == sum(start + window > LATER for start in starts)
    assert sum(point.sent for point in effect.series) == len(groups[Outcome.SENT])
    for point in effect.series:
        for outcome in FIRST_AT:
            of_day = records.people(outcome, question, on=point.on)
            assert len(of_day) == getattr(point, outcome.value)
            assert set(of_day) <= set(groups[outcome])
    assert sum(point.converted for point in effect.series) == effect.treated.converted
