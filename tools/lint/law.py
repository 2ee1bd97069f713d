"""A house law: what it looks at, what it reports, and how a line may be excused.

A law that can be silenced without a trace is prose again. So an excuse is written on the line,
names the law and gives its reason (`# lint-skip: edges (the embedded engine asks for it)`), and an
excuse that excuses nothing is reported too.
"""

import ast
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

EXCUSE = re.compile(r"#\s*lint-skip:\s*(?P<law>[\w-]+)\s*(?P<reason>.*)$")
REASON_CHARACTERS_MIN = 5
# Guards run side by side, and Python 3.11 counts the depth of two trees under way as one.
_ONE_TREE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Module:
    """One parsed source file; `name` is dotted as Python would import it."""

    path: Path
    name: str
    source: str
    tree: ast.Module


@dataclass(frozen=True)
class Violation:
    """One broken law at one line."""

    path: Path
    line: int
    law: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.law}] {self.message}"


@dataclass(frozen=True)
class Law:
    """A named check over all modules of the folders it is given."""

    name: str
    check: Callable[[Sequence[Module]], Iterator[Violation]]


class NothingSeen(Exception):
    """A guard found no file to look at, so its silence would mean nothing."""


def load_modules(folders: Sequence[Path]) -> list[Module]:
    """Parse every Python file below `folders`; the folder `src` is not part of a module's name.

    Raises:
        NothingSeen: There is no Python file in any of them.
    """
    modules = []
    for folder in folders:
        root = folder if folder.name == "src" else folder.parent
        for path in sorted(folder.rglob("*.py")):
            if "node_modules" in path.parts:
                continue
            parts = path.relative_to(root).with_suffix("").parts
            source = path.read_text(encoding="utf-8")
            name = ".".join(parts).removesuffix(".__init__")
            with _ONE_TREE_AT_A_TIME:
                tree = ast.parse(source, str(path))
            modules.append(Module(path, name, source, tree))
    if not modules:
        raise NothingSeen(f"no Python file below {', '.join(map(str, folders)) or 'nothing'}")
    return modules


def enforce(law: Law, modules: Sequence[Module]) -> list[Violation]:
    """Run one law; drop what is excused, add excuses that lack a reason or an offence."""
    excuses = {
        (module.path, number): match["reason"].strip()
        for module in modules
        for number, line in enumerate(module.source.splitlines(), start=1)
        if (match := EXCUSE.search(line)) and match["law"] == law.name
    }
    used: set[tuple[Path, int]] = set()
    found = []
    for violation in law.check(modules):
        place = (violation.path, violation.line)
        if place in excuses:
            used.add(place)
        else:
            found.append(violation)
    for (path, line), reason in excuses.items():
        if (path, line) not in used:
            found.append(Violation(path, line, law.name, "this excuse excuses nothing; remove it"))
        elif len(reason) < REASON_CHARACTERS_MIN:
            found.append(Violation(path, line, law.name, "an excuse gives its reason"))
    return found
