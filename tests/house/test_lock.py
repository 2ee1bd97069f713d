"""The entries that are written into the lock file are those npm itself would write."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from tools.house.lock import Packages, complete, entry

LOCK = Path(__file__).resolve().parents[2] / "console" / "package-lock.json"


@pytest.mark.parametrize(
    ("name", "os", "cpu", "libc"),
    [
        ("@biomejs/cli-darwin-arm64", "darwin", "arm64", None),
        ("@biomejs/cli-win32-x64", "win32", "x64", None),
        ("lightningcss-linux-arm-gnueabihf", "linux", "arm", "glibc"),
        ("@rolldown/binding-linux-x64-musl", "linux", "x64", "musl"),
        ("@oxc-parser/binding-win32-ia32-msvc", "win32", "ia32", None),
        ("@esbuild/aix-ppc64", "aix", "ppc64", None),
    ],
)
def test_a_name_says_its_platform(name: str, os: str, cpu: str, libc: str | None) -> None:
    written = entry(name, "1.2.3", is_dev=True)
    assert written is not None
    assert (written["os"], written["cpu"], written.get("libc")) == (
        [os],
        [cpu],
        [libc] if libc else None,
    )


def test_what_is_no_platform_is_left_alone() -> None:
    assert entry("fsevents", "2.3.3", is_dev=False) is None
    assert entry("@biomejs/cli-darwin-arm64", "^2.0.0", is_dev=False) is None


def test_an_entry_taken_out_is_written_back_as_npm_wrote_it() -> None:
    packages: Packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    wanted = {
        place: package
        for place, package in packages.items()
        if "/cli-linux-x64" in place and "integrity" in package
    }
    assert wanted
    torn = {place: package for place, package in deepcopy(packages).items() if place not in wanted}
    complete(torn)
    for place, package in wanted.items():
        known = {key: package[key] for key in ("version", "cpu", "os", "optional", "dev")}
        assert {key: torn[place][key] for key in known} == known
