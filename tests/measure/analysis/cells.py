"""Every number of an answer that counts people, and the `who` that points at it: found by walking the answer.

A field that is a whole number counts people, or stands among what counts something else; a new field of any kind has
to be put into one of both before its tests pass.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Who = dict[str, Any]
Leaf = Callable[[dict, Who], Who | None]


@dataclass(frozen=True)
class Cell:
    """A number that counts people: where it stands, how it is pointed at, what it says."""

    path: str
    who: Who
    people: int


def of(**who: Any) -> Leaf:
    """A field that is pointed at by these, beside what its place says."""
    return lambda _node, _above: who


def nobody_asks(_node: dict, _above: Who) -> None:
    """People that no pointer names, as the page of the kind says."""
    return


@dataclass(frozen=True)
class Kind:
    """What the whole numbers of one kind's answers count.

    Attributes:
        people: By field, how people are pointed at.
        others: Fields that count something else.
        lists: By field of a list, what an element of it says to the pointer.
        bins: Fields with a number of people for each bin of the question.
    """

    people: Mapping[str, Leaf]
    others: frozenset[str] = frozenset()
    lists: Mapping[str, Callable[[dict, int], Who]] = field(default_factory=dict)


def group(node: dict, _place: int) -> Who:
    return {"by": node["by"], **({"is_other": True} if node.get("is_other") else {})}


def period(node: dict, _place: int) -> Who:
    return {} if node["t"] is None else {"t": node["t"]}


def period_then(node: dict, place: int) -> Who:
    return {**period(node, place), "compared": True}


def told(*names: str) -> Callable[[dict, int], Who]:
    """An element that names itself by these fields; the flags of rests only where they are set."""
    return lambda node, _place: {
        name: node[name] for name in names if not name.startswith("is_") or node[name]
    }


def rest_or(name: str) -> Callable[[dict, int], Who]:
    """An element with a name, or the rest of them."""
    return lambda node, _place: (
        {name: None, "is_other": True} if node["is_other"] else {name: node[name]}
    )


def mooded(mood: str) -> Callable[[dict, int], Who]:
    """The comments of one mood."""
    return lambda _node, _place: {"mood": mood}


SHARED_LISTS = {
    "groups": group,
    "series": period,
    "periods": period,
    "previous_series": period_then,
}
MOVES = {"moves": told("from", "to")}
KINDS = {
    "trend": Kind(
        {}, frozenset({"index", "value"}), {"series": lambda *_: {}}
    ),
    "formula": Kind({}, frozenset({"index", "value"}), {"series": lambda *_: {}}),
    "funnel": Kind(
        {"people": lambda node, _: {"seconds": node["seconds_from"]} if "seconds_from" in node else {}, "pending": of(pending=True), "lost": of(lost=True)},
        frozenset({"seconds_from", "seconds_to"}),
        {"steps": lambda _, place: {"step": place + 1}, "previous": lambda _, place: {"step": place + 1, "compared": True}},
    ),
    "retention": Kind(
        {"size": of()}, frozenset({"brackets", "average", "previous"}), {"cohorts": lambda node, _: {"cohort": node["t"]}}
    ),
    "stickiness": Kind({"people": of()}, lists={"previous": period_then}),
    "revenue": Kind({name: of(of=name) for name in ("payers", "active", "over", "again", "waiting")}, frozenset({"orders", "revenue", "refunds"})),
    "status": Kind(
        {
            **{name: of(stage=name) for name in ("active", "new", "kept", "returned", "churned", "silent")},
            "people": of(),
        },
        lists={"stages": told("stage"), **MOVES},
    ),
    "rfm": Kind({"people": of()}, frozenset({"r", "f", "m", "amount"}), {"classes": told("class"), "scores": told("r", "f"), **MOVES}),
    "stage": Kind({"people": of()}, lists={"stages": told("stage"), **MOVES}),
    "value": Kind(
        {"people": lambda node, above: above or None},
        frozenset({"amount", "last_days", "amount_share", "share", "gini", "high", "middle"}),
        {"stages": told("stage"), "curve": lambda node, _: {"top": node["people"]} if node["people"] else {}, **MOVES},
    ),
    "session": Kind(
        {"people": of()}, frozenset({"sessions", "open", "bounces", "events", "from", "to"}),
    ),
    "interval": Kind(
        {"people": of(), "waiting": of(of="waiting")}, frozenset({"pairs", "from", "to", "least", "most", "mean"}),
        {"histogram": told("from", "to")},
    ),
    "distribution": Kind(
        {"people": of(), "without": of(of="without")}, frozenset({"from", "to", "total", "mean", "least", "median", "p90", "most"}),
        {"bins": told("from", "to")},
    ),
    "attribution": Kind(
        {
            "people": lambda _, above: {} if "by" in above else {"of": "converted"},
            "untouched_people": of(of="untouched"),
            "pending": of(of="pending"),
        },
        frozenset({"conversions", "value", "untouched", "untouched_value"}),
        {"credits": group, "groups": lambda node, place: {"group": group(node, place)}},
    ),
    "ltv": Kind({"size": of(), "payers": of(paid=True)}, frozenset({"payback", "spend"}), {"cohorts": lambda node, _: {"cohort": node["t"]}}),
    "path": Kind(
        {
            "people": lambda _, above: {} if "level" in above else {"level": 0},
            **{name: of(end=name) for name in ("ended", "pending", "begun")},
            "again": of(again=True),
        },
        frozenset({"level", "count"}),
        {
            "nodes": lambda node, _: {"level": node["level"], **rest_or("name")(node, 0)},
            "links": told("level", "from", "to", "is_from_other", "is_to_other"),
        },
    ),
    "pool": Kind(
        {name: of(of=name) for name in ("people", "entered", "left", "payers", "unplaced")}, frozenset({"revenue"}), {"stages": told("stage")}
    ),
    "virality": Kind(
        {
            "active": of(of="active"),
            "inviters": of(of="inviters"),
            "invited": lambda _, above: {} if "inviter" in above else {"of": "invited"},
            "circular": of(generation=0),
            "people": of(),
        },
        frozenset({"invitations", "depth", "person_id", "generation", "cycle_seconds"}),
        {"generations": told("generation"), "top": lambda node, _: {"inviter": node["person_id"]}},
    ),
    "voice": Kind(
        {"people": lambda node, above: above and {} if "answers" not in node or node["answers"] else None},
        frozenset({"answers", "happy", "neutral", "unhappy", "invalid", "written", "read", "unread", "comments", "positive", "negative"}),
        {
            "comments": lambda *_: {"of": "comments"},
            **{mood: mooded(mood) for mood in ("positive", "neutral", "negative")},
            "topics": told("topic"),
        },
    ),
    "web": Kind(
        {
            "uv": of(),
            "new_visitors": of(of="new"),
            "returning_visitors": of(of="returning"),
            "live": of(of="live"),
            "people": of(),
        },
        frozenset({"pv", "ips", "visits", "bounces", "open", "measured", "weekday", "hour", "searches"}),
        {
            "hours": told("weekday", "hour"),
            "sources": rest_or("source"),
            "values": rest_or("value"),
            "searches": rest_or("word"),
        },
    ),
    "heatmap": Kind(
        {
            "visitors": of(of="visitors"),
            "people": lambda _, above: {} if {"next", "x"} & above.keys() else {"of": "clicked"},
            "viewers": of(of="viewers"),
            "moved": of(of="moved"),
            "pending": of(of="pending"),
            "rage_people": of(of="rage"),
            "dead_people": of(of="dead"),
        },
        frozenset({"views", "clicks", "rage_clicks", "dead_clicks", "unplaced", "x", "y", "columns", "row", "width", "height", "left", "top"}),
        {
            "elements": rest_or("element"),
            "next": lambda node, _: {"next": node["page"]},
            "cells": told("x", "y"),
        },
    ),
    "overlap": Kind(
        {"people": lambda _, above: above or None, "previous": nobody_asks},
        lists={
            "segments": lambda node, _: {"all": [node["name"]]},
            "parts": told("inside"),
            "pairs": lambda node, _: {"all": [node["one"], node["other"]]},
        },
    ),
}  # fmt: skip


def cells(question: dict, result: dict) -> Iterator[Cell]:
    """Every cell of an answer that counts people."""
    kind = question["kind"]
    if kind == "trend":
        yield from _trend_cells(question, result)
    yield from _walk(result, "", {}, _Asked(question, KINDS[kind], result))


@dataclass(frozen=True)
class _Asked:
    question: dict
    kind: Kind
    result: dict


def _walk(node: dict, path: str, above: Who, asked: _Asked) -> Iterator[Cell]:
    for name, value in node.items():
        at = f"{path}.{name}".lstrip(".")
        lists = SHARED_LISTS | dict(asked.kind.lists)
        if isinstance(value, dict) and name not in {"by", "rules", "cuts", "quantiles", "box"}:
            said = lists[name](value, 0) if name in lists else {}
            if name == "previous":
                said = {"compared": True}
            yield from _walk(value, at, above | said, asked)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            say = lists.get(name, lambda *_: {})
            for place, each in enumerate(value):
                yield from _walk(each, f"{at}[{place}]", above | say(each, place), asked)
        elif isinstance(value, list):
            yield from _listed(name, value, at, above, asked)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield from _counted(name, value, node, at, above, asked)


def _counted(
    name: str, value: int, node: dict, at: str, above: Who, asked: _Asked
) -> Iterator[Cell]:
    if name == "previous":  # beside the number of its own range, in the words of that
        usual = asked.kind.people.get("people")
        is_people = (
            usual is not None and "pairs" not in node and asked.question["kind"] != "overlap"
        )
        if (
            is_people
            and not node.get("is_other")
            and not (node.get("is_from_other") or node.get("is_to_other"))
        ):
            said = usual(node, above)
            yield Cell(at, above | (said or {}) | {"compared": True}, value)
        return
    if name in asked.kind.others:
        return
    assert name in asked.kind.people, f"{asked.question['kind']}: is {at} a number of people?"
    said = asked.kind.people[name](node, above)
    if said is not None:
        yield Cell(at, above | said, value)


def _listed(name: str, value: list, at: str, above: Who, asked: _Asked) -> Iterator[Cell]:
    """A number for each bin, day or period."""
    kind = asked.question["kind"]
    for place, number in enumerate(value):
        who: Who | None = None
        if kind == "distribution" and name in {"people", "people_previous"}:
            bin_ = asked.result["bins"][place]
            who = {"from": bin_["from"], "to": bin_["to"]}
            if name == "people_previous":
                who["compared"] = True
            if "t" in above and "by" in above:
                who = None
        elif kind == "stickiness":
            who = {"days": place + 1}
        elif kind == "retention" and name == "values" and "value" not in asked.question:
            who = {"period": place}
        if who is not None and number is not None:
            yield Cell(f"{at}[{place}]", above | who, number)


def _trend_cells(question: dict, result: dict) -> Iterator[Cell]:
    metrics = question["metrics"]
    for n, series in enumerate(result["series"]):
        index = series["index"]
        if index >= len(metrics) or metrics[index].get("aggregate") != "people":
            continue
        who = {"metric": index}
        if question.get("by"):
            who |= group(series, 0)
        for name, then in (("points", {}), ("previous", {"compared": True})):
            for place, point in enumerate(series[name] or ()):
                if point["value"] is not None:
                    yield Cell(
                        f"series[{n}].{name}[{place}]",
                        who | then | period(point, 0),
                        point["value"],
                    )
