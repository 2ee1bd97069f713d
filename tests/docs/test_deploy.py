"""What stands in `deploy/` and in the manual names settings and commands that exist."""

import re
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from stayflow.interfaces.cli.main import cli
from stayflow.kernel.settings import SETTINGS
from tools.reference.pages import leaf_commands

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    *sorted((ROOT / "deploy").rglob("*.*")),
    ROOT / "deploy" / "container" / "Dockerfile",
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "run",
]
# read by the tests and scripts of the house, where there is no settings table
OF_THE_SCRIPTS = {
    "STAYFLOW_SNAPSHOTS",
    "STAYFLOW_EXAMPLES",
    "STAYFLOW_CHROMIUM",
    "STAYFLOW_PYTHON",
}


CALL = re.compile(r"""\bstayflow"?\ ([a-z]+)(?:\ ([a-z]+))?([^`|&\n]*)""", re.VERBOSE)
COMMANDS = {
    tuple(path.split()): {option for each in command.params for option in each.opts}
    for path, command in leaf_commands(get_command(cli), "")
}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", WRITTEN, ids=relative)
def test_every_setting_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bSTAYFLOW_[A-Z_]+[A-Z]\b", path.read_text(encoding="utf-8")))
    assert named <= {setting.variable for setting in SETTINGS} | OF_THE_SCRIPTS


@pytest.mark.parametrize("name", ["compose.yaml", "compose.servers.yaml"])
def test_a_composition_can_be_read(name: str) -> None:
    file = ROOT / "deploy" / "container" / name
    composed = yaml.safe_load(file.read_text(encoding="utf-8"))
    volumes = {
        volume.split(":")[0]
        for service in composed["services"].values()
        for volume in service.get("volumes", [])
    }
    assert volumes == set(composed["volumes"])
    build = composed["services"]["stayflow"]["build"]
    assert (file.parent / build["context"] / build["dockerfile"]).is_file()


def calls(path: Path) -> list[tuple[tuple[str, ...], set[str]]]:
    """The commands that a file shows, each with the options it is given."""
    found = []
    for first, second, rest in CALL.findall(path.read_text(encoding="utf-8")):
        names = next((words for words in ((first, second), (first,)) if words in COMMANDS), None)
        if names:
            found.append((names, set(re.findall(r"(?<!\S)--[a-z-]+", rest))))
    return found


def test_the_documents_show_commands() -> None:
    shown = {names for path in WRITTEN for names, _ in calls(path)}
    assert {("import",), ("serve",), ("demo",), ("check",), ("project", "create")} <= shown


@pytest.mark.parametrize("path", WRITTEN, ids=relative)
def test_every_option_shown_exists(path: Path) -> None:
    for names, options in calls(path):
        assert options <= COMMANDS[names], f"{relative(path)}: stayflow {' '.join(names)}"
