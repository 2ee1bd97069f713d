"""A slow, obvious funnel, written from the definition: every chain of events, tried one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.measure.world import Happened

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}


def length(written: str) -> timedelta:
    unit = written.lstrip("0123456789")
    return timedelta(seconds=int(written.removesuffix(unit)) * SECONDS[unit])


@dataclass(frozen=True)
class Chain:
    """Positions of the events of a chain, and the step each served."""

    at: tuple[int, ...]
    steps: tuple[int, ...]


@dataclass
class Journey:
    """How far one person came: `waits` and `arrived` by step."""

    depth: int
    reached: frozenset[int]
    waits: Mapping[int, timedelta]
    arrived: Mapping[int, datetime]
    is_open: bool
    entered: datetime


class Oracle:
    """One question, asked of one person's events in order."""

    def __init__(self, question: Mapping[str, Any], first: datetime, end: datetime, now: datetime):
        self.question, self.first, self.end, self.now = question, first, end, now
        self.steps = question["steps"]
        self.size = len(self.steps)
        self.window = length(question["window"])
        self.mode = question.get("mode", "ordered")

    def journey(self, events: Sequence[Happened]) -> Journey | None:
        if self.question.get("same") is None:
            return self._one(events)
        name = self.question["same"]["property"]
        values = sorted({e.properties.get(name) or "" for e in events} - {""})
        found = [self._one([e for e in events if e.properties.get(name) == v]) for v in values]
        return self._deepest([each for each in found if each is not None])

    def _deepest(self, found: Sequence[Journey]) -> Journey | None:
        if not found:
            return None
        depth = max(each.depth for each in found)
        waits, arrived = {}, {}
        for step in range(2, self.size + 1):
            came = [(j.arrived[step], j.waits[step]) for j in found if step in j.arrived]
            if came:
                arrived[step], waits[step] = min(came)
        return Journey(
            depth,
            frozenset().union(*(each.reached for each in found)),
            waits,
            arrived,
            any(each.is_open for each in found if each.depth == depth),
            min(each.entered for each in found),
        )

    def fits(self, event: Happened, step: Mapping[str, Any]) -> bool:
        for each in (step, *step.get("or", ())):
            names = each["event"] if isinstance(each["event"], list) else [each["event"]]
            where = each.get("where")
            is_met = where is None or event.properties.get(where["property"]) == where["value"]
            if is_met and ("*" in names or event.name in names):
                return True
        return False

    def _one(self, events: Sequence[Happened]) -> Journey | None:
        if self.mode == "any":
            return self._any_order(events)
        chains = list(self._chains(events))
        if not chains:
            return None
        ending: dict[int, list[Chain]] = {}
        for chain in chains:
            ending.setdefault(chain.steps[-1], []).append(chain)
        waits, arrived = {}, {}
        for step, those in ending.items():
            if step == 1:
                continue
            arrival = min(chain.at[-1] for chain in those)
            before = max(chain.at[-2] for chain in those if chain.at[-1] == arrival)
            arrived[step] = events[arrival].at
            waits[step] = events[arrival].at - events[before].at
        depth = max(ending)
        return Journey(
            depth,
            frozenset(ending),
            waits,
            arrived,
            any(self._is_open(chain, events) for chain in ending[depth]),
            min(events[chain.at[0]].at for chain in ending[1]),
        )

    def _chains(self, events: Sequence[Happened]) -> Iterator[Chain]:
        begun = [
            Chain((i,), (1,))
            for i, event in enumerate(events)
            if self.fits(event, self.steps[0]) and self.first <= event.at < self.end
        ]
        while begun:
            chain = begun.pop()
            yield chain
            for step in self._next_steps(chain.steps[-1]):
                begun += [
                    Chain((*chain.at, i), (*chain.steps, step))
                    for i in range(chain.at[-1] + 1, len(events))
                    if self._follows(chain, step, i, events)
                ]

    def _next_steps(self, step: int) -> Iterator[int]:
        for following in range(step + 1, self.size + 1):
            yield following
            if not self.steps[following - 1].get("optional"):
                return

    def _follows(self, chain: Chain, step: int, i: int, events: Sequence[Happened]) -> bool:
        asked, event, last = self.steps[step - 1], events[i], chain.at[-1]
        gap = event.at - events[last].at
        between = events[last + 1 : i]
        return (
            self.fits(event, asked)
            and event.at - events[chain.at[0]].at <= self.window
            and ("within" not in asked or gap <= length(asked["within"]))
            and ("after" not in asked or gap >= length(asked["after"]))
            and not (self.mode == "strict" and between)
            and not any(self._bars(each, chain.steps[-1], step) for each in between)
        )

    def _bars(self, event: Happened, before: int, step: int) -> bool:
        return any(
            self.fits(event, bar)
            and before < bar.get("to", self.size)
            and step > bar.get("from", 1)
            for bar in self.question.get("exclude", ())
        )

    def _is_open(self, chain: Chain, events: Sequence[Happened]) -> bool:
        step, last = chain.steps[-1], chain.at[-1]
        since = [each for each in events[last + 1 :] if each.at < self.end + self.window]
        if self.now > events[chain.at[0]].at + self.window or (self.mode == "strict" and since):
            return False
        for following in self._next_steps(step):
            asked = self.steps[following - 1]
            is_late = "within" in asked and self.now > events[last].at + length(asked["within"])
            if not is_late and not any(self._bars(each, step, following) for each in since):
                return True
        return False

    def _any_order(self, events: Sequence[Happened]) -> Journey | None:
        starts: list[tuple[datetime, list[datetime]]] = []
        for i, event in enumerate(events):
            serves = any(self.fits(event, step) for step in self.steps)
            if not serves or not self.first <= event.at < self.end:
                continue
            inside = [each for each in events[i:] if each.at - event.at <= self.window]
            starts.append((event.at, self._done(inside)))
        if not starts:
            return None
        depth = max(len(done) for _, done in starts)
        waits, arrived = {}, {}
        for number in range(2, depth + 1):
            at, done = next(each for each in starts if len(each[1]) >= number)
            arrived[number], waits[number] = at, done[number - 1] - done[number - 2]
        return Journey(
            depth,
            frozenset(range(1, depth + 1)),
            waits,
            arrived,
            any(len(done) == depth and self.now <= at + self.window for at, done in starts),
            starts[0][0],
        )

    def _done(self, events: Sequence[Happened]) -> list[datetime]:
        """When one, two, … of the steps were done, each by an event of its own: every matching, event by event."""
        matched, done = {frozenset[int]()}, []
        for event in events:
            fitting = [n for n, step in enumerate(self.steps) if self.fits(event, step)]
            matched |= {each | {n} for each in matched for n in fitting}
            if max(map(len, matched)) > len(done):
                done.append(event.at)
        return done
