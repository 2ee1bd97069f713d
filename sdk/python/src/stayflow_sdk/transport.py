"""One request over the standard library's HTTP, and what its answer means."""

import gzip
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.message import Message
from email.utils import parsedate_to_datetime
from enum import Enum
from http.client import HTTPException

from stayflow_sdk.message import write_time

RETRY_AFTER_SECONDS_MAX = 3600.0
"""No server may silence a process for longer."""
_PACKED_BYTES_MIN = 1_000
_SUCCESS = b'"success"'
_TAKEN = range(200, 300)
_REFUSED = frozenset({400, 413, 422})


class Verdict(Enum):
    """What to do with the messages of a request."""

    TAKEN = "taken"
    REFUSED = "refused"
    AGAIN = "again"


@dataclass(frozen=True)
class Reply:
    """How a request went.

    Attributes:
        status: 0 when there was no answer of ours.
        wait_seconds: How long the server asks to be left alone.
    """

    status: int
    wait_seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """Only content is given up; a wrong key or address may be mended."""
        if self.status in _TAKEN:
            return Verdict.TAKEN
        return Verdict.REFUSED if self.status in _REFUSED else Verdict.AGAIN


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST becomes a GET, whose 200 would say nothing about the events."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


class Transport:
    """Posts batches to one server."""

    def __init__(
        self, host: str, write_key: str, *, is_packed: bool, timeout_seconds: float
    ) -> None:
        if not host.startswith(("http://", "https://")):
            raise ValueError(
                f"host is an address such as https://stayflow.example.com, not {host!r}"
            )
        self._url = f"{host.rstrip('/')}/v1/batch"
        self._write_key = write_key
        self._is_packed = is_packed
        self._timeout_seconds = timeout_seconds
        self._opener = urllib.request.build_opener(_NoRedirect)

    def post(self, texts: Sequence[str], context: dict[str, object]) -> Reply:
        """Send messages as one batch; never raises for what a network or a server can do."""
        body = self._body(texts, context)
        headers = {"content-type": "application/json", "user-agent": "stayflow-python/0.1.0"}
        if self._is_packed and len(body) >= _PACKED_BYTES_MIN:
            body = gzip.compress(body, 6)
            headers["content-encoding"] = "gzip"
        request = urllib.request.Request(self._url, body, headers)  # noqa: S310 - checked above
        try:
            with self._opener.open(request, timeout=self._timeout_seconds) as answer:
                # Another's 200, such as a hotel's sign-in page, confirms nothing.
                return Reply(answer.status if _SUCCESS in answer.read(10_000) else 0)
        except urllib.error.HTTPError as error:
            error.close()
            return Reply(error.code, asked_wait(error.headers))
        except (OSError, HTTPException):
            return Reply(0)

    def _body(self, texts: Sequence[str], context: dict[str, object]) -> bytes:
        around = {
            "writeKey": self._write_key,
            "sentAt": write_time(datetime.now(timezone.utc)),
            "context": context,
        }
        head = json.dumps(around, ensure_ascii=False)[:-1]
        return f'{head},"batch":[{",".join(texts)}]}}'.encode()


def asked_wait(headers: Message) -> float:
    """Seconds of `Retry-After`, which is a number or a date (RFC 9110 §10.2.3); 0 when unreadable."""
    asked = headers.get("retry-after", "")
    try:
        seconds = float(asked)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(asked).timestamp() - time.time()
        except (ValueError, TypeError):
            return 0.0
    return min(max(seconds, 0.0), RETRY_AFTER_SECONDS_MAX) if seconds == seconds else 0.0  # noqa: PLR0124 - not a number
