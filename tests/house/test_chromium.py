"""The browser is found, or its lack is a failure with a sentence; it is never passed over."""

import sys
from pathlib import Path

import pytest

from tools.house import chromium, node


def program(folder: Path, name: str, exit_code: int) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {name} 1.0\nexit {exit_code}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No browser anywhere, and no way to install one."""
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    monkeypatch.setattr(chromium, "playwright_chromium", lambda: None)
    monkeypatch.setattr(chromium, "install_chromium", lambda: None)
    return tmp_path


def test_a_named_browser_is_taken(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(bare_machine, "mine", 0)
    monkeypatch.setenv(chromium.VARIABLE, named)
    assert chromium.find_chromium() == named


def test_a_named_browser_that_does_not_run_is_told(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(chromium.VARIABLE, program(bare_machine, "mine", 1))
    with pytest.raises(chromium.ChromiumMissing, match="does not run"):
        chromium.find_chromium()


def test_the_systems_browser_is_taken_if_it_runs(bare_machine: Path) -> None:
    program(bare_machine, "chromium", 1)
    chrome = program(bare_machine, "google-chrome", 0)
    assert chromium.find_chromium() == chrome


@pytest.mark.usefixtures("bare_machine")
def test_no_browser_is_a_failure_with_a_sentence() -> None:
    with pytest.raises(chromium.ChromiumMissing, match="install the package `chromium`"):
        chromium.get_chromium()


@pytest.mark.parametrize(
    ("version", "usable"), [("v22.11.0", False), ("v22.12.0", True), ("v24.1.0", True), ("", False)]
)
def test_node_must_be_new_enough(tmp_path: Path, version: str, usable: bool) -> None:
    for name in ("node", "npm"):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
    assert node.is_usable(str(tmp_path)) is usable


def test_node_without_npm_is_not_enough(tmp_path: Path) -> None:
    path = tmp_path / "node"
    path.write_text("#!/bin/sh\necho v24.0.0\n")
    path.chmod(0o755)
    assert node.is_usable(str(tmp_path)) is False
    assert node.node_version(sys.executable) is None
