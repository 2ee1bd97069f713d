"""How much memory queries take is taken from the machine, or from what a container leaves of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stayflow.kernel.settings import load_settings
from stayflow.stores.warehouse import memory_together, most_of
from stayflow.stores.warehouse.memory import engine_share, query_share, usable_memory

GB = 1_000_000_000
MACHINE = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
SMALL = """
import sys
from pathlib import Path
from stayflow.kernel.settings import load_settings
from stayflow.stores.errors import StoreUnavailable
from stayflow.stores.warehouse import open_warehouse

settings = load_settings({"embedded_memory_bytes_max": 400_000_000}, {})
warehouse = open_warehouse(settings, Path(sys.argv[1]), [])
warehouse.create_project("small", "UTC")
handle = warehouse.project("small")
try:
    handle.value("SELECT length(groupUniqArray(number)) FROM numbers(30000000)")
except StoreUnavailable as error:
    print(error.retry, error)
print(handle.value("SELECT count() FROM numbers(1000)"))
warehouse.close()
"""


def machine(root: Path, lines: str, files: dict[str, str]) -> Path:
    """A root with the control groups of this process, and what their files say."""
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/cgroup").write_text(lines)
    for name, text in files.items():
        path = root / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


V1 = "9:name=systemd:/\n4:cpu,memory:/docker/abc\n0::/\n"


@pytest.mark.parametrize(
    ("lines", "files", "usable"),
    [
        ("0::/\n", {"memory.max": "2000000000\n"}, 2 * GB),
        ("0::/\n", {"memory.max": "max\n"}, MACHINE),
        ("0::/a/b\n", {"a/b/memory.max": "max\n", "a/memory.max": "1000000000\n"}, GB),
        ("0::/a/b\n", {"a/b/memory.max": "900000000", "a/memory.max": "1000000000"}, 900_000_000),
        ("0::/host/only\n", {"memory.max": "1500000000\n"}, 1_500_000_000),
        (V1, {"memory/docker/abc/memory.limit_in_bytes": "3000000000\n"}, 3 * GB),
        (V1, {"memory/memory.limit_in_bytes": "9223372036854771712\n"}, MACHINE),
        ("0::/\n", {"memory.max": f"{MACHINE * 2}\n"}, MACHINE),
    ],
    ids=[
        *("container", "no bound", "the group around it", "the smaller of two"),
        *("a group it cannot see", "version 1", "version 1, no bound", "more than there is"),
    ],
)
def test_a_container_is_asked_how_much_memory_it_leaves(tmp_path, lines, files, usable):
    assert usable_memory(machine(tmp_path, lines, files)) == usable


def test_without_control_groups_it_is_the_machines(tmp_path):
    assert usable_memory(tmp_path) == MACHINE


@pytest.mark.parametrize(
    ("memory", "query", "together"),
    [
        (2 * GB, GB, 1_200_000_000),
        (4 * GB, 1_500_000_000, 2_400_000_000),
        (8 * GB, 2 * GB, 4_800_000_000),
        (64 * GB, 16 * GB, 38_400_000_000),
    ],
)
def test_a_query_takes_a_quarter_and_all_of_them_three_fifths(memory, query, together):
    assert query_share(memory) == query <= engine_share(memory) == together


def test_what_is_set_is_taken_and_a_server_by_url_is_not_measured_by_this_machine():
    given = load_settings(
        {"query_memory_bytes_max": 7 * GB, "embedded_memory_bytes_max": 9 * GB}, {}
    )
    assert (most_of(given).memory_bytes, memory_together(given)) == (7 * GB, 9 * GB)
    own = load_settings({}, {})
    assert most_of(own).memory_bytes == query_share(usable_memory())
    assert memory_together(own) == engine_share(usable_memory())
    server = load_settings({"clickhouse_url": "http://elsewhere"}, {})
    assert (most_of(server).memory_bytes, memory_together(server)) == (3 * GB, 0)


def test_what_all_queries_take_together_is_bounded_and_may_be_asked_again(tmp_path):
    """In a process of its own: the bound is of the whole engine, and a process has one."""
    ran = subprocess.run(
        [sys.executable, "-c", SMALL, str(tmp_path / "clickhouse")],
        capture_output=True,
        text=True,
        check=False,
    )
    first, then = ran.stdout.splitlines()
    assert first.startswith("True")
    assert "ask again in a moment" in first
    assert then == "1000"
