"""Files, tables and topics: what stands there afterwards, also after the same came twice."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from psycopg.conninfo import conninfo_to_dict

from stayflow.act.destination import KINDS, DestinationInvalid, deliver_to, withdraw_person
from stayflow.act.destination.deliver import open_target, store
from stayflow.act.destination.model import Row, Shipment
from stayflow.act.setting import setting_names
from stayflow.kernel.ids import new_id
from stayflow.stores.outside import ContentRefused, is_allowed
from tests.act.destination.conftest import NOON, World, event
from tests.act.destination.receivers import by_tcp
from tests.conftest import Engines
from tests.journeys.server import SECONDS

SETTINGS_OF = {
    "webhook": {"url": "https://crm.example.com/in"},
    "parquet": {"folder": "lake"},
    "postgres": {"host": "db", "database": "crm", "user": "us", "table": "facts"},
    "kafka": {"brokers": "kafka:9092", "topic": "facts"},
}
"""The least that each kind can be set up with."""


def send_again(world: World, destination: str) -> None:
    """Hand the first delivery over once more, as after a crash before its outcome was noted."""
    with world.tx() as tx:
        tx.execute(
            "update deliveries set state = 'waiting', ended_at = null where destination_id = %s",
            (destination,),
        )
    assert deliver_to(world.forwarding, world.project, destination) >= 1


class TestParquet:
    def test_a_file_a_delivery_that_replaces_itself(self, world: World, tmp_path: Path) -> None:
        destination = world.create(kind="parquet", settings={"folder": "lake"})
        world.record(
            event(revenue=9.5, properties={"n": 1}), event("view", properties={"tags": ["a"]})
        )
        assert world.deliver() == 0  # it waits for more
        world.clock.advance(timedelta(seconds=61))
        assert world.deliver() == 1
        (path,) = (tmp_path / "lake").rglob("*.parquet")
        assert path.parent.name == "date=2026-06-15"
        table = pq.read_table(path, partitioning=None).to_pylist()
        assert [row["event"] for row in table] == ["purchase", "view"]
        assert [row["revenue"] for row in table] == [9.5, None]
        assert [json.loads(row["properties"]) for row in table] == [{"n": 1}, {"tags": ["a"]}]
        assert str(pq.read_schema(path).field("time").type) == "timestamp[ms, tz=UTC]"
        assert len({row["id"] for row in table}) == 2
        send_again(world, destination)
        assert list((tmp_path / "lake").rglob("*")) == [path.parent, path]

    def test_a_withdrawn_person_is_told_in_a_file_of_its_own(
        self, world: World, tmp_path: Path
    ) -> None:
        world.create(
            kind="parquet", settings={"folder": "lake"}, fields={"crm": "identity.user_id"}
        )
        world.record(event())
        with world.tx() as tx:
            withdraw_person(tx, [1, 7], {"user_id": ["u1"]}, now=world.clock.now(), by="anna")
        world.clock.advance(timedelta(minutes=2))
        world.deliver()
        (path,) = (tmp_path / "lake").rglob("erased-*.parquet")
        (row,) = pq.read_table(path, partitioning=None).to_pylist()
        assert (row["event"], row["person_id"], row["crm"]) == ("person.erased", 1, "u1")
        assert json.loads(row["ids"]) == [1, 7]
        assert json.loads(row["identities"]) == {"user_id": ["u1"]}

    def test_a_folder_that_cannot_be_written_is_trouble_and_no_loss(
        self, world: World, tmp_path: Path
    ) -> None:
        destination = world.create(kind="parquet", settings={"folder": "lake"})
        (tmp_path / "lake").write_text("a file stands in the way")
        world.record(event())
        world.clock.advance(timedelta(minutes=2))
        world.deliver()
        assert world.get(destination).trouble
        (tmp_path / "lake").unlink()
        world.clock.advance(timedelta(minutes=2))
        world.deliver()
        assert world.states(destination) == ["sent"]

    def test_values_of_many_types_in_one_field_are_text(self, world: World, tmp_path: Path) -> None:
        world.create(
            kind="parquet",
            settings={"folder": "lake"},
            fields={"n": "property.n", "whole": "property.w", "yes": "property.b"},
        )
        world.record(
            event(properties={"n": 1, "w": 2, "b": True}), event(properties={"n": "x", "w": 3})
        )
        world.clock.advance(timedelta(minutes=2))
        world.deliver()
        (path,) = tmp_path.rglob("*.parquet")
        table = pq.read_table(path, partitioning=None)
        assert table.column("n").to_pylist() == ["1", "x"]
        assert table.column("whole").to_pylist() == [2, 3]
        assert table.column("yes").to_pylist() == [True, None]


class TestPostgres:
    @pytest.fixture(scope="class")
    @classmethod
    def place(cls, engines: Engines) -> Iterator[dict[str, Any]]:
        """A database of its own beside ours, reached by TCP as anybody's would be."""
        own = engines.relational._url
        known = conninfo_to_dict(own)
        folder, port = str(known["host"]), known.get("port") or 5432
        name = f"outside_{new_id()}"
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute(f"create database {name}")
        with by_tcp(f"{folder}/.s.PGSQL.{port}") as tcp:
            yield {"host": "127.0.0.1", "port": tcp, "database": name, "user": str(known["user"])}
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")

    def rows(self, place: dict[str, Any], sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(
            host=place["host"], port=place["port"], dbname=place["database"], user=place["user"]
        ) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def test_the_table_is_made_and_a_row_comes_once(
        self, world: World, place: dict[str, Any]
    ) -> None:
        destination = world.create(kind="postgres", settings={**place, "table": "made"})
        world.record(event(revenue=9.5, properties={"n": 1, "t": "a\x00b\\u0000"}), event("view"))
        world.deliver()
        assert world.get(destination).trouble is None
        send_again(world, destination)
        rows = self.rows(
            place,
            "select event, time at time zone 'UTC', revenue, properties->>'n', person_id"
            " from made order by event",
        )
        assert [row[0] for row in rows] == ["purchase", "view"]
        assert rows[0][1].isoformat() == "2026-06-14T12:00:00"
        assert (float(rows[0][2]), rows[0][3], rows[0][4]) == (9.5, "1", 1.0)

    def test_the_rows_of_a_withdrawn_person_are_deleted(
        self, world: World, place: dict[str, Any]
    ) -> None:
        self.rows(place, "create table crm (id text primary key, who bigint, what text)")
        self.rows(place, "create table blind (id text primary key, what text)")
        columns = {"who": "person_id", "what": "event"}
        settings = {**place, "table": "crm"}
        world.create(kind="postgres", settings=settings, fields=columns)
        blind = world.create(
            kind="postgres", settings={**place, "table": "blind"}, fields={"what": "event"}
        )
        world.record(event(), event("view"), event(user="u2"))
        world.deliver()
        with world.tx() as tx:
            withdraw_person(tx, [1, 9], {}, now=world.clock.now(), by="anna")
        for _ in range(4):
            world.clock.advance(timedelta(minutes=1))
            world.deliver()
        assert self.rows(place, "select distinct who from crm where who is not null") == [(2,)]
        assert world.states(blind)[-1] == "dead"
        assert "by hand" in world.deliveries(blind)[-1].error

    def test_a_value_that_does_not_fit_leaves_the_others_alone(
        self, world: World, place: dict[str, Any]
    ) -> None:
        self.rows(place, "create table typed (id text primary key, amount int, note text)")
        destination = world.create(
            kind="postgres",
            settings={**place, "table": "public.typed"},
            fields={"amount": "property.amount", "elsewhere": "event"},
        )
        world.record(*(event(properties={"amount": each}) for each in ("1", "many", "3")))
        for _ in range(4):
            world.deliver()
            world.clock.advance(timedelta(minutes=1))
        assert self.rows(place, "select amount from typed order by 1") == [(1,), (3,)]
        (dead,) = [each for each in world.deliveries(destination) if each.state == "dead"]
        assert dead.row_count == 1
        assert "many" in str(dead.error)

    def test_a_table_without_our_id_is_said(self, world: World, place: dict[str, Any]) -> None:
        self.rows(place, "create table foreign_one (name text)")
        destination = world.create(kind="postgres", settings={**place, "table": "foreign_one"})
        world.record(event())
        world.deliver()
        assert "id text primary key" in str(world.get(destination).trouble)

    def test_a_server_that_is_not_there_is_trouble(
        self, world: World, place: dict[str, Any]
    ) -> None:
        destination = world.create(kind="postgres", settings={**place, "port": 9, "table": "t"})
        world.record(event())
        world.deliver()
        assert world.get(destination).failures == 1
        assert world.states(destination) == ["waiting"]


class TestKafka:
    @pytest.fixture(scope="class")
    @classmethod
    def brokers(cls) -> Iterator[str]:
        mock = Producer({"bootstrap.servers": "mock:1", "test.mock.num.brokers": 1, "log_level": 2})
        found = mock.list_topics(timeout=SECONDS).brokers.values()
        yield ",".join(f"{each.host}:{each.port}" for each in found)
        del mock

    def test_a_record_a_row_keyed_by_the_person(self, world: World, brokers: str) -> None:
        topic = f"facts-{new_id()}"
        destination = world.create(
            kind="kafka",
            settings={"brokers": brokers, "topic": topic, "properties": {"client.id": "shop"}},
        )
        world.record(event(event_id="a"), event(user="u2"), event(minute=3))
        world.deliver()
        assert world.get(destination).trouble is None
        consumer = Consumer({"bootstrap.servers": brokers, "group.id": "t", "log_level": 2})
        tops = consumer.list_topics(topic, timeout=SECONDS).topics[topic].partitions
        consumer.assign([TopicPartition(topic, each, 0) for each in tops])
        records = consumer.consume(3, timeout=SECONDS)
        consumer.close()
        by_key: dict[bytes, list[str]] = {}
        for record in records:
            body = json.loads(record.value() or b"")
            assert dict(record.headers() or [])["stayflow-id"] == body["id"].encode()
            by_key.setdefault(bytes(record.key() or b""), []).append(body["time"])
        assert {key: len(times) for key, times in by_key.items()} == {b"1": 2, b"2": 1}
        assert by_key[b"1"] == sorted(by_key[b"1"])

    def test_a_withdrawn_person_is_told_under_their_own_key(
        self, world: World, brokers: str
    ) -> None:
        topic = f"erased-{new_id()}"
        world.create(kind="kafka", settings={"brokers": brokers, "topic": topic})
        with world.tx() as tx:
            withdraw_person(tx, [1, 7], {"user_id": ["u1"]}, now=world.clock.now(), by="anna")
        world.deliver()
        consumer = Consumer({"bootstrap.servers": brokers, "group.id": "e", "log_level": 2})
        tops = consumer.list_topics(topic, timeout=SECONDS).topics[topic].partitions
        consumer.assign([TopicPartition(topic, each, 0) for each in tops])
        (record,) = consumer.consume(1, timeout=SECONDS)
        consumer.close()
        body = json.loads(record.value() or b"")
        assert (record.key(), body["event"], body["ids"]) == (b"1", "person.erased", [1, 7])
        assert body["identities"] == {"user_id": ["u1"]}

    def test_a_record_beyond_the_brokers_bound_is_refused_not_waited_for(
        self, world: World, brokers: str
    ) -> None:
        destination = world.create(kind="kafka", settings={"brokers": brokers, "topic": "large"})
        with world.tx() as tx:
            row = store.find_row(tx, destination)
        target = open_target(world.forwarding, world.project, row)
        large = Row((1, 0), "x", 1, {"text": "x" * 2_000_000})
        with pytest.raises(ContentRefused):
            target.send(Shipment("d", "n", "events", NOON, (large,)))
        target.close()

    def test_a_private_broker_is_refused(self, world: World, brokers: str) -> None:
        destination = world.create(kind="kafka", settings={"brokers": brokers, "topic": "t"})
        world.record(event())
        deliver_to(replace(world.forwarding, allow_private=False), world.project, destination)
        assert "allow_private_targets" in str(world.get(destination).trouble)


@pytest.mark.parametrize(
    ("address", "by_default", "when_allowed"),
    [
        ("8.8.8.8", True, True),
        ("127.0.0.1", False, True),
        ("10.1.2.3", False, True),
        ("192.168.0.1", False, True),
        ("169.254.169.254", False, False),
        ("::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, True),
        ("2606:4700:4700::1111", True, True),
    ],
)
def test_which_addresses_may_be_spoken_to(
    address: str, by_default: bool, when_allowed: bool
) -> None:
    assert is_allowed(address, allow_private=False) is by_default
    assert is_allowed(address, allow_private=True) is when_allowed


@pytest.mark.parametrize("name", KINDS.names())
def test_what_a_kind_asks_is_all_that_it_reads_and_what_it_seals(name: str):
    """The console draws its form from `asks`, and what `parse` returns is stored: they are the same names."""
    kind = KINDS.get(name)
    assert set(kind.parse(SETTINGS_OF[name], "settings")) == set(setting_names(kind.asks))
    for each in kind.asks:
        if each.is_required:
            lacking = {key: value for key, value in SETTINGS_OF[name].items() if key != each.name}
            with pytest.raises(DestinationInvalid) as refused:
                kind.parse(lacking, "settings")
            assert refused.value.path == f"settings.{each.name}"
