"""The two commands: plain shell, and nothing left out in silence."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("run", "test", ".ci/run", "tools/house/environment.sh")
MARKED = """
import pytest

@pytest.mark.shared
def test_reads_the_shared_data(): pass

def test_reads_nothing(): pass
"""


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_plain_shell(script: str) -> None:
    shell = shutil.which("dash") or "/bin/sh"
    checked = subprocess.run(
        [shell, "-n", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("script", SCRIPTS[:3])
def test_a_command_can_be_started(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


def test_the_integration_runs_the_test_command() -> None:
    assert '/../test"' in (ROOT / ".ci" / "run").read_text()


def run_marked(root: Path) -> str:
    """Run one shared and one other test in a repository of their own; return pytest's words."""
    (root / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "conftest.py", root)
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "tests" / "test_marked.py").write_text(MARKED)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_the_shared_group_runs_where_its_data_is(tmp_path: Path) -> None:
    (tmp_path / "shared" / "data").mkdir(parents=True)
    words = run_marked(tmp_path / "main")
    assert "2 passed" in words
    assert "group shared" not in words


def test_the_shared_group_is_named_where_its_data_is_not(tmp_path: Path) -> None:
    words = run_marked(tmp_path / "main")
    assert "group shared: 1 tests were not run, for ../shared/data is not there" in words
    assert "1 passed, 1 skipped" in words.splitlines()[-1]
