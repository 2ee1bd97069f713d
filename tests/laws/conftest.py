"""A small tree that obeys every law, to be broken in one place."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tools.lint.guards import run_tool

ROOT = Path(__file__).resolve().parents[2]
CONSOLE_CONFIGS = ("biome.jsonc", "tsconfig.json")
USED = frozenset({"@types/react", "knip", "react", "typescript", "vitest"})
MAIN = """import { StrictMode } from "react";
import { Greeting } from "@/ui/greeting";

export const page = (
  <StrictMode>
    <Greeting name="留量" />
  </StrictMode>
);
"""
GREETING = """export function Greeting({ name }: { name: string }) {
  return <p>{name}</p>;
}
"""
TEST = """import { expect, test } from "vitest";

test("one is one", () => expect(1).toBe(1));
"""
GOOD_CONSOLE = {
    "src/main.tsx": MAIN,
    "src/ui/greeting.tsx": GREETING,
    "tests/greeting.test.ts": TEST,
}

GOOD_SDK = {
    "core/src/core.ts": "export const said = (): string => String(Date.now());\n",
    "core/tests/core.test.ts": TEST,
    "browser/src/script.ts": 'import { said } from "../../core/src/core.ts";\n\nsaid();\n',
}
SDK_CONFIGS = ("biome.jsonc", "tsconfig.json", "vitest.config.ts")

Write = Callable[[str, str], Path]


def rooms() -> set[str]:
    """Every package that an import contract names, so that each contract has what it orders."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = {"stayflow"}
    for contract in table["tool"]["importlinter"]["contracts"]:
        for container in contract.get("containers", []):
            names = re.findall(r"\w+", " ".join(contract["layers"]))
            found |= {container, *(f"{container}.{name}" for name in names)}
    return found


def write_into(tree: Path) -> Write:
    def write(name: str, text: str) -> Path:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def make_empty(tree: Path) -> Path:
    """Our configuration and nothing for it to look at."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    # deptry would rightly call every dependency of an empty tree unused
    text = re.sub(
        r"^dependencies = \[.*?^\]", "dependencies = []", text, flags=re.DOTALL | re.MULTILINE
    )
    text = re.sub(
        r"(?s)^\[project\.optional-dependencies\].*?(?=^\[)", "", text, flags=re.MULTILINE
    )
    (tree / "pyproject.toml").write_text(text, encoding="utf-8")
    return tree


def write_tables(folder: Path, tables: Mapping[str, object]) -> None:
    """Write JSON files as Biome wants them."""
    for name, table in tables.items():
        (folder / name).write_text(json.dumps(table), encoding="utf-8")
    run_tool(["node_modules/.bin/biome", "format", "--write", *tables], folder)


@pytest.fixture
def empty_tree(tmp_path: Path) -> Path:
    """Our configuration and nothing for it to look at."""
    return make_empty(tmp_path)


@pytest.fixture
def python_tree(empty_tree: Path) -> Path:
    """Our floors and rooms, each with an empty door."""
    write = write_into(empty_tree)
    for room in rooms():
        write(f"src/{room.replace('.', '/')}/__init__.py", f'"""The door of {room}."""\n')
    write("tools/__init__.py", '"""What builds the house."""\n')
    write("sdk/python/src/stayflow_sdk/__init__.py", '"""Our SDK for Python."""\n')
    return empty_tree


@pytest.fixture(scope="session")
def good_console(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our console's configuration over two files and a test."""
    tree = make_empty(tmp_path_factory.mktemp("good"))
    console = tree / "console"
    write = write_into(console)
    for name, text in GOOD_CONSOLE.items():
        write(name, text)
    for name in CONSOLE_CONFIGS:
        shutil.copy(ROOT / "console" / name, console / name)
    package = json.loads((ROOT / "console" / "package.json").read_text(encoding="utf-8"))
    del package["scripts"]
    for group in ("dependencies", "devDependencies"):
        package[group] = {name: line for name, line in package[group].items() if name in USED}
    knip = json.loads((ROOT / "console" / "knip.json").read_text(encoding="utf-8"))
    knip.pop("ignore", None)  # an ignore that ignores nothing is an error of its own
    (console / "node_modules").symlink_to(ROOT / "console" / "node_modules")
    write_tables(console, {"package.json": package, "knip.json": knip})
    return tree


@pytest.fixture
def console_tree(good_console: Path, tmp_path: Path) -> Path:
    """A console to be broken."""
    return shutil.copytree(good_console, tmp_path, symlinks=True, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def good_sdk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of our SDKs over two files and a test."""
    tree = make_empty(tmp_path_factory.mktemp("good"))
    sdk = tree / "sdk"
    write = write_into(sdk)
    for name, text in GOOD_SDK.items():
        write(name, text)
    for name in SDK_CONFIGS:
        shutil.copy(ROOT / "sdk" / name, sdk / name)
    package = {
        "type": "module",
        "devDependencies": {"@types/node": "*", "happy-dom": "*", "vitest": "*"},
    }
    knip = json.loads((ROOT / "sdk" / "knip.json").read_text(encoding="utf-8"))
    # an entry or a pattern that matches nothing is an error of its own
    knip |= {"entry": ["browser/src/script.ts"], "project": ["{core,browser}/**/*.ts"]}
    (sdk / "node_modules").symlink_to(ROOT / "sdk" / "node_modules")
    write_tables(sdk, {"package.json": package, "knip.json": knip})
    return tree


@pytest.fixture
def sdk_tree(good_sdk: Path, tmp_path: Path) -> Path:
    """SDKs to be broken."""
    return shutil.copytree(good_sdk, tmp_path, symlinks=True, dirs_exist_ok=True)
