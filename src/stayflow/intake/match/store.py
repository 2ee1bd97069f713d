"""This room's statements on PostgreSQL."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from stayflow.intake.match.errors import MatchNotFound
from stayflow.intake.match.model import (
    Contribution,
    FoundPair,
    LevelWeight,
    MatchRules,
    NewRun,
    Proposal,
    ProposalState,
    Run,
    RunCounts,
    RunState,
)
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import Listing, Page
from stayflow.stores.relational import Transaction

_PAGES = Listing("proposals", (0.0, ""))


@dataclass(frozen=True, slots=True)
class _RunRow:
    run_id: str
    state: str
    rules: dict[str, Any]
    only_kind: str | None
    counts: dict[str, int]
    trained: bool
    weights: list[dict[str, Any]]
    error: str | None
    started_by: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class _ProposalRow:
    proposal_id: str
    left: int
    right: int
    left_now: int
    right_now: int
    probability: float
    weight: float
    prior: float
    contributions: list[dict[str, Any]]
    state: str
    run_id: str
    proposed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    claim_id: str | None


_RUN = "run_id, state, rules, only_kind, counts, trained, weights, error, started_by, started_at, ended_at"
_PROPOSAL = """
    select m.proposal_id, m.left_person as "left", m.right_person as "right",
      coalesce(l.merged_into, l.person_id) as left_now,
      coalesce(r.merged_into, r.person_id) as right_now,
      m.probability, m.weight, m.prior, m.contributions, m.state, m.run_id, m.proposed_at,
      m.decided_at, m.decided_by, m.claim_id
    from match_proposals m
    join persons l on l.person_id = m.left_person
    join persons r on r.person_id = m.right_person
"""


_DROP_KNOWN = """
    with decided as (
      select least(coalesce(l.merged_into, l.person_id), coalesce(r.merged_into, r.person_id)) as one,
        greatest(coalesce(l.merged_into, l.person_id), coalesce(r.merged_into, r.person_id)) as other
      from match_proposals d
      join persons l on l.person_id = d.left_person
      join persons r on r.person_id = d.right_person
      where d.state <> 'open'
    ), living as (
      select f.proposal_id,
        least(coalesce(l.merged_into, l.person_id), coalesce(r.merged_into, r.person_id)) as one,
        greatest(coalesce(l.merged_into, l.person_id), coalesce(r.merged_into, r.person_id)) as other
      from found_pairs f
      join persons l on l.person_id = f.left_person
      join persons r on r.person_id = f.right_person
    )
    delete from found_pairs f using (
      select proposal_id from living where one = other
      union select proposal_id from living join decided using (one, other)
    ) as dropped
    where f.proposal_id = dropped.proposal_id
"""
"""Pairs somebody has decided on, by the living persons, and those that are one person by now."""

_OF_PAIRS = """
    with ends as (
      select proposal_id, left_person as living, 'left' as side from found_pairs
      union all select proposal_id, right_person, 'right' from found_pairs
    ), ids as (
      select proposal_id, side, living as person_id from ends
      union all
      select e.proposal_id, e.side, p.person_id from ends e join persons p on p.merged_into = e.living
    ), held as (
      select ids.proposal_id, ids.side, i.identity_id, i.kind, i.value
      from ids join identities i on i.person_id = ids.person_id
    )
"""
_DROP_FORBIDDEN = f"""{_OF_PAIRS}
    , uniques as (select held.* from held join identity_kinds k using (kind) where k.unique_per_person)
    delete from found_pairs f using (
      select distinct l.proposal_id from uniques l
      join uniques r on r.proposal_id = l.proposal_id and r.kind = l.kind and r.value <> l.value
      where l.side = 'left' and r.side = 'right'
    ) as dropped
    where f.proposal_id = dropped.proposal_id
"""
"""Pairs whose persons have different values of a unique kind."""

_DROP_PARTED = f"""{_OF_PAIRS}
    , parted as (
      select held.proposal_id, held.side, c.claim_id, s.side as of_claim
      from identity_claims c join identity_claim_sides s using (claim_id)
      join held using (identity_id)
      where c.kind = 'apart' and c.withdrawn_at is null
    )
    delete from found_pairs f using (
      select distinct l.proposal_id from parted l
      join parted r on r.proposal_id = l.proposal_id and r.claim_id = l.claim_id
        and r.of_claim <> l.of_claim
      where l.side = 'left' and r.side = 'right'
    ) as dropped
    where f.proposal_id = dropped.proposal_id
