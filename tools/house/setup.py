"""Set the house up: Python environment and console, each only when something has changed."""

import fcntl
import json
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.house.node import node_environment
from tools.house.process import StepFailed, run_step, say
from tools.house.stamp import Stamps, digest, digest_files

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = ROOT / "console"
OTHER_SDKS = ROOT / "tests" / "sdks" / "node"
CONSOLE_BUILT = ROOT / "src" / "stayflow" / "interfaces" / "http" / "console"
NOT_SOURCES = frozenset({"node_modules", "tests", "tools", "dist"})
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let `./run` and `./test` started together set up one after the other."""
    with (Path(sys.prefix) / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def python_inputs() -> str:
    """Hash what the environment is made from: the interpreter and what is asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {key: project.get(key) for key in ("build-system", "project", "dependency-groups")}
    return digest([sys.version.encode(), json.dumps(asked, sort_keys=True).encode()])


def setup_python(stamps: Stamps, *, with_tests: bool) -> None:
    """Install Stayflow for editing, and what the tests and linters need if asked to."""
    inputs = python_inputs()
    if stamps.is_current("python-tests", inputs):
        return
    step = "python-tests" if with_tests else "python"
    if stamps.is_current(step, inputs):
        return
    say("installing the Python packages into .venv (a few minutes the first time)")
    stamps.drop(step)
    run_step("updating pip", [*PIP, "install", "--quiet", "--upgrade", "pip>=25.1"], folder=ROOT)
    # The build backend comes first and the build is not isolated: an isolated one would fetch Node
    # for a console that `setup_console` builds anyway.
    build = [*PIP, "install", "--quiet", "hatchling>=1.27", "editables"]
    run_step("installing the build backend", build, folder=ROOT)
    install = [*PIP, "install", "--quiet", "--no-build-isolation", "--editable", "."]
    install += ["--group", "dev"] if with_tests else []
    run_step("installing Stayflow", install, folder=ROOT)
    stamps.put(step, inputs)


def console_sources() -> Iterator[Path]:
    """Yield every file the built console is made from."""
    for path in CONSOLE.rglob("*"):
        if path.is_file() and not NOT_SOURCES & set(path.relative_to(CONSOLE).parts[:1]):
            yield path


def install_packages(stamps: Stamps, folder: Path, step: str) -> None:
    """Install exactly what the lock file of `folder` names, when it has changed."""
    lock = digest_files(folder, [folder / "package.json", folder / "package-lock.json"])
    if stamps.is_current(step, lock) and (folder / "node_modules").is_dir():
        return
    shown = folder.relative_to(ROOT).as_posix()
    say(f"installing the packages of {shown}")
    stamps.drop(step)
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    environ = node_environment(ROOT)
    run_step(f"installing the packages of {shown}", command, folder=folder, environ=environ)
    stamps.put(step, lock)


def setup_console(stamps: Stamps, *, with_tests: bool) -> None:
    """Install the console's packages and build it.

    Args:
        stamps: What was made from what.
        with_tests: Install the packages even if the build is current; the linters need them.
    """
    sources = digest_files(CONSOLE, console_sources())
    is_built = stamps.is_current("console", sources) and (CONSOLE_BUILT / "index.html").is_file()
    if with_tests or not is_built:
        install_packages(stamps, CONSOLE, "console-packages")
    if not is_built:
        environ = node_environment(ROOT)
        say("building the console")
        stamps.drop("console")
        command = ["npm", "run", "build"]
        run_step("building the console", command, folder=CONSOLE, environ=environ)
        stamps.put("console", sources)


def main(arguments: list[str]) -> int:
    """Set up everything (`--tests`: also what the tests need); return the exit code."""
    with_tests = "--tests" in arguments
    stamps = Stamps(Path(sys.prefix) / "stamps")
    try:
        with one_at_a_time():
            setup_python(stamps, with_tests=with_tests)
            setup_console(stamps, with_tests=with_tests)
            if with_tests:
                install_packages(stamps, OTHER_SDKS, "other-sdks")
    except StepFailed as failed:
        say(str(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
