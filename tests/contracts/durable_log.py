"""What every log must do, on PostgreSQL and on Kafka."""

import asyncio
import threading

import pytest

from stayflow.kernel.ids import new_id
from stayflow.stores.errors import LogFull
from stayflow.stores.log import DurableLog
from stayflow.stores.relational import Relational


class LogContract:
    """Give `durable_log` (bound 100,000 bytes) and `store` fixtures, and `make_old`."""

    def make_old(
        self, durable_log: DurableLog, store: Relational, topic: str, positions: list[int]
    ) -> None:
        """Let these entries be a thousand hours old."""
        raise NotImplementedError

    @pytest.fixture
    def topic(self) -> str:
        return f"topic_{new_id()}"

    def test_entries_come_back_in_order(self, durable_log: DurableLog, topic: str) -> None:
        positions = [durable_log.append(topic, bytes([n])) for n in range(10)]
        assert positions == sorted(positions)
        first = durable_log.read(topic, after=0, limit=4)
        rest = durable_log.read(topic, after=first[-1].position, limit=100)
        assert [entry.payload[0] for entry in first + rest] == list(range(10))

    def test_a_read_is_bounded_in_bytes_but_never_stuck(
        self, durable_log: DurableLog, topic: str
    ) -> None:
        for _ in range(5):
            durable_log.append(topic, b"x" * 1000)
        assert len(durable_log.read(topic, after=0, limit=100, bytes_max=2500)) == 3
        assert len(durable_log.read(topic, after=0, limit=100, bytes_max=1)) == 1

    def test_many_writers_and_a_reader_that_skips_nothing(
        self, durable_log: DurableLog, topic: str
    ) -> None:
        async def write(part: int) -> None:
            for n in range(50):
                await durable_log.append_async(topic, f"{part}:{n}".encode())

        async def write_all() -> None:
            await asyncio.gather(*(write(part) for part in range(10)))

        seen: list[bytes] = []
        done = threading.Event()

        def follow() -> None:
            after = 0
            while True:
                finished = done.is_set()
                entries = durable_log.read(topic, after=after, limit=37)
                seen.extend(entry.payload for entry in entries)
                if entries:
                    after = entries[-1].position
                elif finished:
                    return

        reader = threading.Thread(target=follow)
        reader.start()
        asyncio.run(write_all())
        done.set()
        reader.join()
        assert len(seen) == len(set(seen)) == 500
        for part in range(10):
            mine = [int(word.split(b":")[1]) for word in seen if word.startswith(b"%d:" % part)]
            assert mine == list(range(50))

    def test_a_writer_who_leaves_stops_nobody(self, durable_log: DurableLog, topic: str) -> None:
        async def leave_at_once() -> None:
            writers = [
                asyncio.create_task(durable_log.append_async(topic, b"left")) for _ in range(20)
            ]
            await asyncio.sleep(0)
            for writer in writers:
                writer.cancel()
            await asyncio.gather(*writers, return_exceptions=True)

        asyncio.run(leave_at_once())
        stayed = asyncio.run(asyncio.wait_for(durable_log.append_async(topic, b"stayed"), 30))
        entries = durable_log.read(topic, after=0, limit=100)
        assert (entries[-1].position, entries[-1].payload) == (stayed, b"stayed")

    def test_offsets_move_with_their_transaction(
        self, durable_log: DurableLog, store: Relational, topic: str
    ) -> None:
        position = durable_log.append(topic, b"a")
        assert topic in durable_log.topics_with_news("reader")
        with pytest.raises(RuntimeError), store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, position)
            raise RuntimeError
        assert topic in durable_log.topics_with_news("reader")
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, position)
        with store.system() as tx:
            assert durable_log.offset(tx, "reader", topic) == position
        assert topic not in durable_log.topics_with_news("reader")

    def test_the_log_is_bounded_and_opens_again(
        self, durable_log: DurableLog, store: Relational, topic: str
    ) -> None:
        while True:
            try:
                last = durable_log.append(topic, b"x" * 20_000)
            except LogFull:
                break
        assert 100_000 <= durable_log.backlog_bytes("reader", topic) <= 140_000
        assert durable_log.append(f"{topic}_other", b"x")
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, last)
        assert durable_log.backlog_bytes("reader", topic) == 0
        assert durable_log.append(topic, b"x")

    def test_replay_by_moving_the_offset_back(
        self, durable_log: DurableLog, store: Relational, topic: str
    ) -> None:
        positions = [durable_log.append(topic, b"abc") for _ in range(3)]
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, positions[-1])
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, positions[0])
        assert durable_log.backlog_bytes("reader", topic) == 6
        assert len(durable_log.read_range(topic, first=positions[1], last=positions[2])) == 2

    def test_trim_keeps_what_is_fresh_or_not_taken(
        self, durable_log: DurableLog, store: Relational, topic: str
    ) -> None:
        old, fresh, not_taken = (durable_log.append(topic, b"x") for _ in range(3))
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, fresh)
        self.make_old(durable_log, store, topic, [old, not_taken])
        durable_log.trim()
        left = [entry.position for entry in durable_log.read(topic, after=0, limit=10)]
        assert left == [fresh, not_taken]

    def test_the_head_is_the_newest_entry(self, durable_log: DurableLog, topic: str) -> None:
        assert durable_log.head(topic) == 0
        for payload in (b"a", b"b"):
            assert durable_log.append(topic, payload) == durable_log.head(topic)

    def test_what_everybody_has_taken_can_be_forgotten_however_young(
        self, durable_log: DurableLog, store: Relational, topic: str
    ) -> None:
        assert durable_log.forget_taken(topic) == 0
        first, second, third = (durable_log.append(topic, b"x") for _ in range(3))
        other = durable_log.append(f"{topic}_other", b"x")
        assert durable_log.forget_taken(topic) == 0
        with store.system() as tx:
            durable_log.move_offset(tx, "reader", topic, second)
            durable_log.move_offset(tx, "slow reader", topic, first)
            durable_log.move_offset(tx, "reader", f"{topic}_other", other)
        assert durable_log.forget_taken(topic) == 1
        with store.system() as tx:
            durable_log.move_offset(tx, "slow reader", topic, third)
        assert durable_log.forget_taken(topic) == 1
        for name, kept in ((topic, third), (f"{topic}_other", other)):
            left = durable_log.read(name, after=0, limit=10)
            assert [entry.position for entry in left] == [kept]
        assert durable_log.forget_taken(topic) == 0
        assert durable_log.head(topic) == third
        assert durable_log.append(topic, b"x") > third
