"""The calls that a program makes. None of them raises for an event; `on_error` is told instead."""

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

from stayflow_sdk.message import MESSAGE_BYTES_MAX, Fields, NotAnEvent, as_id, write_message
from stayflow_sdk.model import CallOptions, Problem, ProblemCode, Settings
from stayflow_sdk.sender import Sender
from stayflow_sdk.transport import Transport
from stayflow_sdk.waiting import Memory, Spool, Waiting

Id = str | int
Properties = Mapping[str, object]

_PLAIN: Final = CallOptions()
_log = logging.getLogger("stayflow_sdk")


class Client:
    """Collects events of any thread and sends them from one of its own.

    Use it as a context manager, or call `close`; at the end of the program it is closed by itself.
    After a fork the child has a client of its own with an empty queue in memory.

    Args:
        write_key: The source's.
        host: Where Stayflow answers, such as `https://stayflow.example.com`.
        settings: How it works.

    Raises:
        SpoolInUse: Another process has the spool open.
        ValueError: The host is no address, or there is no write key.
    """

    def __init__(self, write_key: str, host: str, settings: Settings | None = None) -> None:
        if not write_key:
            raise ValueError("write_key: the source's key is needed, it starts with sfw_")
        self._settings = settings or Settings()
        self._transport = Transport(
            host,
            write_key,
            is_packed=self._settings.is_packed,
            timeout_seconds=self._settings.timeout_seconds,
        )
        self._making = threading.Lock()
        self._process = os.getpid()
        self._is_closed = False
        self._sender = Sender(self._open_queue(), self._transport, self._settings, self._tell)
        atexit.register(_close, weakref.ref(self))

    def track(
        self,
        user_id: Id | None,
        event: str,
        properties: Properties | None = None,
        *,
        anonymous_id: Id | None = None,
        options: CallOptions = _PLAIN,
    ) -> None:
        """Something happened to somebody; one of the two ids is needed."""
        fields: Fields = {"event": event, "properties": dict(properties or {})}
        self._put("track", fields, (user_id, anonymous_id), options)

    def identify(
        self,
        user_id: Id | None,
        traits: Properties | None = None,
        *,
        anonymous_id: Id | None = None,
        options: CallOptions = _PLAIN,
    ) -> None:
        """Facts about a person; both ids together make one person of them."""
        self._put("identify", {"traits": dict(traits or {})}, (user_id, anonymous_id), options)

    def page(
        self,
        user_id: Id | None,
        name: str | None = None,
        properties: Properties | None = None,
        *,
        anonymous_id: Id | None = None,
        options: CallOptions = _PLAIN,
    ) -> None:
        """A page was looked at."""
        fields: Fields = {"name": name, "properties": dict(properties or {})}
        self._put("page", fields, (user_id, anonymous_id), options)

    def screen(
        self,
        user_id: Id | None,
        name: str | None = None,
        properties: Properties | None = None,
        *,
        anonymous_id: Id | None = None,
        options: CallOptions = _PLAIN,
    ) -> None:
        """A screen of an app was looked at."""
        fields: Fields = {"name": name, "properties": dict(properties or {})}
        self._put("screen", fields, (user_id, anonymous_id), options)

    def group(
        self,
        user_id: Id | None,
        group_id: Id,
        traits: Properties | None = None,
        *,
        anonymous_id: Id | None = None,
        options: CallOptions = _PLAIN,
    ) -> None:
        """The user belongs to a company, a team, a family."""
        fields: Fields = {"groupId": group_id, "traits": dict(traits or {})}
        self._put("group", fields, (user_id, anonymous_id), options)

    def alias(self, user_id: Id, previous_id: Id, *, options: CallOptions = _PLAIN) -> None:
        """Two ids are one person: the user's, and the anonymous one before it."""
        self._put("alias", {"previousId": previous_id}, (user_id, None), options)

    def flush(self, timeout_seconds: float | None = 30.0) -> bool:
        """Send what is queued; whether the server has confirmed all of it in time."""
        return self._live().flush(timeout_seconds)

    def close(self, timeout_seconds: float | None = None) -> None:
        """Send what is left, at most so long, and stop; what is in a spool waits for the next start."""
        if self._process != os.getpid() or self._is_closed:
            return
        self._is_closed = True
        seconds = self._settings.exit_seconds if timeout_seconds is None else timeout_seconds
        self._sender.close(seconds)

    @property
    def waiting_count(self) -> int:
        """How many messages the server has not confirmed."""
        return self._live().count()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _put(
        self, kind: str, fields: Fields, who: tuple[Id | None, Id | None], options: CallOptions
    ) -> None:
        try:
            text = write_message(kind, _checked(kind, fields, who), options, self._settings.channel)
        except (NotAnEvent, ValueError, TypeError, RecursionError) as error:
            self._tell(Problem(ProblemCode.NOT_AN_EVENT, f"{kind}: {error}"))
            return
        size = len(text.encode())
        if size > MESSAGE_BYTES_MAX:
            said = f"{kind}: {size} bytes, at most {MESSAGE_BYTES_MAX}"
            self._tell(Problem(ProblemCode.TOO_LARGE, said))
        elif self._is_closed:
            self._tell(Problem(ProblemCode.LOST_AT_EXIT, f"{kind}: the client is closed"))
        else:
            self._live().add(text)

    def _live(self) -> Sender:
        """The sender of this process: threads do not cross a fork."""
        if self._process != os.getpid():
            with self._making:
                if self._process != os.getpid():
                    queue = Memory(self._settings.queue_messages_max)
                    self._sender = Sender(queue, self._transport, self._settings, self._tell)
                    self._process = os.getpid()
        return self._sender

    def _open_queue(self) -> Waiting:
        most = self._settings.queue_messages_max
        return Spool(Path(self._settings.spool), most) if self._settings.spool else Memory(most)

    def _tell(self, problem: Problem) -> None:
        if self._settings.on_error is None:
            _log.warning("%s: %s", problem.code.value, problem.message)
            return
        try:
            self._settings.on_error(problem)
        except Exception:  # noqa: BLE001 - whatever the program's own function does, it ends here
            _log.exception("on_error raised")


def _checked(kind: str, fields: Fields, who: tuple[Id | None, Id | None]) -> Fields:
    user_id, anonymous_id = who
    if user_id is None and anonymous_id is None:
        raise NotAnEvent("user_id or anonymous_id says whose it is")
    if "event" in fields and not (isinstance(fields["event"], str) and fields["event"]):
        raise NotAnEvent("an event needs a name")
    checked: Fields = {}
    for name, value in {**fields, "userId": user_id, "anonymousId": anonymous_id}.items():
        is_id = name.endswith("Id") and value is not None
        checked[name] = as_id(value, f"{kind}.{name}") if is_id else value
    return checked


def _close(client: "weakref.ref[Client]") -> None:
    living = client()
    if living is not None:
        living.close()
