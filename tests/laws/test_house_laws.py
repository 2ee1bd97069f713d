"""What the three laws of our own catch, what they let pass, and how a line is excused."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tools.lint.doors import DOORS
from tools.lint.edges import EDGES
from tools.lint.law import Law, Module, NothingSeen, enforce, load_modules
from tools.lint.sizes import SIZES, body_lines


def module(name: str, source: str) -> Module:
    return Module(Path(name.replace(".", "/") + ".py"), name, source, ast.parse(source))


def broken_lines(law: Law, modules: Iterable[Module]) -> list[int]:
    return [violation.line for violation in enforce(law, list(modules))]


LEDGER = [
    module(
        "stayflow.reward.ledger", "from stayflow.reward.ledger.post import post\nTransfers = 1\n"
    ),
    module("stayflow.reward.ledger.post", "def post(): ...\n"),
    module("stayflow.reward.ledger.store", "Transfers = 1\n"),
    module("stayflow.kernel.clock", "Clock = 1\n"),
]


@pytest.mark.parametrize(
    "source",
    [
        "from stayflow.reward.ledger.store import Transfers",
        "from stayflow.reward.ledger import store",
        "import stayflow.reward.ledger.store",
        "import stayflow.reward.ledger.store as past_the_door",
        "import stayflow.reward.ledger.post",
    ],
)
def test_a_door_is_not_passed_by(source: str) -> None:
    assert broken_lines(DOORS, [*LEDGER, module("stayflow.act.journey", source)]) == [1]


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("stayflow.act.journey", "from stayflow.reward.ledger import Transfers"),
        ("stayflow.act.journey", "from stayflow.reward.ledger import post"),
        ("stayflow.act.journey", "from stayflow.kernel.clock import Clock"),
        ("stayflow.reward.ledger.post", "from stayflow.reward.ledger.store import Transfers"),
        ("stayflow.act.journey", "import json, os.path"),
    ],
)
def test_a_door_lets_its_guests_in(where: str, source: str) -> None:
    assert broken_lines(DOORS, [*LEDGER, module(where, source)]) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("stayflow.act.outbox", "def f(tx):\n    tx.commit()"),
        ("stayflow.act.outbox", "def f(tx):\n    tx.connection.rollback()"),
        ("stayflow.act.outbox", "def f():\n    import psycopg"),
        ("stayflow.act.outbox", "def f():\n    from chdb.session import Session"),
        ("stayflow.act.outbox", 'def f():\n    import_module("clickhouse_connect")'),
        ("stayflow.stores.log", "def f():\n    return datetime.now(UTC)"),
        ("stayflow.stores.log", "def f():\n    return datetime.datetime.now(UTC)"),
        ("stayflow.stores.log", "def f(clock=None):\n    return (clock or time.time)()"),
        ("stayflow.act.outbox", "def f():\n    return date.today()"),
        ("stayflow.act.outbox", "def f():\n    return uuid.uuid4()"),
        ("stayflow.act.outbox", "def f():\n    from random import choice"),
    ],
)
def test_edges_are_kept(room: str, source: str) -> None:
    assert broken_lines(EDGES, [module(room, source)]) == [2]


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("stayflow.stores.relational", "import psycopg\npsycopg.connect().commit()"),
        ("stayflow.kernel.clock", "now = datetime.now(UTC)"),
        ("stayflow.kernel.ids", "from random import SystemRandom"),
        ("stayflow.act.outbox", "seconds = time.perf_counter()"),
        ("stayflow.act.outbox", "at = clock.now()"),
        ("stayflow.act.outbox", "from stayflow.stores.relational import Transaction"),
    ],
)
def test_edges_let_their_owners_through(room: str, source: str) -> None:
    assert broken_lines(EDGES, [module(room, source)]) == []


def test_a_file_of_500_lines_is_the_last_that_passes() -> None:
    assert broken_lines(SIZES, [module("a", "x = 1\n" * 500)]) == []
    assert broken_lines(SIZES, [module("a", "x = 1\n" * 501)]) == [1]


def test_a_function_is_measured_without_its_docstring() -> None:
    docstring = '    """' + "Long.\n" * 80 + '    """\n'
    function = ast.parse(f"def f():\n{docstring}" + "    x = 1\n" * 70).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == 70
    assert broken_lines(SIZES, [module("a", "def f():\n" + "    x = 1\n" * 70)]) == []
    assert broken_lines(SIZES, [module("a", "async def f():\n" + "    x = 1\n" * 71)]) == [1]


def test_an_excuse_needs_its_reason_and_its_offence() -> None:
    excused = "import psycopg  # lint-skip: edges (the driver's own test)\n"
    assert broken_lines(EDGES, [module("stayflow.act.a", excused)]) == []
    no_reason = "import psycopg  # lint-skip: edges\n"
    assert broken_lines(EDGES, [module("stayflow.act.a", no_reason)]) == [1]
    no_offence = "import json  # lint-skip: edges (there was one once)\n"
    assert broken_lines(EDGES, [module("stayflow.act.a", no_offence)]) == [1]
    other_law = "import psycopg  # lint-skip: doors (wrong law)\n"
    assert broken_lines(EDGES, [module("stayflow.act.a", other_law)]) == [1]


def test_no_module_is_no_proof(tmp_path: Path) -> None:
    with pytest.raises(NothingSeen):
        load_modules([tmp_path])


def test_a_module_is_named_as_python_imports_it(tmp_path: Path) -> None:
    room = tmp_path / "src" / "stayflow" / "kernel"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text("")
    (room / "clock.py").write_text("")
    names = {found.name for found in load_modules([tmp_path / "src"])}
    assert names == {"stayflow.kernel", "stayflow.kernel.clock"}
