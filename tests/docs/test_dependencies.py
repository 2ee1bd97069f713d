"""The page of dependencies lists exactly what is asked for."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tools.house.lock import PLATFORM, left_out

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dependencies.md"


def listed(section: str) -> list[str]:
    """First cells of the table under a heading."""
    text = PAGE.read_text(encoding="utf-8")
    body = text.split(f"\n## {section}\n", maxsplit=1)[1].split("\n## ", maxsplit=1)[0]
    return re.findall(r"^\| `([^`]+)` \|", body, flags=re.MULTILINE)


def names(requirements: list[str]) -> list[str]:
    """Requirements without extras and versions."""
    return [re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0] for line in requirements]


def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_platforms_dependencies_are_listed() -> None:
    assert sorted(listed("The platform")) == sorted(names(project()["project"]["dependencies"]))


def test_the_build_requirements_are_listed() -> None:
    assert sorted(listed("Building")) == sorted(names(project()["build-system"]["requires"]))


def test_the_development_dependencies_are_listed() -> None:
    assert sorted(listed("Development")) == sorted(names(project()["dependency-groups"]["dev"]))
    assert sorted(listed("Benchmarks")) == sorted(names(project()["dependency-groups"]["bench"]))


def test_the_extras_are_listed_and_tested() -> None:
    extras = [
        each for group in project()["project"]["optional-dependencies"].values() for each in group
    ]
    assert sorted(listed("Extras")) == sorted(names(extras))
    assert set(extras) <= set(project()["dependency-groups"]["dev"])


def test_the_consoles_packages_are_listed() -> None:
    package = json.loads((ROOT / "console" / "package.json").read_text(encoding="utf-8"))
    wanted = {*package["dependencies"], *package["devDependencies"]}
    assert sorted(listed("The console")) == sorted(wanted)


def test_our_sdks_ask_for_nothing_and_are_built_with_the_consoles_tools() -> None:
    console, sdk = (
        json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))
        for folder in ("console", "sdk")
    )
    assert "dependencies" not in sdk
    assert sdk["devDependencies"].items() <= console["devDependencies"].items()
    python = tomllib.loads((ROOT / "sdk" / "python" / "pyproject.toml").read_text(encoding="utf-8"))
    assert python["project"]["dependencies"] == []


def test_every_row_is_filled() -> None:
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert len(rows) > 60
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 6, row
        assert all(cells), row


@pytest.mark.parametrize("folder", ["console", "sdk"])
def test_the_lock_file_names_no_registry(folder: str) -> None:
    lock = (ROOT / folder / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock


@pytest.mark.parametrize("folder", ["console", "sdk"])
def test_the_lock_file_knows_every_platform(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    assert [name for name, _, _ in left_out(lock["packages"]) if PLATFORM.search(name)] == []
