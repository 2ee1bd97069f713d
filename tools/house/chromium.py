"""Chromium for the browser tests: found, or installed where that is allowed, or a clear failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.house.process import say

VARIABLE = "STAYFLOW_CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
INSTALL_SECONDS_MAX = 600
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class ChromiumMissing(Exception):
    """No Chromium, and none could be installed: the browser tests cannot run."""


def runs(program: str) -> bool:
    """Whether the program starts at all (a snap's stub or a lacking library does not)."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwright_chromium() -> str | None:
    """Path of the Chromium that Playwright downloaded, if it did."""
    command = [sys.executable, "-c", ASK_PLAYWRIGHT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if done.returncode == 0 and Path(path).exists() else None


def find_chromium() -> str | None:
    """Look at `STAYFLOW_CHROMIUM`, the system's browsers and Playwright's own.

    Raises:
        ChromiumMissing: `STAYFLOW_CHROMIUM` names a program that does not run.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not runs(named):
            raise ChromiumMissing(f"{VARIABLE} names {named}, which does not run")
        return named
    candidates = [shutil.which(program) for program in PROGRAMS]
    for program in (*candidates, *APPLICATIONS):
        if program and runs(program):
            return program
    downloaded = playwright_chromium()
    return downloaded if downloaded and runs(downloaded) else None


def install_chromium() -> None:
    """Try the system's packages (Debian, as root), then Playwright's download."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    attempts = []
    if is_root and shutil.which("apt-get"):
        attempts.append("apt-get update -qq && apt-get install -y -qq chromium")
    with_libraries = " --with-deps" if attempts else ""
    attempts.append(f"'{sys.executable}' -m playwright install{with_libraries} chromium")
    for attempt in attempts:
        say(f"no Chromium here; trying: {attempt}")
        try:
            subprocess.run(
                ["/bin/sh", "-c", attempt],
                stdout=subprocess.DEVNULL,
                timeout=INSTALL_SECONDS_MAX,
                check=False,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        except subprocess.TimeoutExpired:
            say("that took too long")
        if find_chromium():
            return


def get_chromium() -> str:
    """Find Chromium, installing it where that is allowed.

    Raises:
        ChromiumMissing: There is none and none can be had.
    """
    program = find_chromium()
    if program is None:
        install_chromium()
        program = find_chromium()
    if program is None:
        raise ChromiumMissing(
            "the browser tests need Chromium and none can be had here: install the package "
            f"`chromium`, or name a Chromium or Chrome in {VARIABLE}"
        )
    return program
