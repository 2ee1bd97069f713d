"""Pairs of identities from a file into a project, and everybody weighed again from what is stored.

`--events` is the number of pairs; `--folder` must have room: about a kilobyte for each pair, while it
runs. What takes the time is told by step: reading the file, numbering, weighing, writing, telling the
warehouse; and, of what is stored then, reading it, weighing it, and writing what changes, which is nothing.
"""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pyarrow as pa
from pyarrow import parquet

from benchmarks.frame import AnswersDiffer, BenchContext, BenchTarget, Row, peak_memory_mib
from benchmarks.targets.identities import PHONE, Shop, make_shop
from stayflow.access import NewProject, create_project
from stayflow.app import App, open_app
from stayflow.intake.identify import (
    Imported,
    MergeCause,
    PeopleChange,
    import_statements,
    read_statements,
)
from stayflow.intake.identify.everything import reweigh_all
from stayflow.intake.people import change_people
from stayflow.intake.pipeline import Pipeline
from stayflow.kernel.settings import load_settings
from stayflow.stores.relational import Transaction

_DEFAULT_AT_MS = 1_700_000_000_000
_STEPS = {
    "reading": "numbering identities",
    "weighing": "weighing",
    "writing": "writing",
    "telling": "the end of the transaction, and telling the warehouse",
}
_AGAIN = {
    "reading": "reading them from the store",
    "weighing": "weighing them again",
    "writing": "finding that nothing changed",
    "telling": "the end of the transaction",
}


@dataclass(frozen=True, slots=True)
class _Weighed:
    change: PeopleChange


class Marks:
    """When each step began, by the first word of what is said while it runs."""

    def __init__(self, first: str, context: BenchContext) -> None:
        self._context = context
        self._marks = [(first, perf_counter())]

    def say(self, note: str) -> None:
        """A step begins, or goes on."""
        self._context.progress(note)
        word = note.split(maxsplit=1)[0]
        if word != self._marks[-1][0]:
            self._marks.append((word, perf_counter()))

    def spans(self) -> Iterable[tuple[str, float]]:
        """Seconds by step; the last one ends now."""
        ended = [*self._marks, ("", perf_counter())]
        for (word, began), (_, end) in pairwise(ended):
            yield word, end - began


def run(context: BenchContext) -> Iterable[Row]:
    """A file into a project, then everybody again, by what takes the time."""
    began = perf_counter()
    context.progress(f"making {context.events:,} pairs")
    shop = make_shop(context.events, context.seed)
    pairs = f"{len(shop):,} pairs"
    with tempfile.TemporaryDirectory(prefix="stayflow-bench-", dir=context.folder) as folder:
        file = Path(folder) / "pairs.parquet"
        _write(shop, file)
        del shop
        app = open_app(load_settings({"data": f"{folder}/data"}, {}))
        try:
            pipeline = _project(app)
            for name, seconds in _import(pipeline, file, context):
                yield Row(f"{pairs} from a file: {name}", seconds)
            for name, seconds in _weigh_again(pipeline, context):
                yield Row(f"{pairs} that are stored: {name}", seconds)
            yield Row("all of it", perf_counter() - began, note=_room(Path(folder)))
        finally:
            app.close()


def _project(app: App) -> Pipeline:
    made = create_project(
        NewProject("bench"), relational=app.relational, warehouse=app.warehouse, clock=app.clock
    )
    return app.pipeline(made.id)


def _import(pipeline: Pipeline, file: Path, context: BenchContext) -> Iterable[tuple[str, float]]:
    marks = Marks("file", context)
    said = read_statements(file, default_at=_DEFAULT_AT_MS)

    def change(tx: Transaction, batch: int) -> Imported:
        done = import_statements(tx, batch, said, marks.say)
        marks.say("telling")
        return done

    change_people(pipeline, change)
    for word, seconds in marks.spans():
        yield _STEPS.get(word, "reading the file"), seconds


def _weigh_again(pipeline: Pipeline, context: BenchContext) -> Iterable[tuple[str, float]]:
    marks = Marks("reading", context)

    def change(tx: Transaction, batch: int) -> _Weighed:
        done = reweigh_all(tx, batch, MergeCause.RULES, marks.say)
        marks.say("telling")
        return _Weighed(done)

    found = change_people(pipeline, change).change
    if len(found.made) or len(found.moved):
        message = "weighed again, the same pairs made other persons"
        raise AnswersDiffer(message)
    for word, seconds in marks.spans():
        yield _AGAIN[word], seconds


def _room(folder: Path) -> str:
    """What lies in the folder by now."""
    size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    return f"{size / 1e9:.1f} GB in the folder at the end, {peak_memory_mib():,} MiB of memory at the worst"


def _write(shop: Shop, file: Path) -> None:
    """One row a pair, as a list of a customer system would have it."""
    users = pa.compute.binary_join_element_wise("u", pa.array(shop.user).cast(pa.string()), "")
    others = pa.array(shop.other).cast(pa.string())
    is_phone = pa.array(shop.kind == PHONE)
    none = pa.scalar(None, pa.string())
    parquet.write_table(
        pa.table(
            {
                "user_id": users,
                "phone": pa.compute.if_else(is_phone, others, none),
                "device": pa.compute.if_else(is_phone, none, others),
                "at": shop.at,
            }
        ),
        file,
    )


TARGET = BenchTarget(
    "identities-stored",
    "millions of pairs of identities from a file into a project, and read again",
    run,
)
