"""The composition root: opens the stores, gathers the rooms, hands them out."""

from contextlib import ExitStack
from dataclasses import dataclass, field

from stayflow.access.project import list_projects
from stayflow.kernel.clock import Clock, SystemClock
from stayflow.kernel.settings import Settings
from stayflow.stores.files import DataFolder
from stayflow.stores.jobs import Jobs
from stayflow.stores.log import DurableLog, open_log
from stayflow.stores.migrations import Migration, load_migrations
from stayflow.stores.relational import Relational, open_relational
from stayflow.stores.warehouse import Warehouse, open_warehouse

# Floors from the ground up; within a floor a room follows those whose tables it refers to.
ROOMS: tuple[str, ...] = (
    "stores.log",
    "stores.jobs",
    "access.project",
    "access.key",
    "access.user",
    "access.audit",
)


@dataclass(frozen=True)
class Stores:
    """The open engines."""

    folder: DataFolder
    relational: Relational
    warehouse: Warehouse
    log: DurableLog


@dataclass(frozen=True)
class App:
    """Everything that is open, by name."""

    settings: Settings
    clock: Clock
    folder: DataFolder
    relational: Relational
    warehouse: Warehouse
    log: DurableLog
    jobs: Jobs
    closing: ExitStack = field(default_factory=ExitStack, repr=False)

    def close(self) -> None:
        """Close the stores, the last opened first, and give the data folder back."""
        self.closing.close()


def migrations_of(engine: str) -> tuple[Migration, ...]:
    """Every room's migrations for `relational` or `warehouse`, in order."""
    steps: list[Migration] = []
    for room in ROOMS:
        steps += load_migrations(f"stayflow.{room}", engine)
    return tuple(steps)


def open_app(settings: Settings, *, clock: Clock | None = None, command: str = "stayflow") -> App:
    """Claim the data folder, open the stores and bring every table to its newest form.

    Args:
        settings: The settings in force.
        clock: Default: the machine's.
        command: As other processes are told who holds the folder.

    Raises:
        FolderHeld: Another process owns the data folder.
        StoreUnavailable: An engine does not answer.
    """
    with ExitStack() as opening:
        folder = DataFolder(settings.data)
        opening.enter_context(folder.claim(command))
        relational = open_relational(settings, folder.relational, migrations_of("relational"))
        opening.callback(relational.close)
        warehouse = open_warehouse(settings, folder.warehouse, migrations_of("warehouse"))
        opening.callback(warehouse.close)
        log = open_log(settings, relational)
        opening.callback(log.close)
        stores = Stores(folder, relational, warehouse, log)
        for project in list_projects(relational=relational):
            warehouse.create_project(project.id, project.zone)  # tables added since it was made
        return assemble(settings, stores, clock or SystemClock(), closing=opening.pop_all())


def assemble(
    settings: Settings, stores: Stores, clock: Clock, *, closing: ExitStack | None = None
) -> App:
    """Join the rooms over open stores."""
    return App(
        settings=settings,
        clock=clock,
        folder=stores.folder,
        relational=stores.relational,
        warehouse=stores.warehouse,
        log=stores.log,
        jobs=Jobs(stores.relational, clock),
        closing=closing or ExitStack(),
    )
