"""A run: read people, learn, find pairs, propose them. Repeatable at any point; stops between steps."""

import importlib
import importlib.util
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stayflow.intake.match import store
from stayflow.intake.match.errors import MatchingNotInstalled
from stayflow.intake.match.model import Run, RunCounts, RunState
from stayflow.intake.match.read import read_people
from stayflow.kernel.clock import Clock
from stayflow.kernel.ids import ProjectId
from stayflow.language.scope import Scope
from stayflow.stores.relational import Relational
from stayflow.stores.warehouse import ProjectWarehouse

if TYPE_CHECKING:
    from stayflow.intake.match.engine import MatchEngine

Report = Callable[[int, int, str], None]
"""Tells how much is done, of how much, and a note; raises to stop the run."""
READ_SHARE: Final = 30
LEARN_SHARE: Final = 20
FIND_SHARE: Final = 50
WHOLE: Final = READ_SHARE + LEARN_SHARE + FIND_SHARE
PEOPLE_MIN: Final = 2
WATCH_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class MatchPlace:
    """Where a run reads, keeps and writes.

    Attributes:
        folder: A scratch folder is made in it and goes away with the run.
    """

    project: ProjectId
    relational: Relational
    warehouse: ProjectWarehouse
    scope: Scope
    clock: Clock
    folder: Path


def check_installed() -> None:
    """Do nothing where the libraries are.

    Raises:
        MatchingNotInstalled: They are not.
    """
    if importlib.util.find_spec("splink") is None or importlib.util.find_spec("duckdb") is None:
        raise MatchingNotInstalled(
            "probabilistic matching is an extra: pip install 'stayflow[match]', then start again"
        )


def run_match(run: Run, place: MatchPlace, report: Report) -> Run:
    """Carry out a run.

    Doing it again proposes the same pairs again, which changes nothing.

    Args:
        run: As noted by `add_run`.
        place: Where.
        report: Called between steps; what it raises ends the run.

    Returns:
        The run as it ended.

    Raises:
        MatchingNotInstalled: The extra is missing.
    """
    check_installed()
    run = _kept(replace(run, state=RunState.RUNNING, counts=RunCounts()), place)
    with _engine(run, place) as engine:
        run = _read(run, place, engine, report)
        if run.counts.people >= PEOPLE_MIN:
            with _watched(engine, lambda: report(READ_SHARE, WHOLE, "learning")):
                engine.train()
            run = replace(run, trained=engine.is_trained, weights=engine.weights())
            run = _find(run, place, engine, report)
    with place.relational.project(place.project) as tx:
        store.drop_stale(tx, run)
    return _kept(replace(run, state=RunState.DONE, ended_at=place.clock.now()), place)


@contextmanager
def _engine(run: Run, place: MatchPlace) -> "Iterator[MatchEngine]":
    """A fresh engine in a scratch folder that goes away."""
    made = importlib.import_module("stayflow.intake.match.engine").MatchEngine
    place.folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="match-", dir=place.folder))
    try:
        with closing(made(scratch, run.rules.fields)) as engine:
            yield engine
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _watched(engine: "MatchEngine", say: Callable[[], None]) -> Iterator[None]:
    """Report now and every few seconds of a long step; a report that raises ends the step."""
    say()
    over = threading.Event()
    raised: list[Exception] = []

    def watch() -> None:
        while not over.wait(WATCH_SECONDS):
            try:
                say()
            except Exception as error:  # noqa: BLE001 - it is raised below, in the run's own thread
                raised.append(error)
                engine.stop()
                return

    watcher = threading.Thread(target=watch, daemon=True, name="match-watch")
    watcher.start()
    try:
        yield
    except Exception:
        if not raised:
            raise
    finally:
        over.set()
        watcher.join()
    if raised:
        raise raised[0]


def _read(run: Run, place: MatchPlace, engine: "MatchEngine", report: Report) -> Run:
    people = asked = 0
    with place.relational.project(place.project) as tx:
        bound = max(1, store.person_id_bound(tx))
        for part in read_people(
            run.rules.fields,
            tx=tx,
            scope=place.scope,
            warehouse=place.warehouse,
            only_kind=run.only_kind,
        ):
            engine.add(part.records)
            people, asked = people + part.records.num_rows, asked + part.asked
            report(READ_SHARE * part.end // bound, WHOLE, f"{people} people read")
    return _kept(replace(run, counts=replace(run.counts, people=people, asked=asked)), place)


def _find(run: Run, place: MatchPlace, engine: "MatchEngine", report: Report) -> Run:
    counts = run.counts
    for chunk in range(1, engine.chunks + 1):
        done = READ_SHARE + LEARN_SHARE + FIND_SHARE * (chunk - 1) // engine.chunks
        say = partial(report, done, WHOLE, f"{counts.proposed} pairs proposed")
        with _watched(engine, say):
            engine.weigh(chunk, run.rules.propose_at)
        for pairs in engine.take():
            with place.relational.project(place.project) as tx:
                kept = store.keep_pairs(
                    tx, pairs, engine.prior, run_id=run.run_id, now=place.clock.now()
                )
            counts = replace(
                counts,
                pairs=counts.pairs + len(pairs),
                proposed=counts.proposed + kept.proposed,
                known=counts.known + kept.known,
                forbidden=counts.forbidden + kept.forbidden,
            )
        run = _kept(replace(run, counts=counts), place)
    return run


def _kept(run: Run, place: MatchPlace) -> Run:
    with place.relational.project(place.project) as tx:
        store.save_run(tx, run)
    return run
