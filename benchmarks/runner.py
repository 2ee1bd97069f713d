"""Find a target by its name, run it, and return its report."""

import difflib
import importlib
import pkgutil
import platform
import time
from importlib.metadata import version

from benchmarks import targets
from benchmarks.frame import BenchContext, BenchTarget, Report, describe_machine, peak_memory_mib


class UnknownTarget(LookupError):
    """No benchmark has this name; the message lists those there are."""


def list_targets() -> list[BenchTarget]:
    """Return every target of `benchmarks/targets`, by name; a module's `PARTS` follow its `TARGET`."""
    names = [
        module.name
        for module in pkgutil.iter_modules(targets.__path__)
        if not module.name.startswith("_")
    ]
    return [target for name in sorted(names) for target in _load(name)]


def find_target(name: str) -> BenchTarget:
    """Return the target called `name`; hyphens and underscores are the same.

    Raises:
        UnknownTarget: There is none.
    """
    known = {target.name: target for target in list_targets()}
    found = known.get(name.replace("_", "-"))
    if found is not None:
        return found
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    message = f"There is no benchmark {name!r}.{hint} There are: {', '.join(known)}."
    raise UnknownTarget(message)


def run_target(name: str, context: BenchContext) -> Report:
    """Run the target called `name` and return what it found."""
    target = find_target(name)
    context.folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    rows = tuple(target.run(context))
    return Report(
        target=target.name,
        rows=rows,
        events=context.events,
        people=context.people,
        seed=context.seed,
        peak_memory_mib=peak_memory_mib(),
        seconds=time.perf_counter() - began,
        machine=describe_machine(),
        versions=_versions(),
    )


def _load(name: str) -> tuple[BenchTarget, ...]:
    module = importlib.import_module(f"{targets.__name__}.{name}")
    return (module.TARGET, *getattr(module, "PARTS", ()))


def _versions() -> str:
    packages = ("stayflow", "chdb", "pyarrow")
    return ", ".join(
        [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)]
    )
