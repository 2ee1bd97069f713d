"""The thread that sends: in batches, one request at a time, again until the server has confirmed."""

import random
import threading
import time
from collections.abc import Callable, Sequence

from stayflow_sdk.model import Problem, ProblemCode, Settings
from stayflow_sdk.transport import Reply, Transport, Verdict
from stayflow_sdk.waiting import Numbered, Waiting

BATCH_MESSAGES_MAX = 100
BATCH_BYTES_MAX = 450_000
"""Below the 500 KB that the server takes, unpacked."""
_WAIT_SECONDS_MIN, _WAIT_SECONDS_MAX = 0.5, 300.0


class Sender:
    """Owns the queue; every touch of it is under one lock."""

    def __init__(
        self,
        waiting: Waiting,
        transport: Transport,
        settings: Settings,
        tell: Callable[[Problem], None],
    ) -> None:
        self._waiting = waiting
        self._transport = transport
        self._settings = settings
        self._tell = tell
        self._changed = threading.Condition()
        self._batch_max = BATCH_MESSAGES_MAX
        self._failures = 0
        self._not_before = 0.0
        self._oldest_at: float | None = time.monotonic() if len(waiting) else None
        self._asked_for = 0  # everything up to this number goes at once
        self._lost_count = 0
        self._end_at: float | None = None
        self._thread = threading.Thread(target=self._run, name="stayflow-sender", daemon=True)
        self._thread.start()

    def add(self, text: str) -> None:
        """Queue a message."""
        with self._changed:
            gone = self._waiting.add(text)
            self._lost_count += gone
            if self._oldest_at is None:
                self._oldest_at = time.monotonic()
                self._changed.notify_all()
            elif len(self._waiting) == self._settings.flush_at:
                self._changed.notify_all()
        if gone:
            said = "the oldest message made room for a new one"
            self._tell(Problem(ProblemCode.QUEUE_FULL, said, gone))

    def count(self) -> int:
        """How many messages the server has not confirmed."""
        with self._changed:
            return len(self._waiting)

    def flush(self, timeout_seconds: float | None) -> bool:
        """Send what is queued now; whether all of it was settled in time."""
        deadline = None if timeout_seconds is None else time.monotonic() + timeout_seconds
        with self._changed:
            target = self._waiting.last()
            self._asked_for = max(self._asked_for, target)
            self._changed.notify_all()
            while self._first() <= target and self._thread.is_alive():
                left = None if deadline is None else deadline - time.monotonic()
                if left is not None and left <= 0:
                    return False
                self._changed.wait(left)
            return self._first() > target

    def close(self, timeout_seconds: float) -> None:
        """Send what is left within the time, then let go of the queue."""
        with self._changed:
            if self._end_at is not None:
                return
            self._end_at = time.monotonic() + timeout_seconds
            self._changed.notify_all()
        self._thread.join(timeout_seconds + self._settings.timeout_seconds)
        with self._changed:
            lost = self._waiting.close()
        if lost:
            said = f"the program ended before {lost} messages were confirmed; a spool keeps them"
            self._tell(Problem(ProblemCode.LOST_AT_EXIT, said, lost))

    def _first(self) -> float:
        first = self._waiting.peek(1)
        return first[0][0] if first else float("inf")

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._wait_for_work():
                    self._changed.notify_all()
                    return
                batch = self._next_batch()
            reply = self._transport.post([text for _, text in batch], self._context())
            with self._changed:
                problem = self._settle(batch, reply)
                self._changed.notify_all()
            if problem:
                self._tell(problem)

    def _wait_for_work(self) -> bool:
        """Wait until a batch is to go; False when the client is closed and nothing more can."""
        while True:
            now = time.monotonic()
            is_over = self._end_at is not None and (now >= self._end_at or not len(self._waiting))
            if is_over:
                return False
            due = self._due_at()
            if due is not None and due <= now:
                return True
            moments = [each for each in (due, self._end_at) if each is not None]
            self._changed.wait(min(moments) - now if moments else None)

    def _due_at(self) -> float | None:
        """When the next request may go, by the monotonic clock; None when nothing waits."""
        if not len(self._waiting):
            self._oldest_at = None
            return None
        is_asked = self._end_at is not None or self._first() <= self._asked_for
        if is_asked or len(self._waiting) >= self._settings.flush_at or self._oldest_at is None:
            return self._not_before
        return max(self._not_before, self._oldest_at + self._settings.flush_seconds)

    def _next_batch(self) -> list[Numbered]:
        batch: list[Numbered] = []
        size = 0
        for number, text in self._waiting.peek(self._batch_max):
            size += len(text.encode()) + 1
            if batch and size > BATCH_BYTES_MAX:
                break
            batch.append((number, text))
        return batch

    def _settle(self, batch: Sequence[Numbered], reply: Reply) -> Problem | None:
        if reply.verdict is Verdict.TAKEN:
            self._failures, self._batch_max = 0, BATCH_MESSAGES_MAX
            self._not_before = 0.0
            self._remove(batch)
            return None
        if reply.verdict is Verdict.REFUSED and len(batch) > 1:
            # One of them is to blame; the others must not go with it.
            self._batch_max = (len(batch) + 1) // 2
            return None
        backoff = min(_WAIT_SECONDS_MIN * 2**self._failures, _WAIT_SECONDS_MAX)
        self._failures = min(self._failures + 1, 20)
        spread = backoff * (0.5 + random.random() / 2)  # noqa: S311 - no secret
        self._not_before = time.monotonic() + max(spread, reply.wait_seconds)
        if reply.verdict is Verdict.AGAIN:
            return None
        self._remove(batch)
        self._lost_count += len(batch)
        return Problem(ProblemCode.REFUSED, f"the server answered {reply.status}", len(batch))

    def _remove(self, batch: Sequence[Numbered]) -> None:
        self._waiting.remove(number for number, _ in batch)
        self._oldest_at = time.monotonic() if len(self._waiting) else None

    def _context(self) -> dict[str, object]:
        library = {"name": "stayflow-python", "version": "0.1.0", "lost": self._lost_count}
        return {"library": library}
