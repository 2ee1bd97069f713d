"""A fresh project whose identity graph is built step by step, and compared with the reference."""

import itertools
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stayflow.intake.columns import assemble
from stayflow.intake.identify import (
    ByHand,
    GraphMemory,
    IdentityRules,
    apply_rules,
    import_statements,
    lock_counters,
    merge_people,
    part_people,
    read_rules,
    read_statements,
    recall_change,
    resolve,
    withdraw_claim,
)
from stayflow.intake.invariants import STATE_LAWS
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import EventPack
from tests.conftest import Engines
from tests.intake.identify.reference import Claim, Name, Said, judge

_numbers = itertools.count(1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class World:
    """The project."""

    def __init__(self, engines: Engines, rules: IdentityRules | None = None) -> None:
        self.engines = engines
        self.project = ProjectId(f"law_{next(_numbers)}")
        self.memory: GraphMemory | None = None
        self.batch = 0
        self.person: dict[str, int] = {}
        with engines.relational.project(self.project) as tx:
            self.rules = read_rules(tx)
        if rules is not None:
            self.rule(rules)

    def take(self, said: list[Said], *, forget: bool = False) -> None:
        """A batch of events, by a process that remembers or one that does not."""
        self.batch += 1
        with self.engines.relational.project(self.project) as tx:
            counters = lock_counters(tx)
            if self.memory is None or forget:
                self.memory = GraphMemory(is_complete=counters.identity_next == 1)
            pack = EventPack(source="t", received_at_ms=1, events=tuple(e.raw() for e in said))
            columns = assemble("t", [pack])
            found = resolve(columns, tx=tx, memory=self.memory, batch=self.batch)
            again = recall_change(tx, self.batch)
        assert sorted(again.made.tolist()) == sorted(found.change.made.tolist())
        now = dict(zip(again.moved.tolist(), again.moved_to.tolist(), strict=True))
        told = dict(zip(found.change.moved.tolist(), found.change.moved_to.tolist(), strict=True))
        assert told.items() <= now.items()
        self.person |= dict(zip([e.name for e in said], found.person.tolist(), strict=True))

    def load(self, said: list[Said], folder: Path) -> list[Said]:
        """A file of pairs; the same statements with the ids that its rows have."""
        kinds = sorted({kind for each in said for kind, _ in each.identities})
        file = folder / "pairs.csv"
        rows = [",".join([dict(each.identities).get(kind, "") for kind in kinds]) for each in said]
        times = [str(each.at) for each in said]
        lines = [
            ",".join([*kinds, "at"]),
            *(f"{row},{at}" for row, at in zip(rows, times, strict=True)),
        ]
        file.write_text("\n".join(lines) + "\n")
        statements = read_statements(file, default_at=0)
        self._change(lambda tx, batch: import_statements(tx, batch, statements, lambda _: None))
        keys = statements.event_id.to_pylist()
        return [replace(each, key=key) for each, key in zip(said, keys, strict=True)]

    def rule(self, rules: IdentityRules) -> None:
        self.rules = self._change(
            lambda tx, batch: apply_rules(tx, batch, rules, lambda _: None)
        ).rules

    def merge(self, one: int, other: int, *, at: int = 0):
        return self._change(lambda tx, batch: merge_people(tx, batch, one, other, self._by(at)))

    def part(self, person: int, detached: list[Name], *, at: int = 0):
        numbers = {
            (kind, value): number
            for number, kind, value in self.rows("select identity_id, kind, value from identities")
        }
        chosen = [numbers[name] for name in detached]
        return self._change(lambda tx, batch: part_people(tx, batch, person, chosen, self._by(at)))

    def withdraw(self, claim_id: str):
        return self._change(lambda tx, batch: withdraw_claim(tx, batch, claim_id, self._by(0)))

    def _by(self, at: int) -> ByHand:
        return ByHand("anna@example.com", _EPOCH + timedelta(milliseconds=at))

    def _change(self, change):
        self.batch += 1
        self.memory = None
        with self.engines.relational.project(self.project) as tx:
            return change(tx, self.batch)

    def rows(self, statement: str) -> list[tuple]:
        with self.engines.relational.project(self.project) as tx:
            return tx.rows(statement)

    def survivors(self) -> dict[int, int]:
        return dict(self.rows("select person_id, coalesce(merged_into, person_id) from persons"))

    def owners(self) -> dict[Name, int]:
        """The living person of each identity."""
        survivors = self.survivors()
        return {
            (kind, value): survivors[person]
            for kind, value, person in self.rows("select kind, value, person_id from identities")
        }

    def groups(self) -> dict[Name, frozenset[Name]]:
        members = defaultdict(set)
        for name, person in self.owners().items():
            members[person].add(name)
        return {each: frozenset(group) for group in members.values() for each in group}

    def claims(self) -> list[Claim]:
        sides = defaultdict(lambda: defaultdict(list))
        at = {}
        for claim, when, side, kind, value in self.rows(
            """
            select c.claim_id, c.at, s.side, i.kind, i.value from identity_claims c
            join identity_claim_sides s using (claim_id)
            join identities i on i.identity_id = s.identity_id
            where c.withdrawn_at is null order by not s.center, i.identity_id
            """
        ):
            sides[claim][side].append((kind, value))
            at[claim] = (when - _EPOCH) // timedelta(milliseconds=1)
        return [
            Claim(claim, at[claim], tuple(tuple(members) for _, members in sorted(found.items())))
            for claim, found in sides.items()
        ]

    def check(self, said: list[Said]) -> None:
        """Everything is as the reference has it."""
        expected = judge(said, self.rules, self.claims())
        assert self.groups() == expected.groups
        refused = {
            ((high, one), (low, other)): reason
            for high, one, low, other, reason in self.rows(
                """
                select h.kind, h.value, l.kind, l.value, r.reason from merge_refusals r
                join identities h on h.identity_id = r.high join identities l on l.identity_id = r.low
                """
            )
        }
        unfounded = {
            pair: (reason, expected.refused.get(pair))
            for pair, reason in refused.items()
            if reason not in expected.refused.get(pair, ())
        }
        assert not unfounded
        missing = {
            pair
            for pair in expected.refused.keys() - refused.keys()
            if pair in {(e.top(self.rules), other) for e in said for other in e.identities}
        }
        assert not missing
        survivors, owner = self.survivors(), self.owners()
        for each in said:
            if each.key:
                continue  # a row of a file: no event is stored for it
            assert survivors[self.person[each.name]] == owner[each.top(self.rules)]
        for person, survivor in survivors.items():
            assert survivors[survivor] == survivor, "overrides are flat"
            assert survivor <= person
        with self.engines.relational.project(self.project) as tx:
            breaches = {law.__name__: law(tx) for law in STATE_LAWS}
        assert not {name: told for name, told in breaches.items() if told}
