"""Group commit: whoever appends at the same time shares one transaction."""

import queue
import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from stayflow.stores.errors import LogFull, StoreUnavailable
from stayflow.stores.relational import Relational, Transaction, waiting_at_most

GROUP_ENTRIES_MAX = 2_000
GROUP_BYTES_MAX = 32_000_000
# A sender waits for each: it is told to come again while it still listens.
PATIENCE_SECONDS = 3
# One lock for all appends: positions become visible in the order they were given,
# so a reader never skips one.
APPEND_LOCK = 84_201


@dataclass(slots=True)
class Pending:
    """An entry whose writer waits until it is durable."""

    topic: str
    payload: bytes
    done: "Future[int]" = field(default_factory=Future)


class Appender:
    """A thread that writes waiting entries, many per transaction."""

    def __init__(self, relational: Relational, bytes_max: int) -> None:
        self._relational = relational
        self._bytes_max = bytes_max
        self._waiting: queue.SimpleQueue[Pending | None] = queue.SimpleQueue()
        self._closed = False
        self.news = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="log-append", daemon=True)
        self._thread.start()

    def put(self, topic: str, payload: bytes) -> "Future[int]":
        """Hand over an entry; the future holds its position once it would survive a power cut.

        Raises:
            StoreUnavailable: The log is closing.
        """
        if self._closed:
            raise StoreUnavailable("the log is closing")
        pending = Pending(topic, payload)
        self._waiting.put(pending)
        return pending.done

    def close(self) -> None:
        """Write what waits, then stop."""
        self._closed = True
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while group := self._next_group():
            # Who has left is not written for; who is still here cannot leave from now on.
            group = [each for each in group if each.done.set_running_or_notify_cancel()]
            try:
                self._write(group)
            except Exception as error:  # noqa: BLE001 - whoever waits is told, and the thread goes on
                for pending in group:
                    if not pending.done.done():
                        pending.done.set_exception(error)
            with self.news:
                self.news.notify_all()

    def _next_group(self) -> list[Pending]:
        first = self._waiting.get()
        group = [first] if first else []
        size = len(first.payload) if first else 0
        while group and len(group) < GROUP_ENTRIES_MAX and size < GROUP_BYTES_MAX:
            try:
                pending = self._waiting.get_nowait()
            except queue.Empty:
                break
            if pending is None:
                self._waiting.put(None)
                break
            group.append(pending)
            size += len(pending.payload)
        return group

    def _write(self, group: Sequence[Pending]) -> None:
        by_topic: dict[str, list[Pending]] = defaultdict(list)
        for pending in group:
            by_topic[pending.topic].append(pending)
        written: list[tuple[Pending, int]] = []
        with waiting_at_most(PATIENCE_SECONDS), self._relational.system() as tx:
            tx.execute("select pg_advisory_xact_lock(%s)", (APPEND_LOCK,))
            for topic, entries in by_topic.items():
                if self._has_room(tx, topic):
                    written += zip(entries, _insert(tx, topic, entries), strict=True)
                else:
                    full = LogFull(
                        f"the log of {topic} is full: its consumer is behind; try again later"
                    )
                    for pending in entries:
                        pending.done.set_exception(full)
        for pending, position in written:
            pending.done.set_result(position)

    def _has_room(self, tx: Transaction, topic: str) -> bool:
        behind = tx.value(
            """
            select h.bytes_total - coalesce(min(o.bytes_total), 0)
            from log_heads h left join log_offsets o using (topic)
            where h.topic = %s group by h.bytes_total
            """,
            (topic,),
        )
        return behind is None or behind < self._bytes_max


def _insert(tx: Transaction, topic: str, entries: Sequence[Pending]) -> list[int]:
    rows = tx.rows(
        """
        with added as (
          insert into log_entries (topic, payload, bytes_total)
          select %(topic)s, payload,
            coalesce((select bytes_total from log_heads where topic = %(topic)s), 0)
            + sum(octet_length(payload)) over (order by place)
          from unnest(%(payloads)b::bytea[]) with ordinality as waiting_entries (payload, place)
          order by place
          returning position)
        select position from added order by position
        """,
        {"topic": topic, "payloads": [pending.payload for pending in entries]},
    )
    positions = [int(row[0]) for row in rows]
    tx.execute(
        """
        insert into log_heads (topic, position, bytes_total)
        values (%(topic)s, %(position)s, %(bytes)s)
        on conflict (topic) do update
          set position = excluded.position,
              bytes_total = log_heads.bytes_total + excluded.bytes_total
        """,
        {
            "topic": topic,
            "position": positions[-1],
            "bytes": sum(len(entry.payload) for entry in entries),
        },
    )
    return positions
