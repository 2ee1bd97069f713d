"""Make the lock files know every platform, whatever its registry held.

A registry mirror for one kind of machine has the native binaries of that kind alone, and npm then
leaves the others out of the lock: on another kind of machine `npm ci` refuses it. Each left-out
binary is an optional dependency whose name says its platform and whose version is exact, so its
entry can be written without asking. Run `python -m tools.house.lock` after changing the packages.
"""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from tools.house.setup import CONSOLE, OTHER_SDKS, SDK

SYSTEMS = "aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32"
PROCESSORS = "arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|x64"
PLATFORM = re.compile(
    rf"[-/](?P<os>{SYSTEMS})-(?P<cpu>{PROCESSORS})(?:-(?P<abi>gnu|musl|msvc|eabi|gnueabihf|musleabihf))?$"
)
LIBC = {"gnu": "glibc", "gnueabihf": "glibc", "musl": "musl", "musleabihf": "musl"}
Packages = dict[str, dict[str, Any]]


def left_out(packages: Packages) -> Iterator[tuple[str, str, bool]]:
    """Yield (name, version, only for development) of every optional package without an entry."""
    for package in list(packages.values()):
        for name, version in package.get("optionalDependencies", {}).items():
            if not any(place.endswith(f"node_modules/{name}") for place in packages):
                yield name, version, bool(package.get("dev") or package.get("devOptional"))


def entry(name: str, version: str, *, is_dev: bool) -> dict[str, Any] | None:
    """Write the entry of a native binary from its name; `None` for anything else."""
    match = PLATFORM.search(name)
    if not match or not re.fullmatch(r"\d+\.\d+\.\d+[\w.+-]*", version):
        return None
    written: dict[str, Any] = {"version": version, "cpu": [match["cpu"]]}
    written |= {"dev": True} if is_dev else {}
    libc = LIBC.get(match["abi"] or "")
    written |= {"libc": [libc]} if libc else {}
    return written | {"optional": True, "os": [match["os"]]}


def complete(packages: Packages) -> list[str]:
    """Add what is left out, in the order npm keeps; return what could not be written."""
    unknown = []
    for name, version, is_dev in list(left_out(packages)):
        written = entry(name, version, is_dev=is_dev)
        if written is None:
            unknown.append(f"{name}@{version}")
        else:
            packages[f"node_modules/{name}"] = written
    ordered = sorted(packages.items())
    packages.clear()
    packages.update(ordered)
    return unknown


def main() -> int:
    """Complete the lock files in place; return the exit code."""
    for folder in (CONSOLE, SDK, OTHER_SDKS):
        file = folder / "package-lock.json"
        lock = json.loads(file.read_text(encoding="utf-8"))
        unknown = complete(lock["packages"])
        file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        for each in unknown:
            sys.stderr.write(f"lock: {each} is left out and its platform is unknown\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
