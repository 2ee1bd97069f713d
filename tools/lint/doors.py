"""Doors: a room is entered only through its `__init__`.

A module that reaches past another room's door ties itself to that room's insides, and the room
can no longer be rebuilt alone. Flags `from stayflow.reward.ledger.store import Transfers` and
`from stayflow.reward.ledger import store` written outside `stayflow/reward/ledger/`.
Write `from stayflow.reward.ledger import Transfers` instead.
"""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.law import Law, Module, Violation

ROOM_DEPTH = 3  # stayflow.<floor>.<room>


def imported_modules(tree: ast.Module, modules: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted module) for every absolute import of one of `modules`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name in modules:
                yield node.lineno, name


def check(modules: Sequence[Module]) -> Iterator[Violation]:
    """Yield every import that goes past another room's door."""
    known = frozenset(module.name for module in modules)
    for module in modules:
        own_room = module.name.split(".")[:ROOM_DEPTH]
        for line, target in imported_modules(module.tree, known):
            parts = target.split(".")
            if len(parts) > ROOM_DEPTH and parts[:ROOM_DEPTH] != own_room:
                room = ".".join(parts[:ROOM_DEPTH])
                yield Violation(
                    module.path, line, "doors", f"{target} is inside a room; import from {room}"
                )


DOORS = Law("doors", check)
