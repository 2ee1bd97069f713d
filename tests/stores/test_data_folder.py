"""One owner at a time, and it says who."""

import fcntl
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from stayflow.stores.errors import FolderHeld, StoreFailed
from stayflow.stores.files import DataFolder, SecretBox

HOLDER = """
import sys, time
from pathlib import Path
from stayflow.stores.files import DataFolder
folder = DataFolder(Path(sys.argv[1]))
with folder.claim("stayflow serve"):
    folder.announce(url="http://127.0.0.1:8420", token="secret")
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_owner_is_told_who_holds_the_folder_and_gets_it_after_a_kill(
    tmp_path: Path,
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    folder = DataFolder(tmp_path)
    owner = folder.owner()
    assert owner is not None
    assert (owner.pid, owner.url, owner.token) == (holder.pid, "http://127.0.0.1:8420", "secret")
    assert (tmp_path / "owner.json").stat().st_mode & 0o777 == 0o600
    with (
        pytest.raises(FolderHeld, match=f"process {holder.pid} .stayflow serve."),
        folder.claim("other"),
    ):
        pass
    holder.kill()
    holder.wait()
    assert folder.owner() is None
    with folder.claim("other"):
        pass


def test_who_only_looks_is_no_owner_and_keeps_nobody_from_owning(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    with (tmp_path / "owner.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        assert folder.owner() is None
        leave = threading.Timer(0.05, fcntl.flock, (other, fcntl.LOCK_UN))
        leave.start()
        with folder.claim("stayflow serve"):
            pass
        leave.join()


def test_secrets_open_only_with_their_key(tmp_path: Path) -> None:
    box = SecretBox.at(tmp_path / "a.key")
    sealed = box.seal("hunter2 密码")
    assert "hunter2" not in sealed
    assert SecretBox.at(tmp_path / "a.key").open(sealed) == "hunter2 密码"
    assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreFailed):
        SecretBox.at(tmp_path / "b.key").open(sealed)
