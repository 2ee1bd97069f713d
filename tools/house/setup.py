"""Set the house up: Python environment, console and SDKs, each only when something has changed."""

import fcntl
import json
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.house.node import node_environment
from tools.house.process import StepFailed, run_step, say
from tools.house.stamp import Stamps, digest, digest_files

ROOT = Path(__file__).resolve().parents[2]
CONSOLE = ROOT / "console"
OTHER_SDKS = ROOT / "tests" / "sdks" / "node"
SDK = ROOT / "sdk"
SERVED = ROOT / "src" / "stayflow" / "interfaces" / "http"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


@dataclass(frozen=True)
class Built:
    """A folder of TypeScript that is built into the package.

    Attributes:
        name: What it is called here, and in the stamps.
        folder: Where its `package.json` is.
        product: A file that is there once it is built.
        not_sources: Names of folders that nothing is built from.
    """

    name: str
    folder: Path
    product: Path
    not_sources: frozenset[str]

    def sources(self) -> Iterator[Path]:
        """Yield every file that it is built from."""
        for path in self.folder.rglob("*"):
            if path.is_file() and not self.not_sources & set(path.relative_to(self.folder).parts):
                yield path


BUILT = (
    Built(
        "console",
        CONSOLE,
        SERVED / "console" / "index.html",
        frozenset({"node_modules", "tests", "tools", "dist"}),
    ),
    Built(
        "sdk",
        SDK,
        SERVED / "sdk" / "stayflow.js",
        frozenset({"node_modules", "tests", "dist", "python", "conformance", "__pycache__"}),
    ),
)


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
    step = "python-tests" if with_tests else "python"
    say("installing the Python packages into .venv (a few minutes the first time)")
    stamps.drop(step)
    install = [*PIP, "install", "--quiet", "--no-build-isolation", "--editable", "."]
    install += ["--group", "dev"] if with_tests else []
    run_step("installing Stayflow", install, folder=ROOT)
    stamps.put(step, inputs)


def is_python_current(stamps: Stamps, *, with_tests: bool) -> bool:
    """Whether the environment holds what it should; one with the tests' packages holds the rest too."""
    inputs = python_inputs()
    return stamps.is_current("python-tests", inputs) or (
        not with_tests and stamps.is_current("python", inputs)
    )


def setup_pip() -> None:
    """Bring pip up to date, and what builds Stayflow.

    The build backend comes first and the build is not isolated: an isolated one would fetch Node
    for what `setup_built` builds anyway.
    """
    run_step("updating pip", [*PIP, "install", "--quiet", "--upgrade", "pip>=25.1"], folder=ROOT)
    build = [*PIP, "install", "--quiet", "hatchling>=1.27", "editables"]
    run_step("installing the build backend", build, folder=ROOT)


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


def setup_built(stamps: Stamps, part: Built, *, with_tests: bool) -> None:
    """Install the packages of a part and build it.

    Args:
        stamps: What was made from what.
        part: The console or the SDKs.
        with_tests: Install the packages even if the build is current; the linters need them.
    """
    sources = digest_files(part.folder, part.sources())
    is_built = stamps.is_current(part.name, sources) and part.product.is_file()
    if with_tests or not is_built:
        install_packages(stamps, part.folder, f"{part.name}-packages")
    if not is_built:
        environ = node_environment(ROOT)
        say(f"building {part.name}")
        stamps.drop(part.name)
        command = ["npm", "run", "build"]
        run_step(f"building {part.name}", command, folder=part.folder, environ=environ)
        stamps.put(part.name, sources)


def setup_scripts(stamps: Stamps, *, with_tests: bool) -> None:
    """Build the console and the SDKs, and install what the tests need beside them if asked to."""
    for part in BUILT:
        setup_built(stamps, part, with_tests=with_tests)
    if with_tests:
        install_packages(stamps, OTHER_SDKS, "other-sdks")


def main(arguments: list[str]) -> int:
    """Set up everything (`--tests`: also what the tests need); return the exit code."""
    with_tests = "--tests" in arguments
    stamps = Stamps(Path(sys.prefix) / "stamps")
    steps = [setup_scripts]
    try:
        with one_at_a_time():
            if not is_python_current(stamps, with_tests=with_tests):
                setup_pip()
                steps.append(setup_python)
            with ThreadPoolExecutor() as both:  # each waits for the network half of its time
                done = [both.submit(step, stamps, with_tests=with_tests) for step in steps]
                for each in done:
                    each.result()
    except StepFailed as failed:
        say(str(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
