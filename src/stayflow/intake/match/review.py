"""Decisions about proposals: accept, reject, undo."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from stayflow.intake.match import store
from stayflow.intake.match.errors import MatchDecided
from stayflow.intake.match.model import Proposal, ProposalState, Run
from stayflow.stores.relational import Transaction

AUTOMATIC_ACTOR = "match"
AUTOMATIC_AT_ONCE = 100_000


class Merge(Protocol):
    """Says through the door of `identify` that two persons are one; gives the claim's id."""

    def __call__(self, tx: Transaction, left: int, right: int, actor: str) -> str:
        """Merge two living persons, or raise because a rule forbids it."""


class Unmerge(Protocol):
    """Withdraws through the door of `identify` what a merge claimed."""

    def __call__(self, tx: Transaction, claim_id: str, actor: str) -> None:
        """Take the claim back."""


def accept_match(
    tx: Transaction, proposal_id: str, *, merge: Merge, actor: str, now: datetime
) -> Proposal:
    """The two are one person: an edge with the cause `match` joins them.

    Args:
        tx: The project's transaction; the merge and the decision are both in it.
        proposal_id: An open proposal.
        merge: Raises where a rule forbids it; the proposal then stays open.
        actor: Who says so.
        now: When.

    Raises:
        MatchNotFound: There is no such proposal.
        MatchDecided: Somebody was faster, or they are one person by now.
    """
    proposal = _open(tx, proposal_id)
    claim_id = merge(tx, proposal.left_now, proposal.right_now, actor)
    state = ProposalState.ACCEPTED
    return _keep(
        tx,
        replace(proposal, state=state, decided_by=actor, decided_at=now, claim_id=claim_id),
    )


def reject_match(tx: Transaction, proposal_id: str, *, actor: str, now: datetime) -> Proposal:
    """The two are not one person; they are never proposed again.

    Raises:
        MatchNotFound: There is no such proposal.
        MatchDecided: Somebody was faster, or they are one person by now.
    """
    proposal = _open(tx, proposal_id)
    state = ProposalState.REJECTED
    return _keep(tx, replace(proposal, state=state, decided_by=actor, decided_at=now))


def undo_match(
    tx: Transaction, proposal_id: str, *, unmerge: Unmerge, actor: str, now: datetime
) -> Proposal:
    """Take a decision back: an accepted pair comes apart and is not proposed again, a rejected one is open again.

    Raises:
        MatchNotFound: There is no such proposal.
        MatchDecided: There is no decision to take back.
    """
    proposal = store.get_proposal(tx, proposal_id)
    if proposal.state is ProposalState.REJECTED:
        state = ProposalState.OPEN
        return _keep(tx, replace(proposal, state=state, decided_by=None, decided_at=None))
    if proposal.state is not ProposalState.ACCEPTED or proposal.claim_id is None:
        raise MatchDecided(
            f"this proposal is {proposal.state.value}: there is nothing to undo", path="proposal_id"
        )
    unmerge(tx, proposal.claim_id, actor)
    state = ProposalState.UNDONE
    return _keep(tx, replace(proposal, state=state, decided_by=actor, decided_at=now))


def list_automatic(tx: Transaction, run: Run) -> list[Proposal]:
    """The open proposals that the rules of a run accept by themselves; none where they have no threshold."""
    if run.rules.accept_at is None:
        return []
    return store.list_open_above(tx, run.rules.accept_at, limit=AUTOMATIC_AT_ONCE)


def _open(tx: Transaction, proposal_id: str) -> Proposal:
    proposal = store.get_proposal(tx, proposal_id)
    if proposal.state is not ProposalState.OPEN:
        raise MatchDecided(
            f"this proposal is already {proposal.state.value}; undo that first", path="proposal_id"
        )
    if proposal.left_now == proposal.right_now:
        raise MatchDecided("the two are one person by now", path="proposal_id")
    return proposal


def _keep(tx: Transaction, decided: Proposal) -> Proposal:
    store.decide(tx, decided)
    return store.get_proposal(tx, decided.proposal_id)
