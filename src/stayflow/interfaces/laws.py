"""Every law that must always hold in a project, of every room; `stayflow check` runs them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stayflow.act.campaign import CAMPAIGN_INVARIANTS
from stayflow.act.destination import DESTINATION_INVARIANTS
from stayflow.act.outbox import OUTBOX_INVARIANTS
from stayflow.app import App
from stayflow.intake.invariants import FACT_LAWS, STATE_LAWS
from stayflow.interfaces.erasing import find_traces
from stayflow.kernel.ids import ProjectId
from stayflow.reward.ledger import LAWS, find_violations
from stayflow.stores.relational import Transaction
from stayflow.understand.invariants import UNDERSTAND_LAWS

TransactionLaw = Callable[[Transaction], list[str]]


@dataclass(frozen=True, slots=True)
class CheckedLaw:
    """A law, and examples of what breaks it; none when it holds."""

    name: str
    sentence: str
    violations: tuple[str, ...]


def check_project(app: App, project: ProjectId) -> list[CheckedLaw]:
    """Check every law of a project."""
    return [
        *_check_rooms(app, project, "intake", STATE_LAWS),
        *_check_facts(app, project),
        *_check_known(app, project),
        *_check_rooms(app, project, "outbox", OUTBOX_INVARIANTS),
        *_check_rooms(app, project, "campaign", CAMPAIGN_INVARIANTS),
        *_check_rooms(app, project, "destination", DESTINATION_INVARIANTS),
        *_check_ledger(app, project),
        _check_erased(app, project),
    ]


def _check_rooms(
    app: App, project: ProjectId, room: str, laws: tuple[TransactionLaw, ...]
) -> Iterator[CheckedLaw]:
    for law in laws:
        with app.relational.project(project) as tx:
            broken = law(tx)
        sentence = (law.__doc__ or "").partition("\n")[0]
        yield CheckedLaw(f"{room}.{law.__name__}", sentence, tuple(broken))


def _check_facts(app: App, project: ProjectId) -> Iterator[CheckedLaw]:
    for law in FACT_LAWS:
        with app.relational.project(project) as tx:
            broken = law(tx, app.facts(project))
        sentence = (law.__doc__ or "").partition("\n")[0]
        yield CheckedLaw(f"intake.{law.__name__}", sentence, tuple(broken))


def _check_known(app: App, project: ProjectId) -> Iterator[CheckedLaw]:
    for law in UNDERSTAND_LAWS:
        with app.relational.project(project) as tx:
            broken = law(tx, app.facts(project), app.scope(project))
        sentence = (law.__doc__ or "").partition("\n")[0]
        yield CheckedLaw(f"understand.{law.__name__}", sentence, tuple(broken))


def _check_ledger(app: App, project: ProjectId) -> Iterator[CheckedLaw]:
    with app.relational.project(project) as tx:
        broken = find_violations(tx)
    for law in LAWS:
        examples = tuple(each.sentence for each in broken if each.law == law.name)
        yield CheckedLaw(f"ledger.{law.name}", law.sentence, examples)


def _check_erased(app: App, project: ProjectId) -> CheckedLaw:
    left = find_traces(app, project)
    return CheckedLaw(
        "erasure.nothing_is_left_of_erased_people",
        "No table tells anything of a person who was erased.",
        tuple(f"{rows} rows of erased people in {place}" for place, rows in left.items()),
    )
