"""Files that are sent to the API: who sends one is asked before a byte of it is read.

A framework reads a form, files and all, before it asks anybody who sent it: strangers could fill the disk.
"""

from collections.abc import Callable, Sequence
from functools import partial

from fastapi import FastAPI, Request
from starlette.routing import compile_path

from stayflow.interfaces.http.asgi import Scope, header
from stayflow.interfaces.http.guard import guard_of
from stayflow.interfaces.http.route import Route

_FORM = b"multipart/form-data"


class Uploads:
    """The routes that take a file."""

    def __init__(self, api: FastAPI, routes: Sequence[Route]) -> None:
        self._api = api
        self._rows = [(row, compile_path(row.path)[0]) for row in routes if row.takes_file]

    def find(self, scope: Scope) -> Callable[[], None] | None:
        """What raises unless the sender of a file may send it; None where no file is sent."""
        if not header(scope, b"content-type").lower().startswith(_FORM):
            return None
        for row, path in self._rows:
            found = path.match(scope["path"])
            if found and scope["method"] == row.method:
                request = Request({**scope, "app": self._api, "state": {}})
                return partial(guard_of(row.least), request, **found.groupdict())
        return None