"""
"""Pairs that somebody has parted by hand."""


def get_saved_rules(tx: Transaction) -> MatchRules | None:
    """The rules that somebody has saved."""
    found = tx.value("select definition from match_rules")
    return None if found is None else msgspec.convert(found, MatchRules)


def save_rules(tx: Transaction, rules: MatchRules, *, actor: str, now: datetime) -> None:
    """Keep the rules."""
    tx.execute(
        """
        insert into match_rules (definition, changed_by, changed_at) values (%s, %s, %s)
        on conflict (project_id) do update set definition = excluded.definition,
          changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """,
        (_json(rules), actor, now),
    )


def add_run(tx: Transaction, asked: NewRun, *, now: datetime) -> Run:
    """Note a run that waits for its job."""
    run = Run(
        run_id=asked.run_id,
        state=RunState.WAITING,
        rules=asked.rules,
        only_kind=asked.only_kind,
        counts=RunCounts(),
        trained=False,
        weights=(),
        error=None,
        started_by=asked.actor,
        started_at=now,
        ended_at=None,
    )
    tx.execute(
        "insert into match_runs (run_id, state, rules, only_kind, counts, weights, started_by, started_at)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s)",
        (
            run.run_id,
            run.state.value,
            _json(run.rules),
            run.only_kind,
            _json(run.counts),
            "[]",
            run.started_by,
            now,
        ),
    )
    return run


def save_run(tx: Transaction, run: Run) -> None:
    """Keep what a run found out."""
    tx.execute(
        "update match_runs set state = %s, counts = %s, trained = %s, weights = %s, error = %s,"
        " ended_at = %s where run_id = %s",
        (
            run.state.value,
            _json(run.counts),
            run.trained,
            _json(run.weights),
            run.error,
            run.ended_at,
            run.run_id,
        ),
    )


def get_run(tx: Transaction, run_id: str) -> Run:
    """One run.

    Raises:
        MatchNotFound: There is none of this id.
    """
    row = tx.one(_RunRow, f"select {_RUN} from match_runs where run_id = %s", (run_id,))
    if row is None:
        raise MatchNotFound(f"this project has no match run {run_id!r}", path="run_id")
    return _as_run(row)


def list_runs(tx: Transaction, *, limit: int = 50) -> list[Run]:
    """The newest runs first."""
    rows = tx.all(
        _RunRow,
        f"select {_RUN} from match_runs order by started_at desc, run_id desc limit %s",
        (limit,),
    )
    return [_as_run(row) for row in rows]


def get_proposal(tx: Transaction, proposal_id: str) -> Proposal:
    """One proposal, held until the transaction ends.

    Raises:
        MatchNotFound: There is none of this id.
    """
    row = tx.one(
        _ProposalRow, f"{_PROPOSAL} where m.proposal_id = %s for update of m", (proposal_id,)
    )
    if row is None:
        raise MatchNotFound(f"this project has no proposal {proposal_id!r}", path="proposal_id")
    return _as_proposal(row)


def list_proposals(
    tx: Transaction, state: ProposalState, *, cursor: str | None = None, limit: int = 50
) -> Page[Proposal]:
    """The proposals of a state, the likeliest first; open ones without those settled otherwise."""
    tests = ["m.state = %(state)s"]
    values: dict[str, str | float] = {"state": state.value, "limit": limit + 1}
    if state is ProposalState.OPEN:
        tests.append("coalesce(l.merged_into, l.person_id) <> coalesce(r.merged_into, r.person_id)")
    if cursor is not None:
        weight, after = _PAGES.behind(cursor)
        tests.append("(m.weight, m.proposal_id) < (%(weight)s::double precision, %(after)s)")
        values |= {"weight": weight, "after": after}
    rows = tx.all(
        _ProposalRow,
        f"{_PROPOSAL} where {' and '.join(tests)}"
        " order by m.weight desc, m.proposal_id desc limit %(limit)s",
        values,
    )
    found = tuple(_as_proposal(row) for row in rows[:limit])
    if len(rows) <= limit:
        return Page(found, None)
    return Page(found, _PAGES.cursor(found[-1].weight, found[-1].proposal_id))


def count_proposals(tx: Transaction) -> dict[ProposalState, int]:
    """How many proposals there are of each state; open ones without those settled otherwise."""
    rows = tx.rows(
        """
        select m.state, count(*) from match_proposals m
        join persons l on l.person_id = m.left_person
        join persons r on r.person_id = m.right_person
        where m.state <> 'open'
          or coalesce(l.merged_into, l.person_id) <> coalesce(r.merged_into, r.person_id)
        group by m.state
        """
    )
    return dict.fromkeys(ProposalState, 0) | {ProposalState(state): n for state, n in rows}


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of found pairs."""

    proposed: int
    known: int
    forbidden: int


def keep_pairs(
    tx: Transaction, pairs: Sequence[FoundPair], prior: float, *, run_id: str, now: datetime
) -> Kept:
    """Propose the pairs that nobody has decided on and that no rule forbids; known ones are renewed.

    A decision about two persons holds for whoever they lead to. Two different values of a unique
    kind of identity forbid a merge.
    """
    if not pairs:
        return Kept(0, 0, 0)
    _stage(tx, pairs)
    known = tx.execute(_DROP_KNOWN)
    forbidden = tx.execute(_DROP_FORBIDDEN) + tx.execute(_DROP_PARTED)
    proposed = tx.execute(
        """
        insert into match_proposals (proposal_id, left_person, right_person, probability, weight, prior,
          contributions, state, run_id, proposed_at)
        select proposal_id, left_person, right_person, probability, weight, %(prior)s, contributions::jsonb,
          'open', %(run)s, %(now)s
        from found_pairs
        on conflict (project_id, left_person, right_person) do update
          set probability = excluded.probability, weight = excluded.weight, prior = excluded.prior,
            contributions = excluded.contributions, run_id = excluded.run_id
          where match_proposals.state = 'open'
        """,
        {"run": run_id, "now": now, "prior": prior},
    )
    return Kept(proposed, known, forbidden)


