"""What stands in `deploy/` and in the manual names settings and commands that exist."""

import re
from pathlib import Path

import pytest
import yaml

from stayflow.kernel.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = [
    *sorted((ROOT / "deploy").rglob("*.*")),
    ROOT / "deploy" / "container" / "Dockerfile",
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "run",
]
# read by the scripts of the house, before there is a settings table
OF_THE_SCRIPTS = {"STAYFLOW_CHROMIUM", "STAYFLOW_PYTHON"}


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
