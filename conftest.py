"""What holds for every test: the group `shared` is run, or named as not run."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
SHARED_DATA = ROOT.parent / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out `shared` where its data is not."""
    if SHARED_DATA.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="group shared: ../shared/data is not there"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the group `shared` when it was not run: a test that is left out is never silent."""
    if SHARED_DATA.is_dir():
        return
    left_out = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "shared" in getattr(report, "keywords", {})
    ]
    terminalreporter.write_sep("-", "group shared")
    terminalreporter.write_line(
        f"group shared: {len(left_out)} tests were not run, for ../shared/data is not there"
    )
