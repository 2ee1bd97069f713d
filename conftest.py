"""What holds for every test: the group `shared` is run, or named as not run."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
SHARED_DATA = ROOT.parent / "shared" / "data"
ONE_SERVER = ("tests/console", "tests/sdks")
"""Folders whose tests share a server and a browser: one process runs all of such a folder."""
LONGEST = (*ONE_SERVER, "tests/journeys", "tests/shared")
"""Begun first, so that no process is left with a long one at the end."""


@pytest.hookimpl(tryfirst=True)  # before the processes share the items out by these marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what stays together when several processes share the tests, and what `shared` leaves out."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: not _group(item).startswith(LONGEST))
    _skip_shared(items)


def _group(item: pytest.Item) -> str:
    file = item.path.relative_to(ROOT).as_posix()
    return next((folder for folder in ONE_SERVER if file.startswith(f"{folder}/")), file)


def _skip_shared(items: list[pytest.Item]) -> None:
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
