"""Changes of persons that no event brings: by hand, or by new rules.

A change is a batch without events: persons are led elsewhere in one transaction, the warehouse
learns of it, and a crash between the two leaves a batch that the pipeline brings to its end.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn, Protocol, TypeVar

from stayflow.intake import identify, record
from stayflow.intake.pipeline import Pipeline
from stayflow.intake.record import Origin
from stayflow.stores.relational import Transaction

SOURCE: Final = "identity"


class Changes(Protocol):
    """What a change gives back."""

    @property
    def change(self) -> identify.PeopleChange:
        """What the warehouse must learn."""
        ...


Changed = TypeVar("Changed", bound=Changes)
Change = Callable[[Transaction, int], Changed]
"""Does it, given the transaction and the number of the batch."""


class _TakenBack(Exception):
    """Ends the transaction of a preview without a trace."""


def change_people(pipeline: Pipeline, change: Change[Changed]) -> Changed:
    """Carry out a change; afterwards every query sees it.

    Args:
        pipeline: The project's; its other batches wait meanwhile.
        change: What is to be done.
    """
    with pipeline.lock:
        pipeline.finish_orphan()
        with pipeline.relational.project(pipeline.project_id) as tx:
            identify.lock_counters(tx)
            opened = record.open_batch(tx, Origin(SOURCE), pipeline.clock.now())
            # What comes next goes on where events ended.
            record.number_arrivals(tx, opened.batch, 0)
            done = change(tx, opened.batch)
        at_ms = int(opened.opened_at.timestamp() * 1000)
        identify.publish_people(pipeline.warehouse, done.change, batch=opened.batch, at_ms=at_ms)
        pipeline.follow_moves(done.change, pipeline.warehouse, batch=opened.batch)
        identify.reload_overrides(pipeline.warehouse)
        with pipeline.relational.project(pipeline.project_id) as tx:
            record.close_batch(tx, opened.batch, events=0, now=pipeline.clock.now())
    return done


def preview_people(pipeline: Pipeline, change: Change[Changed]) -> Changed:
    """What a change would do: it is done, looked at, and taken back.

    Args:
        pipeline: The project's.
        change: What would be done.
    """
    found: list[Changed] = []

    def try_out() -> NoReturn:
        with pipeline.relational.project(pipeline.project_id) as tx:
            identify.lock_counters(tx)
            found.append(change(tx, record.last_batch(tx) + 1))
            raise _TakenBack

    with suppress(_TakenBack):
        try_out()
    return found[0]
