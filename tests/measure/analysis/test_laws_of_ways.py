"""Laws of every kind that hold whichever way an answer is computed.

A filter that everything meets changes nothing, though bitmaps of days no longer know the answer; neither does the width
of the keys. A group of an attribute is the question about those who have it. What stands beside another range is what
the question says of that range alone. Events that come in another order are the same, unless they share an instant.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.measure.analysis.cells import KINDS
from tests.measure.analysis.test_laws import (
    alike,
    allowed,
    changes,
    filled,
    law,
    of_kinds_that_take,
    questions_of,
    worlds,
)

EXAMPLES = 3
"""Of each law, over all kinds: who looks for more says how many times as many."""
drawn_in_turn = partial(law, times=EXAMPLES)
ANYTHING = {
    "any": [
        {"property": "category", "op": "is_set"},
        {"property": "category", "op": "is_not_set"},
    ]
}
ANYBODY = {"any": [{"did": {"event": "*"}}, {"not": {"did": {"event": "*"}}}]}
RANGES = (("2026-03-12", "2026-03-16"), ("2026-03-08", "2026-03-08"), ("2026-03-28", "2026-03-30"))


def both(asked: object, more: dict[str, Any]) -> dict[str, Any]:
    return more if asked is None else {"all": [asked, more]}


def questions(kinds: Collection[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A question of one of the kinds."""
    return st.sampled_from(sorted(kinds)).flatmap(lambda kind: st.sampled_from(questions_of(kind)))


def test_a_filter_that_every_event_meets_changes_nothing(world_in):
    @drawn_in_turn
    @given(drawn=worlds, asked=questions(of_kinds_that_take("filter")), change=changes)
    def holds(drawn, asked, change):
        change.pop("filter", None)
        asked = {name: value for name, value in asked.items() if name != "filter"}
        world = filled(world_in, drawn)
        question, result = allowed(world, asked, change)
        assert world.ask(**question, filter=ANYTHING) == alike(result), question

    holds()


def test_people_that_everybody_is_one_of_change_nothing(world_in):
    @drawn_in_turn
    @given(drawn=worlds, asked=questions(of_kinds_that_take("people")), change=changes)
    def holds(drawn, asked, change):
        world = filled(world_in, drawn)
        question, result = allowed(world, asked, change)
        people = both(question.pop("people", None), ANYBODY)
        assert world.ask(**question, people=people) == alike(result), question

    holds()


def test_keys_of_any_width_say_the_same(world_in):
    @drawn_in_turn
    @given(
        drawn=worlds,
        asked=questions(KINDS),
        change=changes,
        many=st.sampled_from((50, 1 << 21, 1 << 27, 1 << 35)),
    )
    def holds(drawn, asked, change, many):
        world = filled(world_in, {**drawn, "knows_arrivals": False})
        question, result = allowed(world, asked, change)
        assert world.ask_among(many, **question) == alike(result), question

    holds()


def test_events_that_come_in_another_order_are_the_same(world_in):
    @drawn_in_turn
    @given(
        drawn=worlds,
        asked=questions(set(KINDS) - {"overlap"}),
        change=changes,
        order=st.randoms(use_true_random=False),
    )
    def holds(drawn, asked, change, order):
        seen: dict[tuple[int, int], Any] = {}
        for each in drawn["events"]:  # of one instant the order decides
            seen.setdefault((drawn["merges"].get(each[1], each[1]), each[2]), each)
        events = list(seen.values())
        question, result = allowed(filled(world_in, {**drawn, "events": events}), asked, change)
        order.shuffle(events)
        world = filled(world_in, {**drawn, "events": events})
        assert world.ask(**question) == alike(result), question

    holds()


WHOLE = {
    "funnel": lambda r: {"steps": r["steps"], "previous": r.get("previous")},
    "retention": lambda r: {"size": sum(each["size"] for each in r["cohorts"]), "average": r["average"], "previous": r.get("previous")},
    "distribution": lambda r: {"numbers": r["numbers"], "people": [each["people"] for each in r["bins"]], "previous": r.get("previous")},
    "interval": lambda r: {name: value for name, value in r.items() if name not in {"histogram", "waiting", "groups"}},
    "session": lambda r: {"numbers": r["numbers"], "series": r["series"], "previous": r.get("previous")},
    "ltv": lambda r: {name: value for name, value in r["total"].items() if name not in {"spend", "cac", "payback"}},
    "voice": lambda r: r["total"],
    "path": lambda r: {name: r.get(name) for name in ("people", "nodes", "links", "previous")},
    "pool": lambda r: {name: r[name] for name in ("people", "entered", "left", "payers", "revenue")},
    "trend": lambda r: {"points": r["series"][0]["points"]},
}  # fmt: skip


