"""A process that has loaded Stayflow and forks whenever another is wanted: loading takes longer than most commands.

`python -m tests.mould FD` answers on a socket what `tests.processes` asks. Each request brings four open
files: standard input, output and error of the new process, and a pipe on which its id and later its status
are told. The fork runs the command line's entry, as the installed script does; no engine is open yet and no
thread of one is running, and what is killed is a process like any other.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import struct
import sys
from typing import Any

LOADED = (
    "anyio._backends._asyncio",
    "pydantic.v1",
    "stayflow.app",
    "stayflow.demo",
    "stayflow.interfaces.cli",
    "stayflow.interfaces.cli.serving",
    "stayflow.interfaces.http",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
"""Not the embedded ClickHouse: it starts threads, and a fork would have none of them."""
HEAD = struct.Struct("<q")
"""A length, a process id or an exit status, as it goes over the wire."""


def serve(asked: socket.socket) -> list[str]:
    """Fork as often as asked; returns the words of its command in each fork, and never in this process."""
    told: dict[int, int] = {}
    ended, signalled = os.pipe()
    os.set_blocking(signalled, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(signalled)
    with selectors.DefaultSelector() as waiting:
        waiting.register(asked, selectors.EVENT_READ)
        waiting.register(ended, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fileobj is asked:
                    request, files = receive(asked)
                    if request is None:
                        sys.exit()  # whoever asked is gone
                    if not (process := os.fork()):
                        become(request, files)
                        return list(request["words"])
                    os.write(files[3], HEAD.pack(process))
                    told[process] = files.pop()
                    for file in files:
                        os.close(file)
                else:
                    os.read(ended, 1024)
                    tell_who_ended(told)


def receive(asked: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """The next request with its files; None when there will be no more."""
    head, files, _, _ = socket.recv_fds(asked, HEAD.size, 4)
    if not head:
        return None, []
    (left,) = HEAD.unpack(head)
    parts = []
    while left:
        parts.append(asked.recv(left))
        left -= len(parts[-1])
    return json.loads(b"".join(parts)), files


def become(request: dict[str, Any], files: list[int]) -> None:
    """In the fork: take on the files, the environment and the folder that were asked for."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for place, file in enumerate(files[:3]):
        os.dup2(file, place)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.environ.clear()
    os.environ.update(request["environ"])
    os.chdir(request["folder"])
    sys.argv = ["stayflow", *request["words"]]


def tell_who_ended(told: dict[int, int]) -> None:
    """Write the status of each fork that has ended on its pipe."""
    while told:
        process, status = os.waitpid(-1, os.WNOHANG)
        if not process:
            return
        pipe = told.pop(process)
        with contextlib.suppress(BrokenPipeError):  # nobody waits for it
            os.write(pipe, HEAD.pack(os.waitstatus_to_exitcode(status)))
        os.close(pipe)


if __name__ == "__main__":
    for name in LOADED:
        importlib.import_module(name)
    importlib.import_module("stayflow.interfaces.http").build_api(None)  # reads the table of routes
    gc.collect()
    gc.freeze()
    words = serve(socket.socket(fileno=int(sys.argv[1])))
    from stayflow.interfaces.cli import main

    main(words)
