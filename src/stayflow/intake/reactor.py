"""Rooms that answer to events once they are stored, each with its own offset on the batches."""

from collections.abc import Sequence
from typing import Protocol

from stayflow.kernel.ids import ProjectId
from stayflow.stores.relational import Relational, Transaction


class Reactor(Protocol):
    """A room that answers to events once they are stored."""

    @property
    def name(self) -> str:
        """As its offset is kept."""
        ...

    def react(self, project: ProjectId, first_batch: int, last_batch: int) -> None:
        """Take the batches [first_batch, last_batch]; doing it twice has the effect of once."""


def run_reactors(
    project_id: ProjectId, reactors: Sequence[Reactor], relational: Relational
) -> bool:
    """Let each reactor take the batches recorded since its last; return whether there was news.

    One that fails keeps its place and the others from nothing; its error is raised at the end.
    """
    had_news = False
    failed: Exception | None = None
    for reactor in reactors:
        try:
            had_news |= _run_reactor(project_id, reactor, relational)
        except Exception as error:  # noqa: BLE001 - raised below, when the others have had their turn
            failed = failed or error
    if failed is not None:
        raise failed
    return had_news


def place_of(tx: Transaction, name: str) -> int:
    """The last batch that a reactor has taken; 0 before its first."""
    return int(tx.value("select batch from reactor_offsets where name = %s", (name,)) or 0)


def _run_reactor(project_id: ProjectId, reactor: Reactor, relational: Relational) -> bool:
    with relational.project(project_id) as tx:
        done = place_of(tx, reactor.name)
        last = int(tx.value("select coalesce(max(batch), 0) from batches where state = 'recorded'"))
    if last <= done:
        return False
    reactor.react(project_id, done + 1, last)
    with relational.project(project_id) as tx:
        tx.execute(
            "insert into reactor_offsets (name, batch) values (%s, %s)"
            " on conflict (project_id, name) do update set batch = excluded.batch",
            (reactor.name, last),
        )
    return True
