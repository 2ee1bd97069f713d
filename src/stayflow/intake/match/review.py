"""Decisions about proposals: accept, reject, undo."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from stayflow.intake.identify import (
    ByHand,
    MergeCause,
    MergeRefused,
    PeopleChange,
    merge_people,
    withdraw_claim,
)
from stayflow.intake.match import store
from stayflow.intake.match.errors import MatchDecided
from stayflow.intake.match.model import Proposal, ProposalState, Run
from stayflow.intake.people import change_people
from stayflow.intake.pipeline import Pipeline
from stayflow.stores.relational import Transaction

AUTOMATIC_ACTOR: Final = "match"
AUTOMATIC_MAX: Final = 10_000
"""Pairs that one run accepts by itself; each is a change of its own, so that each can be undone."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision with what the warehouse must learn of it."""

    proposal: Proposal
    change: PeopleChange


def accept_match(pipeline: Pipeline, proposal_id: str, *, actor: str) -> Proposal:
    """The two are one person: a claim with the cause `match` joins them.

    Args:
        pipeline: The project's; its batches wait meanwhile.
        proposal_id: An open proposal.
        actor: Who says so.

    Raises:
        MatchNotFound: There is no such proposal.
        MatchDecided: Somebody was faster, or they are one person by now.
        MergeRefused: A rule of identity forbids it; the proposal stays open.
    """
    now = pipeline.clock.now()

    def change(tx: Transaction, batch: int) -> _Decided:
        proposal = _open(tx, proposal_id)
        by = ByHand(actor, now, _note(proposal), MergeCause.MATCH)
        done = merge_people(tx, batch, proposal.left_now, proposal.right_now, by)
        claim_id = next(iter(done.claims), None)
        decided = replace(
            proposal,
            state=ProposalState.ACCEPTED,
            decided_by=actor,
            decided_at=now,
            claim_id=claim_id,
        )
        return _Decided(_keep(tx, decided), done.change)

    return change_people(pipeline, change).proposal


def reject_match(tx: Transaction, proposal_id: str, *, actor: str, now: datetime) -> Proposal:
    """The two are not one person; they are never proposed again.

    Raises:
        MatchNotFound: There is no such proposal.
        MatchDecided: Somebody was faster, or they are one person by now.
    """
    proposal = _open(tx, proposal_id)
    state = ProposalState.REJECTED
    return _keep(tx, replace(proposal, state=state, decided_by=actor, decided_at=now))


def undo_match(pipeline: Pipeline, proposal_id: str, *, actor: str) -> Proposal:
    """Take a decision back: an accepted pair comes apart and is not proposed again, a rejected one is open again.

    Raises:
        MatchNotFound: There is no such proposal.
        MatchDecided: There is no decision to take back.
    """
    with pipeline.relational.project(pipeline.project_id) as tx:
        proposal = store.get_proposal(tx, proposal_id)
        if proposal.state is ProposalState.REJECTED:
            state = ProposalState.OPEN
            return _keep(tx, replace(proposal, state=state, decided_by=None, decided_at=None))
        _check_accepted(proposal)
        if proposal.left_now != proposal.right_now:  # parted by hand since
            return _keep(tx, _undone(proposal, actor, pipeline.clock.now()))

    def change(tx: Transaction, batch: int) -> _Decided:
        held = store.get_proposal(tx, proposal_id)
        claim_id, now = _check_accepted(held), pipeline.clock.now()
        done = withdraw_claim(tx, batch, claim_id, ByHand(actor, now, _note(held)))
        return _Decided(_keep(tx, _undone(held, actor, now)), done.change)

    return change_people(pipeline, change).proposal


def accept_automatic(pipeline: Pipeline, run: Run) -> int:
    """Accept the open proposals that reach the rules' threshold; return how many.

    What a rule of identity forbids stays open, for somebody to look at.
    """
    if run.rules.accept_at is None:
        return 0
    with pipeline.relational.project(pipeline.project_id) as tx:
        sure = store.list_open_above(tx, run.rules.accept_at, limit=AUTOMATIC_MAX)
    accepted = 0
    for each in sure:
        try:
            accept_match(pipeline, each.proposal_id, actor=AUTOMATIC_ACTOR)
        except (MergeRefused, MatchDecided):
            continue  # an earlier one of this loop made them one person, or may not
        accepted += 1
    return accepted


def _open(tx: Transaction, proposal_id: str) -> Proposal:
    proposal = store.get_proposal(tx, proposal_id)
    if proposal.state is not ProposalState.OPEN:
        raise MatchDecided(
            f"this proposal is already {proposal.state.value}; undo that first", path="proposal_id"
        )
    if proposal.left_now == proposal.right_now:
        raise MatchDecided("the two are one person by now", path="proposal_id")
    return proposal


def _check_accepted(proposal: Proposal) -> str:
    if proposal.state is not ProposalState.ACCEPTED or proposal.claim_id is None:
        raise MatchDecided(
            f"this proposal is {proposal.state.value}: there is nothing to undo", path="proposal_id"
        )
    return proposal.claim_id


def _undone(proposal: Proposal, actor: str, now: datetime) -> Proposal:
    return replace(proposal, state=ProposalState.UNDONE, decided_by=actor, decided_at=now)


def _keep(tx: Transaction, decided: Proposal) -> Proposal:
    store.decide(tx, decided)
    return store.get_proposal(tx, decided.proposal_id)


def _note(proposal: Proposal) -> str:
    return f"match {proposal.proposal_id}, probability {proposal.probability:.4f}"