def test_a_group_of_an_attribute_is_the_question_about_those_who_have_it(world_in):
    @drawn_in_turn
    @given(drawn=worlds, asked=questions(WHOLE), change=changes, top=st.integers(1, 3))
    def holds(drawn, asked, change, top):
        world, kind = filled(world_in, drawn), asked["kind"]
        question = {
            name: value for name, value in asked.items() if name not in {"by", "top", "score"}
        }
        if kind == "voice":
            question["score"] = "amount"
            question.pop("comment", None)
        if kind == "distribution":
            question["bins"] = [1, 2, 5]
        if kind == "trend":
            question = {**question, "metrics": [{"event": "a", "aggregate": "people"}]}
            question.pop("formulas", None)
        change = {name: value for name, value in change.items() if name not in {"by", "top"}}
        question, _ = allowed(world, question, change)
        top = 5 if kind == "path" else top
        split = world.ask(
            **question, by={"attribute": "city"}, **({} if kind == "path" else {"top": top})
        )
        groups = split["series"] if kind == "trend" else split["groups"]
        named = [each["by"]["city"] for each in groups if not each.get("is_other")]
        for group in groups:
            alone = world.ask(
                **{**question, "people": both(question.get("people"), who_has(group, named))}
            )
            for name, value in WHOLE[kind](alone).items():
                assert group.get(name) == alike(value), (name, question, group["by"])

    holds()


def who_has(group: dict, named: list) -> dict[str, Any]:
    """The condition of the people of a group."""

    def of(city):
        if city is None:
            return {"not": {"attribute": {"name": "city", "op": "is_set"}}}
        return {"attribute": {"name": "city", "op": "eq", "value": city}}

    if not group.get("is_other"):
        return of(group["by"]["city"])
    return {"not": {"any": [of(city) for city in named]}} if named else ANYBODY


THEN = {
    "funnel": ("previous", lambda r: r["steps"]),
    "retention": ("previous", lambda r: r["average"]),
    "distribution": ("previous", lambda r: r["numbers"]),
    "session": ("previous", lambda r: r["numbers"]),
    "ltv": ("previous", lambda r: r["total"]),
    "voice": ("previous", lambda r: r["total"]),
    "path": ("previous", lambda r: r["people"]),
    "stickiness": ("previous", lambda r: r["periods"]),
    "virality": ("previous_series", lambda r: r["series"]),
    "revenue": ("previous_series", lambda r: r["series"]),
    "status": ("previous_series", lambda r: r["series"]),
    "web": ("previous_series", lambda r: r["series"]),
}


def test_what_stands_beside_is_what_the_other_range_says_alone(world_in):
    @drawn_in_turn
    @given(
        drawn=worlds,
        asked=questions(THEN),
        change=changes,
        days=st.sampled_from(RANGES),
        word=st.sampled_from(("previous", "year", "range")),
    )
    def holds(drawn, asked, change, days, word):
        field, read = THEN[asked["kind"]]
        world = filled(world_in, drawn)
        drop = {"by", "compare", "range", "top", "times"}
        asked = {name: value for name, value in asked.items() if name not in drop}
        if "comment" in asked:
            return
        change = {name: value for name, value in change.items() if name not in drop}
        first, last = (date.fromisoformat(day) for day in days)
        length = timedelta(days=(last - first).days + 1)
        then = {"previous": (first - length, last - length), "year": (year(first), year(last)), "range": (first + timedelta(days=1), last + timedelta(days=3))}[word]  # fmt: skip
        said = {"from": str(then[0]), "to": str(then[1])}
        question, result = allowed(
            world,
            asked,
            {
                **change,
                "range": {"from": days[0], "to": days[1]},
                "compare": said if word == "range" else word,
            },
        )
        if question.get("compare") is None:
            return
        alone = {
            name: value for name, value in question.items() if name not in {"compare", "range"}
        }
        expected = read(world.ask(**alone, range=said))
        assert result[field] == alike(expected), question

    holds()


def year(day: date) -> date:
    return day.replace(year=day.year - 1)
