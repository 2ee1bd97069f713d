"""Ordered migrations, shipped by the rooms whose tables they make."""

from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: applied once, in order of (room as listed, number)."""

    room: str
    number: int
    name: str
    sql: str


def load_migrations(package: str, engine: str) -> tuple[Migration, ...]:
    """The migrations of one room for one engine, by number.

    Args:
        package: Dotted name of the room, such as `stayflow.reward.ledger`.
        engine: `relational` or `warehouse`: the folder under the room's `migrations/`.
    """
    folder = resources.files(package) / "migrations" / engine
    if not folder.is_dir():
        return ()
    room = package.removeprefix("stayflow.")
    steps = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".sql"):
            number, _, name = entry.name.removesuffix(".sql").partition("_")
            steps.append(Migration(room, int(number), name, entry.read_text(encoding="utf-8")))
    return tuple(steps)
