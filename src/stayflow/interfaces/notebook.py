"""Stayflow in a notebook: `stayflow.connect(url, key).query(...)` gives a pandas DataFrame.

Needs `pip install 'stayflow[notebook]'`. Asks a server over its API, with an API key of one project.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

TIMEOUT_SECONDS = 600.0
SUMMARY = "summary"
Send = Callable[[str, str, object], tuple[int, bytes]]
"""Method, path below the server's address, body: gives status and bytes."""


class QueryRefused(Exception):
    """The server refused; `code` is stable, `path` says where in the question."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        path = answer.get("path")
        message = answer.get("message", "the server refused")
        super().__init__(f"{path}: {message}" if path else str(message))
        self.code = str(answer.get("code", "failed"))
        self.path: str | None = path


@dataclass(frozen=True, slots=True)
class Stayflow:
    """A project on a server.

    Attributes:
        project: Its name.
        send: Carries a call out.
    """

    project: str
    send: Send

    def query(
        self, question: Mapping[str, Any] | None = None, /, **fields: object
    ) -> "pd.DataFrame":
        """Ask one analysis; see `docs/reference/queries.md`.

        Args:
            question: The whole question as one mapping; or
            **fields: Its fields: `kind="trend", metrics=[…], range={"last": "30d"}`.

        Returns:
            Its first table with rows: periods, steps, cohorts, groups. A column `t` of days becomes the index of times.
            `.attrs` has `definition`, `rows_read`, and `tables` with the names of all tables.

        Raises:
            QueryRefused: The question is wrong.
        """
        tables = self.tables(question, **fields)
        first = next((name for name in tables if name != SUMMARY), SUMMARY)
        return tables[first]

    def tables(
        self, question: Mapping[str, Any] | None = None, /, **fields: object
    ) -> "dict[str, pd.DataFrame]":
        """Ask one analysis, and get every table of its answer by name; `summary` holds its single numbers.

        Raises:
            QueryRefused: The question is wrong.
        """
        import pandas as pd  # noqa: PLC0415 - an extra, and slow to load

        body = {"query": {**(question or {}), **fields}, "form": "json"}
        answer = self._call("POST", "export-answer", body)
        told = {
            "definition": answer["definition"],
            "rows_read": answer["rows_read"],
            "tables": [each["name"] for each in answer["sheets"]],
        }
        tables = {}
        for sheet in answer["sheets"]:
            frame = pd.DataFrame(sheet["rows"], columns=sheet["columns"])
            if sheet["columns"][:1] == ["t"] and frame["t"].str.match(r"\d{4}-\d\d-\d\d$").all():
                frame = frame.set_index(pd.DatetimeIndex(pd.to_datetime(frame.pop("t")), name="t"))
            frame.attrs = told
            tables[sheet["name"]] = frame
        if not tables:
            tables[SUMMARY] = pd.DataFrame()
        return tables

    def metrics(self) -> "pd.DataFrame":
        """The saved metrics, by name."""
        import pandas as pd  # noqa: PLC0415 - as above

        found = self._call("GET", "metrics", None)["metrics"]
        columns = ["name", "title", "unit", "direction", "owner", "target", "parent"]
        return pd.DataFrame(found, columns=columns).set_index("name")

    def _call(self, method: str, path: str, body: object) -> Any:  # noqa: ANN401 - any JSON
        status, content = self.send(method, f"/api/v1/projects/{self.project}/{path}", body)
        answer = json.loads(content or b"{}")
        if status >= 400:  # noqa: PLR2004  HTTP's own line
            raise QueryRefused(answer)
        return answer


def connect(url: str, key: str, project: str) -> Stayflow:
    """A project on a server.

    Args:
        url: Of the server, such as `http://127.0.0.1:8420`.
        key: An API key of the project (console: Settings, API keys).
        project: Its name.
    """

    def send(method: str, path: str, body: object) -> tuple[int, bytes]:
        content = None if body is None else json.dumps(body).encode()
        headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - the address is the caller's own
            url.rstrip("/") + path, content, headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    return Stayflow(project, send)
