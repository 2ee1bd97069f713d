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


def offered_names(module: Module) -> frozenset[str]:
    """Names that a door binds itself; one of them may be called like a module of its room."""
    names: set[str] = set()
    for node in module.tree.body:
        match node:
            case ast.ImportFrom(names=aliases):
                names |= {alias.asname or alias.name for alias in aliases}
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(names)


def imported_modules(
    tree: ast.Module, offered: dict[str, frozenset[str]]
) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted module) for every absolute import of a module.

    Args:
        tree: Where to look.
        offered: By module, the names it offers itself.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            own = offered.get(node.module, frozenset())
            inside = [alias.name for alias in node.names if alias.name not in own]
            names = [node.module, *(f"{node.module}.{name}" for name in inside)]
        else:
            continue
        for name in names:
            if name in offered:
                yield node.lineno, name


def check(modules: Sequence[Module]) -> Iterator[Violation]:
    """Yield every import that goes past another room's door."""
    offered = {module.name: offered_names(module) for module in modules}
    for module in modules:
        own_room = module.name.split(".")[:ROOM_DEPTH]
        for line, target in imported_modules(module.tree, offered):
            parts = target.split(".")
            if len(parts) > ROOM_DEPTH and parts[:ROOM_DEPTH] != own_room:
                room = ".".join(parts[:ROOM_DEPTH])
                message = f"{target} is inside a room; import from {room}"
                yield Violation(module.path, line, "doors", message)


DOORS = Law("doors", check)
