"""The list of guards, and how each shows that it looked at something.

A guard that checked nothing says "all fine" (dependency-cruiser under TypeScript 7: "no violations,
0 modules"). So every guard tells how many files it saw, and none seen is a failure.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.lint.doors import DOORS
from tools.lint.edges import EDGES
from tools.lint.law import Law, NothingSeen, enforce, load_modules
from tools.lint.sizes import SIZES

GUARD_SECONDS_MAX = 600


@dataclass(frozen=True)
class Finding:
    """What a guard had to say of one tree."""

    is_clean: bool
    seen_count: int
    report: str


@dataclass(frozen=True)
class Guard:
    """One guard: its name, how it is asked about a tree, and which folder of TypeScript it looks at.

    `folder` is empty for the guards of Python.
    """

    name: str
    look: Callable[[Path], Finding]
    folder: str = ""


def run_tool(command: list[str], folder: Path) -> tuple[bool, str]:
    """Run a bought guard without colours; return whether it passed and all it said."""
    tools = Path(sys.executable).parent  # not resolved: the environment's folder, also in a venv
    environ = {**os.environ, "NO_COLOR": "1", "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    environ["PYTHONPATH"] = str(folder / "src")  # this tree's package, not the installed one
    environ.pop("FORCE_COLOR", None)
    done = subprocess.run(
        command,
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=GUARD_SECONDS_MAX,
        check=False,
    )
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def bought(name: str, command: list[str], seen: str) -> Guard:
    """Make the guard of a bought Python tool that prints the number of files it saw.

    Args:
        name: What `--only` calls it.
        command: Module and arguments for `python -m`.
        seen: Pattern whose groups hold the numbers of files seen; they are added up.
    """

    def look(root: Path) -> Finding:
        passed, output = run_tool([sys.executable, "-m", *command], root)
        counts = [int(n) for found in re.findall(seen, output) for n in groups(found) if n]
        return Finding(passed, sum(counts), output)

    return Guard(name, look)


def groups(found: str | tuple[str, ...]) -> tuple[str, ...]:
    """`re.findall` gives a text for one group and a tuple for several."""
    return (found,) if isinstance(found, str) else found


def ruff_check(root: Path) -> Finding:
    """Ask ruff which files it would look at, then look."""
    _, files = run_tool([sys.executable, "-m", "ruff", "check", "--show-files", "."], root)
    passed, output = run_tool([sys.executable, "-m", "ruff", "check", "--no-fix", "."], root)
    return Finding(passed, sum(line.endswith(".py") for line in files.splitlines()), output)


def lint_imports(root: Path) -> Finding:
    """Check the import contracts; without contracts nothing was seen."""
    if not any((root / "src").rglob("*.py")):  # else the installed package would be looked at
        return Finding(is_clean=False, seen_count=0, report="no package below src")
    program = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as m; m()"]
    passed, output = run_tool([*program, "--no-logo"], root)
    files = re.search(r"Analyzed (\d+) files", output)
    contracts = re.search(r"Contracts: (\d+) kept, (\d+) broken", output)
    if not files or not contracts or not sum(map(int, contracts.groups())):
        return Finding(passed, 0, output)
    return Finding(passed, int(files[1]), output)


def vulture(root: Path) -> Finding:
    """Look for dead code in the folders of `[tool.vulture]`."""
    paths = [root / path for path in read_tool_table(root, "vulture").get("paths", [])]
    passed, output = run_tool([sys.executable, "-m", "vulture"], root)
    return Finding(passed, sum(1 for path in paths for _ in path.rglob("*.py")), output)


def read_tool_table(root: Path, *names: str) -> dict[str, list[str]]:
    """Read one `[tool.…]` table of the tree's `pyproject.toml`; missing is empty."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    for name in names:
        table = table.get(name, {})
    return dict(table)


def house_law(law: Law) -> Guard:
    """Make the guard of one of our own laws; its folders stand in `[tool.stayflow.lint]`."""

    def look(root: Path) -> Finding:
        folders = [root / folder for folder in read_tool_table(root, "stayflow", "lint")[law.name]]
        try:
            modules = load_modules([folder for folder in folders if folder.is_dir()])
        except NothingSeen as nothing:
            return Finding(is_clean=False, seen_count=0, report=str(nothing))
        found = enforce(law, modules)
        return Finding(not found, len(modules), "\n".join(map(str, found)))

    return Guard(law.name, look)


def script_tool(name: str, command: list[str], folder: str) -> Guard:
    """Make the guard of a bought tool for a folder of TypeScript; it must see the sources there."""

    def look(root: Path) -> Finding:
        place = root / folder
        program = place / "node_modules" / ".bin" / command[0]
        if not program.exists():
            return Finding(
                is_clean=False, seen_count=0, report=f"{program} is missing; ./run --setup"
            )
        passed, output = run_tool([str(program), *command[1:]], place)
        sources = [
            path
            for end in ("*.ts", "*.tsx")
            for path in place.rglob(f"src/**/{end}")
            if "node_modules" not in path.parts
        ]
        return Finding(passed, len(sources), output)

    return Guard(name, look, folder)


TSC = ["tsc", "--noEmit"]
BIOME = ["biome", "ci", "--colors=off", "."]
KNIP = ["knip", "--treat-config-hints-as-errors"]
VITEST = ["vitest", "run"]

GUARDS = (
    Guard("ruff", ruff_check),
    bought("format", ["ruff", "format", "--check", "."], r"(\d+) files? (?:already|would be)"),
    bought("mypy", ["mypy"], r"in (\d+) source files?|checked (\d+) source files?"),
    Guard("imports", lint_imports),
    house_law(DOORS),
    house_law(SIZES),
    house_law(EDGES),
    Guard("vulture", vulture),
    bought("deptry", ["deptry", "."], r"Scanning (\d+) files?"),
    script_tool("tsc", TSC, "console"),
    script_tool("biome", BIOME, "console"),
    script_tool("knip", KNIP, "console"),
    script_tool("vitest", VITEST, "console"),
    script_tool("sdk-tsc", TSC, "sdk"),
    script_tool("sdk-biome", BIOME, "sdk"),
    script_tool("sdk-knip", KNIP, "sdk"),
    script_tool("sdk-vitest", VITEST, "sdk"),
)
