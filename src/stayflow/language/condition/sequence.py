"""Ordered behaviour: who did A, then B, then C, in a window, with nothing forbidden in between.

One pass over `events`: a person's events as sorted keys, and per step an array that says, at each event, until when a
chain that got this far may still go on. A start sets it, an excluded event ends it, every other event carries it on.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from stayflow.language.condition.tree import Sequence
from stayflow.language.keys import Keys
from stayflow.language.metric import selection_sql
from stayflow.language.scope import Scope
from stayflow.language.statement import Binder
from stayflow.language.window import AHEAD

EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""No event is older: cleaning refuses what is beyond its horizon."""
NEVER_LATE: Final = "18446744073709551615"
CARRIED: Final = 1
"""Below every deadline, whose lowest bits are set: the event changes nothing. 0: no chain goes on."""


def sequence_sql(sequence: Sequence, scope: Scope, binder: Binder) -> str:
    """A SELECT of the `person` of everybody in the scope who did it.

    Raises:
        UnknownEvent: A name the project has never seen (likewise UnknownProperty).
    """
    return _Compiler(sequence, scope, binder).compile()


@dataclass(frozen=True, slots=True)
class _Compiler:
    sequence: Sequence
    scope: Scope
    binder: Binder

    def compile(self) -> str:
        start, end = self._bounds()
        size = len(self.sequence.steps)
        keys = Keys(
            start=start,
            window=self.sequence.within or end - start,
            span=end - start + (self.sequence.within or end - start),
            arrivals=self.scope.arrivals,
            steps=size + 1,
            shares_events=self._shares_events(),
        )
        sql = self._touches(keys, start, end)
        sql = (
            f"SELECT person, keys, {self._carry('0', self._first(keys), keys)} AS reached_1"
            f" FROM ({sql})"
        )
        for number in range(2, size):
            found = self._found(number, keys)
            sql = (
                f"SELECT person, keys, {self._carry(found, 'found', keys)} AS reached_{number}"
                f" FROM ({sql})"
            )
        return (
            f"SELECT person FROM ({sql})"
            f" WHERE arrayExists(found -> found > 0, {self._found(size, keys)})"
        )

    def _bounds(self) -> tuple[datetime, datetime]:
        if self.sequence.during is None:
            return EVER, self.scope.now + AHEAD
        return self.sequence.during.bounds(self.scope.zone, self.scope.now)

    def _touches(self, keys: Keys, start: datetime, end: datetime) -> str:
        """One row a person: the events of all steps, and those that end a chain, in order."""
        selections = [*self.sequence.steps]
        if self.sequence.without is not None:
            selections.append(self.sequence.without)
        tests = [selection_sql(each, self.scope, self.binder) for each in selections]
        rows = [
            f"time >= {self.binder.instant(start)}",
            f"time < {self.binder.instant(end)}",
            *self.scope.events_sql(self.binder),
            "served > 0",
        ]
        if all(each.events for each in selections):
            names = sorted({name for each in selections for name in each.events})
            rows.insert(0, f"event IN {self.binder.bind(names, 'Array(String)')}")
        return (
            f"SELECT {self.scope.event_person} AS person, {keys.sorted_sql()} AS keys FROM"
            f" (SELECT *, {keys.served_sql(tests)} AS served FROM events WHERE {' AND '.join(rows)})"
            " GROUP BY person"
        )

    def _first(self, keys: Keys) -> str:
        deadline = NEVER_LATE if self.sequence.within is None else keys.deadline("key")
        return f"if({keys.serves('key', 1)}, {deadline}, 0)"

    def _found(self, number: int, keys: Keys) -> str:
        """At each event that completes the step: until when the chain may go on; else 0."""
        before = f"reached_{number - 1}"
        if keys.shares_events:
            before = f"arrayPopBack(arrayPushFront({before}, toUInt64(0)))"
        fits = f"{keys.serves('key', number)} AND before > {CARRIED} AND key <= before"
        return f"arrayMap((key, before) -> if({fits}, before, toUInt64(0)), keys, {before})"

    def _carry(self, found: str, new: str, keys: Keys) -> str:
        """At each event: until when a chain that completed the step may go on, 0 or 1 when there is none."""
        ends = "0"
        if self.sequence.without is not None:
            ends = keys.serves("key", len(self.sequence.steps) + 1)
        value = f"multiIf(({new}) > 0, toUInt64({new}), {ends}, toUInt64(0), toUInt64({CARRIED}))"
        source = (
            f"(key, found) -> {value}, keys, {found}" if found != "0" else f"key -> {value}, keys"
        )
        return f"arrayFill(reached -> reached != {CARRIED}, arrayMap({source}))"

    def _shares_events(self) -> bool:
        """True when one event may serve two steps, or a step and the end of a chain."""
        seen: set[str] = set()
        for each in (*self.sequence.steps, *filter(None, [self.sequence.without])):
            if not each.events or seen & set(each.events):
                return True
            seen |= set(each.events)
        return False
