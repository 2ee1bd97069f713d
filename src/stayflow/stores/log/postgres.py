"""The log on PostgreSQL."""

import asyncio

from stayflow.stores.log.appender import Appender
from stayflow.stores.log.model import Entry, Position
from stayflow.stores.relational import Relational, Transaction


class PostgresLog:
    """Entries are rows; positions rise over all topics together."""

    def __init__(self, relational: Relational, *, bytes_max: int, retention_hours: int) -> None:
        self._relational = relational
        self._appender = Appender(relational, bytes_max)
        self._retention_hours = retention_hours

    def append(self, topic: str, payload: bytes) -> Position:
        """Append and wait until the entry would survive a power cut.

        Raises:
            LogFull: The topic holds `log_bytes_max` unconsumed bytes.
            StoreUnavailable: PostgreSQL does not answer; the entry is not there.
        """
        return self._appender.put(topic, payload).result()

    async def append_async(self, topic: str, payload: bytes) -> Position:
        """`append` for an event loop; the loop goes on while the group commits."""
        return await asyncio.wrap_future(self._appender.put(topic, payload))

    def read(
        self, topic: str, *, after: Position, limit: int, bytes_max: int = 64_000_000
    ) -> list[Entry]:
        """The next entries behind `after`, oldest first; at most `limit` and about `bytes_max`."""
        with self._relational.system() as tx:
            return tx.all(
                Entry,
                """
                select position, payload, appended_at from (
                  select *, sum(octet_length(payload)) over (order by position)
                    - octet_length(payload) as before
                  from (select position, payload, appended_at from log_entries
                        where topic = %(topic)s and position > %(after)s
                        order by position limit %(limit)s) nearest_entries
                ) measured_entries where before < %(bytes_max)s order by position
                """,
                {"topic": topic, "after": after, "limit": limit, "bytes_max": bytes_max},
                is_binary=True,
            )

    def read_range(self, topic: str, *, first: Position, last: Position) -> list[Entry]:
        """The entries of [first, last], for a batch that is done again after a crash."""
        with self._relational.system() as tx:
            return tx.all(
                Entry,
                "select position, payload, appended_at from log_entries"
                " where topic = %s and position between %s and %s order by position",
                (topic, first, last),
                is_binary=True,
            )

    def offset(self, tx: Transaction, consumer: str, topic: str) -> Position:
        """Up to where `consumer` has taken `topic`; 0 at the beginning."""
        return int(
            tx.value(
                "select position from log_offsets where consumer = %s and topic = %s",
                (consumer, topic),
            )
            or 0
        )

    def move_offset(self, tx: Transaction, consumer: str, topic: str, position: Position) -> None:
        """Set how far `consumer` has come, in the transaction of its effect."""
        tx.execute(
            """
            insert into log_offsets (consumer, topic, position, bytes_total)
            select %(consumer)s, %(topic)s, %(position)s, coalesce(
              (select bytes_total from log_entries
               where topic = %(topic)s and position <= %(position)s
               order by position desc limit 1), 0)
            on conflict (consumer, topic) do update
              set position = excluded.position, bytes_total = excluded.bytes_total
            """,
            {"consumer": consumer, "topic": topic, "position": position},
        )

    def backlog_bytes(self, consumer: str, topic: str) -> int:
        """Bytes of the topic that `consumer` has not taken."""
        with self._relational.system() as tx:
            return int(
                tx.value(
                    """
                    select h.bytes_total - coalesce(o.bytes_total, 0)
                    from log_heads h
                    left join log_offsets o on o.topic = h.topic and o.consumer = %s
                    where h.topic = %s
                    """,
                    (consumer, topic),
                )
                or 0
            )

    def topics_with_news(self, consumer: str) -> list[str]:
        """Topics that hold entries `consumer` has not taken."""
        with self._relational.system() as tx:
            rows = tx.rows(
                """
                select h.topic from log_heads h
                left join log_offsets o on o.topic = h.topic and o.consumer = %s
                where h.position > coalesce(o.position, 0) order by h.topic
                """,
                (consumer,),
            )
        return [str(row[0]) for row in rows]

    def wait(self, seconds: float) -> None:
        """Sleep until this process appends something, at most `seconds`.

        Another process's appends do not wake us; hence the bound.
        """
        with self._appender.news:
            self._appender.news.wait(seconds)

    def trim(self) -> int:
        """Drop entries past the retention that every consumer has taken; return how many."""
        with self._relational.system() as tx:
            return tx.execute(
                """
                delete from log_entries e
                using (select topic, min(position) as position
                       from log_offsets group by topic) taken
                where e.topic = taken.topic and e.position <= taken.position
                  and e.appended_at < now() - make_interval(hours => %s)
                """,
                (self._retention_hours,),
            )

    def head(self, topic: str) -> Position:
        """The position of the newest entry; 0 where there was none."""
        with self._relational.system() as tx:
            return int(tx.value("select position from log_heads where topic = %s", (topic,)) or 0)

    def forget_taken(self, topic: str) -> int:
        """Drop every entry that all consumers have taken, however young it is; return how many."""
        with self._relational.system() as tx:
            return tx.execute(
                "delete from log_entries where topic = %(topic)s and position <="
                " (select coalesce(min(position), 0) from log_offsets where topic = %(topic)s)",
                {"topic": topic},
            )

    def close(self) -> None:
        """Write what waits and stop the appender."""
        self._appender.close()