def _stage(tx: Transaction, pairs: Sequence[FoundPair]) -> None:
    tx.execute(
        "create temporary table if not exists found_pairs (proposal_id text, left_person bigint,"
        " right_person bigint, probability double precision, weight double precision,"
        " contributions text) on commit delete rows"
    )
    tx.execute("delete from found_pairs")
    tx.copy(
        "found_pairs",
        ("proposal_id", "left_person", "right_person", "probability", "weight", "contributions"),
        (
            (
                new_id(),
                pair.left,
                pair.right,
                pair.probability,
                pair.weight,
                _json(pair.contributions),
            )
            for pair in pairs
        ),
    )
    tx.execute("analyze found_pairs")


def drop_stale(tx: Transaction, run: Run) -> int:
    """Forget open proposals of earlier runs over the same people that this run did not find again."""
    return tx.execute(
        """
        delete from match_proposals m
        where m.state = 'open' and m.run_id <> %(run)s
          and (%(kind)s::text is null
            or m.run_id in (select run_id from match_runs where only_kind = %(kind)s))
        """,
        {"run": run.run_id, "kind": run.only_kind},
    )


def list_open_above(tx: Transaction, probability: float, *, limit: int) -> list[Proposal]:
    """Open proposals from a probability on, the likeliest first."""
    rows = tx.all(
        _ProposalRow,
        f"{_PROPOSAL} where m.state = 'open' and m.probability >= %(least)s"
        " and coalesce(l.merged_into, l.person_id) <> coalesce(r.merged_into, r.person_id)"
        " order by m.weight desc, m.proposal_id desc limit %(limit)s",
        {"least": probability, "limit": limit},
    )
    return [_as_proposal(row) for row in rows]


def decide(tx: Transaction, decided: Proposal) -> None:
    """Keep a decision."""
    tx.execute(
        "update match_proposals set state = %s, decided_by = %s, decided_at = %s, claim_id = %s"
        " where proposal_id = %s",
        (
            decided.state.value,
            decided.decided_by,
            decided.decided_at,
            decided.claim_id,
            decided.proposal_id,
        ),
    )


def person_id_bound(tx: Transaction) -> int:
    """One more than the largest person id; 0 in an empty project."""
    return int(tx.value("select coalesce(max(person_id) + 1, 0) from persons"))


def list_held(
    tx: Transaction, kinds: Sequence[str], first: int, end: int
) -> list[tuple[int, str, str]]:
    """(person, kind, value) of identities of some kinds; of several of a kind the newest.

    Args:
        tx: The project's transaction.
        kinds: Which.
        first: Of the canonical persons from this id on …
        end: … to before this one.
    """
    return tx.rows(
        """
        select distinct on (1, 2) coalesce(p.merged_into, p.person_id), i.kind, i.value
        from persons p join identities i on i.person_id = p.person_id
        where i.kind = any(%(kinds)s)
          and coalesce(p.merged_into, p.person_id) >= %(first)s
          and coalesce(p.merged_into, p.person_id) < %(end)s
        order by 1, 2, i.first_seen_at desc, i.value
        """,
        {"kinds": list(kinds), "first": first, "end": end},
    )


def list_held_kinds(tx: Transaction) -> list[str]:
    """The identity kinds of which somebody has one."""
    rows = tx.rows(
        "select k.kind from identity_kinds k"
        " where exists (select from identities i where i.kind = k.kind) order by k.kind"
    )
    return [str(kind) for (kind,) in rows]


def _as_run(row: _RunRow) -> Run:
    return Run(
        row.run_id,
        RunState(row.state),
        msgspec.convert(row.rules, MatchRules),
        row.only_kind,
        msgspec.convert(row.counts, RunCounts),
        row.trained,
        msgspec.convert(row.weights, tuple[LevelWeight, ...]),
        row.error,
        row.started_by,
        row.started_at,
        row.ended_at,
    )


def _as_proposal(row: _ProposalRow) -> Proposal:
    return Proposal(
        row.proposal_id,
        row.left,
        row.right,
        row.left_now,
        row.right_now,
        row.probability,
        row.weight,
        row.prior,
        msgspec.convert(row.contributions, tuple[Contribution, ...]),
        ProposalState(row.state),
        row.run_id,
        row.proposed_at,
        row.decided_at,
        row.decided_by,
        row.claim_id,
    )


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
