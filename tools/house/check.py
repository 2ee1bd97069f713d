"""Check the house: linters first, all of them; then every test; one of them red makes it red."""

import os
import subprocess
import sys
from pathlib import Path

from tools.house.chromium import VARIABLE, ChromiumMissing, get_chromium
from tools.house.process import say
from tools.house.setup import ROOT
from tools.lint.__main__ import main as lint

# One more than there are cores here: many tests wait for a process, a browser or a clock.
TOGETHER = ["-n", "3", "--dist", "loadscope", "--no-loadscope-reorder", "--durations=25"]
"""Three processes, each with engines of its own; `tests/schedule.py` says what stays together."""


def run_pytest(arguments: list[str], chromium: str | None) -> int:
    """Run pytest in its own process; return its exit code."""
    own = Path(sys.executable).parent  # not resolved: the environment's own folder
    environ = {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if chromium:
        environ[VARIABLE] = chromium
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode


def find_browser() -> str | None:
    """Return the Chromium for the browser tests, or say why there is none."""
    try:
        return get_chromium()
    except ChromiumMissing as missing:
        say(f"{missing}; this run will fail")
        return None


def main(arguments: list[str]) -> int:
    """Run what was asked for; return the exit code. Pytest's summary line is the last one."""
    if arguments == ["--lint"]:
        return lint([])
    if arguments:
        return run_pytest(arguments, chromium=None)
    chromium = find_browser()
    linted = lint([])
    tested = run_pytest(TOGETHER, chromium)
    if linted:
        say("a linter found something; see the top of this output")
    if chromium is None:
        say("no Chromium: the browser tests did not run")
    return linted or tested or int(chromium is None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
