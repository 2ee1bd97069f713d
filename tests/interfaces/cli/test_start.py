"""What a command costs before it does anything."""

import subprocess
import sys
from typing import get_args

from stayflow.access import KeyKind, Role
from stayflow.interfaces.cli.projects import KeyKindName, RoleName

HEAVY = (
    "chdb",
    "clickhouse_connect",
    "fastapi",
    "numpy",
    "openpyxl",
    "psycopg",
    "pyarrow",
    "stayflow.app",
)


def test_the_names_of_the_options_are_those_of_the_rooms():
    assert get_args(RoleName) == tuple(each.value for each in Role)
    assert get_args(KeyKindName) == tuple(each.value for each in KeyKind)


def test_a_command_that_asks_the_server_loads_neither_engines_nor_rooms():
    program = (
        "import sys; import stayflow.interfaces.cli;"
        f" print([name for name in {HEAVY} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
