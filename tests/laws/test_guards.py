"""Each guard passes a good tree, fails a bad one, and fails one in which it sees nothing."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.laws.conftest import write_into
from tools.lint.__main__ import judge, main
from tools.lint.guards import GUARDS

GUARD = {guard.name: guard for guard in GUARDS}
PYTHON = [guard.name for guard in GUARDS if not guard.folder]
CONSOLE = [guard.name for guard in GUARDS if guard.folder == "console"]
SDK = [guard.name for guard in GUARDS if guard.folder == "sdk"]


@dataclass(frozen=True)
class Bad:
    """One file that a guard must not let pass, and a word of its complaint."""

    guard: str
    path: str
    text: str
    says: str


def function_of(lines: int) -> str:
    return '"""Long."""\n\n\ndef f() -> None:\n    """Do much."""\n' + "    print(1)\n" * lines


BAD_PYTHON = (
    Bad("ruff", "src/stayflow/kernel/a.py", '"""A."""\nimport os\n', "unused-import"),
    Bad("ruff", "src/stayflow/intake/a.py", "from uuid import uuid4\n", "banned-api"),
    Bad("ruff", "src/stayflow/intake/a.py", "from . import record\n", "relative-imports"),
    Bad("ruff", "src/stayflow/intake/a.py", "x = 1\n", "undocumented-public-module"),
    Bad("format", "src/stayflow/kernel/a.py", "x = { 'a':1 }\n", "would be reformatted"),
    Bad("mypy", "src/stayflow/kernel/a.py", "def f(x):\n    return x\n", "no-untyped-def"),
    Bad("mypy", "src/stayflow/kernel/a.py", 'x: int = "one"\n', "assignment"),
    Bad("imports", "src/stayflow/kernel/a.py", "import stayflow.stores\n", "stayflow.kernel"),
    Bad("imports", "src/stayflow/act/a.py", "import stayflow.reward\n", "stayflow.reward"),
    Bad("imports", "src/stayflow/newroom/__init__.py", "", "newroom"),
    Bad("imports", "src/stayflow/intake/newroom/__init__.py", "", "newroom"),
    Bad("imports", "src/stayflow/intake/clean/a.py", "import stayflow.intake.batch\n", "clean"),
    Bad("imports", "src/stayflow/understand/profile/a.py", "import fastapi\n", "fastapi"),
    Bad("imports", "src/stayflow/understand/profile/a.py", "import psycopg\n", "psycopg"),
    Bad("doors", "src/stayflow/act/a.py", "import stayflow.reward.ledger.store\n", "inside a room"),
    Bad("sizes", "src/stayflow/kernel/a.py", "x = 1\n" * 501, "501 lines"),
    Bad("sizes", "src/stayflow/kernel/a.py", function_of(71), "f: 71 lines"),
    Bad("edges", "src/stayflow/act/a.py", "import psycopg\n", "psycopg"),
    Bad("vulture", "src/stayflow/kernel/a.py", "import json\n", "unused import 'json'"),
    Bad("deptry", "src/stayflow/kernel/a.py", "import boto3\n", "DEP001"),
)  # fmt: skip
ANY = "export const a: any = 1;\n"
UP = 'import { page } from "@/features/segment/page";\n\nexport const up = page;\n'
ACROSS = 'import { page } from "@/features/journey/page";\n\nexport const across = page;\n'
CYCLE = 'import { page } from "@/main";\n\nexport const Greeting = () => page;\n'
RED_TEST = 'import { expect, test } from "vitest";\ntest("a", () => expect(1).toBe(2));\n'
BAD_CONSOLE = (
    Bad("tsc", "src/ui/a.ts", 'export const a: number = "one";\n', "TS2322"),
    Bad("tsc", "src/ui/a.ts", "export const f = (a: string[]): string => a[0];\n", "TS2322"),
    Bad("tsc", "src/ui/a.ts", "const a = 1;\nexport const b = 2;\n", "TS6133"),
    Bad("biome", "src/ui/a.ts", ANY, "noExplicitAny"),
    Bad("biome", "src/ui/BadName.ts", "export const a = 1;\n", "useFilenamingConvention"),
    Bad("biome", "src/ui/a.ts", "export default 1;\n", "noDefaultExport"),
    Bad("biome", "src/ui/a.ts", "export const a = 1;\n" * 251, "noExcessiveLinesPerFile"),
    Bad("biome", "src/ui/a.ts", UP, "noRestrictedImports"),
    Bad("biome", "src/charts/a.ts", UP, "noRestrictedImports"),
    Bad("biome", "src/builders/a.ts", UP, "noRestrictedImports"),
    Bad("biome", "src/lib/a.ts", UP, "noRestrictedImports"),
    Bad("biome", "src/features/segment/a.ts", ACROSS, "noRestrictedImports"),
    Bad("biome", "src/ui/greeting.tsx", CYCLE, "noImportCycles"),
    Bad("knip", "src/ui/forgotten.ts", "export const a = 1;\n", "forgotten.ts"),
    Bad("vitest", "tests/a.test.ts", RED_TEST, "expected 1 to be 2"),
)  # fmt: skip
KNOWS_A_PAGE = "export const a = (): string => document.title;\n"
KNOWS_A_BROWSER = 'import { b } from "../../browser/src/b.ts";\n\nexport const a = b;\n'
BAD_SDK = (
    Bad("sdk-tsc", "core/src/a.ts", 'export const a: number = "one";\n', "TS2322"),
    Bad("sdk-tsc", "core/src/a.ts", "export enum A {\n  B,\n}\n", "TS1294"),
    Bad("sdk-biome", "browser/src/a.ts", ANY, "noExplicitAny"),
    Bad("sdk-biome", "core/src/a.ts", KNOWS_A_PAGE, "noRestrictedGlobals"),
    Bad("sdk-biome", "core/src/a.ts", KNOWS_A_BROWSER, "noRestrictedImports"),
    Bad("sdk-knip", "core/src/forgotten.ts", "export const a = 1;\n", "forgotten.ts"),
    Bad("sdk-vitest", "core/tests/a.test.ts", RED_TEST, "expected 1 to be 2"),
)  # fmt: skip


def test_every_guard_has_a_bad_tree() -> None:
    assert {bad.guard for bad in (*BAD_PYTHON, *BAD_CONSOLE, *BAD_SDK)} == set(GUARD)


@pytest.mark.parametrize("name", PYTHON)
def test_a_good_python_tree_passes(name: str, python_tree: Path) -> None:
    finding, _ = judge(GUARD[name], python_tree)
    assert finding.is_clean, finding.report
    assert finding.seen_count > 0


@pytest.mark.parametrize("bad", BAD_PYTHON, ids=lambda bad: f"{bad.guard}-{bad.says}")
def test_a_bad_python_tree_fails(bad: Bad, python_tree: Path) -> None:
    if bad.guard == "doors":
        write_into(python_tree)("src/stayflow/reward/ledger/store.py", "x = 1\n")
    write_into(python_tree)(bad.path, bad.text)
    finding, _ = judge(GUARD[bad.guard], python_tree)
    assert not finding.is_clean
    assert bad.says in finding.report


@pytest.mark.parametrize("name", CONSOLE)
def test_a_good_console_passes(name: str, console_tree: Path) -> None:
    finding, _ = judge(GUARD[name], console_tree)
    assert finding.is_clean, finding.report
    assert finding.seen_count > 0


@pytest.mark.parametrize("bad", BAD_CONSOLE, ids=lambda bad: f"{bad.guard}-{bad.path}-{bad.says}")
def test_a_bad_console_fails(bad: Bad, console_tree: Path) -> None:
    write_into(console_tree)(f"console/{bad.path}", bad.text)
    finding, _ = judge(GUARD[bad.guard], console_tree)
    assert not finding.is_clean
    assert bad.says in finding.report


@pytest.mark.parametrize("name", SDK)
def test_a_good_sdk_passes(name: str, sdk_tree: Path) -> None:
    finding, _ = judge(GUARD[name], sdk_tree)
    assert finding.is_clean, finding.report
    assert finding.seen_count > 0


@pytest.mark.parametrize("bad", BAD_SDK, ids=lambda bad: f"{bad.guard}-{bad.path}-{bad.says}")
def test_a_bad_sdk_fails(bad: Bad, sdk_tree: Path) -> None:
    write_into(sdk_tree)(f"sdk/{bad.path}", bad.text)
    finding, _ = judge(GUARD[bad.guard], sdk_tree)
    assert not finding.is_clean
    assert bad.says in finding.report


@pytest.mark.parametrize("name", list(GUARD))
def test_a_guard_that_sees_nothing_fails(name: str, empty_tree: Path) -> None:
    finding, _ = judge(GUARD[name], empty_tree)
    assert not finding.is_clean
    assert finding.seen_count == 0


def test_the_runner_fails_when_one_guard_does(
    python_tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--root", str(python_tree), "--only", "sizes", "edges"]
    assert main(arguments) == 0
    write_into(python_tree)("src/stayflow/kernel/a.py", "x = 1\n" * 501)
    assert main(arguments) == 1
    assert capsys.readouterr().out.endswith("lint: sizes failed\n")
