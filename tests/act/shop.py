"""A project that can write to its people: stores, a mail server, and a few helpers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from stayflow.act.campaign import create_campaign, get_campaign, launch_campaign, launch_due
from stayflow.act.content import LinkSigner
from stayflow.act.outbox import PostOffice, count_lane, send_due
from stayflow.kernel.clock import FixedClock
from stayflow.kernel.ids import ProjectId
from stayflow.language.event import RawEvent
from stayflow.language.scope import PropertyColumn, Scope, ValueType
from tests.act.mail_server import MailServer

NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)  # in Shanghai
ZONE = ZoneInfo("Asia/Shanghai")
CONTENT = {
    "subject": "{{ person.name }}, 回来看看",
    "html": "<p>Hi {{ person.name }}</p><a href='https://shop.test/x?a=1&amp;b=2'>去看看</a>",
    "defaults": {"name": "朋友"},
}
EVERYBODY = {"all": [{"attribute": {"name": "email", "op": "is_set"}}]}


@dataclass(frozen=True)
class NamesOfTests:
    """A catalogue with the few names the tests use."""

    attributes: Mapping[str, ValueType] = field(
        default_factory=lambda: {
            "email": ValueType.TEXT,
            "name": ValueType.TEXT,
            "timezone": ValueType.TEXT,
            "points": ValueType.NUMBER,
            "likes": ValueType.LIST,
        }
    )
    events: tuple[str, ...] = ("purchase", "message.sent")

    def event_names(self) -> tuple[str, ...]:
        return self.events

    def property_names(self) -> tuple[str, ...]:
        return ("category",)

    def property(self, name: str) -> PropertyColumn | None:
        return PropertyColumn(name, ValueType.TEXT) if name == "category" else None

    def attribute_names(self) -> tuple[str, ...]:
        return tuple(self.attributes)

    def attribute(self, name: str) -> ValueType | None:
        return self.attributes.get(name)


@dataclass
class Shop:
    """One project, its post office and its mail server."""

    project: ProjectId
    post: PostOffice
    server: MailServer
    clock: FixedClock
    emitted: list[RawEvent]

    def add_people(self, attributes: Mapping[int, Mapping[str, str]]) -> None:
        add_people(self.post.warehouse.project(self.project), attributes)

    def add_crowd(self, people: Iterable[int]) -> None:
        self.add_people({person: {"email": f"p{person}@example.com"} for person in people})

    def scope(self) -> Scope:
        return self.post.scope_of(self.project)

    def draft(self, **changes) -> str:
        raw = {"name": "Come back", "audience": EVERYBODY, "content": CONTENT, **changes}
        with self.post.relational.project(self.project) as tx:
            return create_campaign(tx, raw, scope=self.scope(), now=self.clock.now()).campaign_id

    def launch(self, campaign_id: str, at: datetime | None = None) -> None:
        with self.post.relational.project(self.project) as tx:
            launch_campaign(tx, campaign_id, scope=self.scope(), now=self.clock.now(), at=at)

    def launched(self, **changes) -> str:
        campaign_id = self.draft(**changes)
        self.launch(campaign_id)
        launch_due(self.post, self.project)
        return campaign_id

    def send_all(self) -> int:
        total = 0
        while decided := send_due(self.post, self.project):
            total += decided
        return total

    def counts(self, campaign_id: str):
        with self.post.relational.project(self.project) as tx:
            return count_lane(tx, campaign_id)

    def state(self, campaign_id: str) -> str:
        with self.post.relational.project(self.project) as tx:
            return get_campaign(tx, campaign_id).state.value

    def rows(self, sql: str, **parameters):
        with self.post.relational.project(self.project) as tx:
            return tx.rows(sql, parameters)

    def names(self) -> list[str]:
        return [event.name for event in self.emitted]

    def violations(self) -> list[str]:
        from stayflow.act.campaign import CAMPAIGN_INVARIANTS
        from stayflow.act.outbox import OUTBOX_INVARIANTS

        with self.post.relational.project(self.project) as tx:
            return [each for law in (*OUTBOX_INVARIANTS, *CAMPAIGN_INVARIANTS) for each in law(tx)]


def add_people(warehouse, attributes: Mapping[int, Mapping[str, str]]) -> None:
    """People with text attributes, straight into the warehouse."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    instants = pa.timestamp("ms", tz="UTC")
    warehouse.insert(
        "people",
        pa.table(
            {
                "person_id": pa.array(list(attributes), pa.uint64()),
                "first_seen_at": pa.array([at] * len(attributes), instants),
            }
        ),
    )
    rows = [
        (name, person, text) for person, own in attributes.items() for name, text in own.items()
    ]
    numbers = [float(text) if name == "points" else None for name, _, text in rows]
    warehouse.insert(
        "person_attributes",
        pa.table(
            {
                "name": [row[0] for row in rows],
                "person_id": pa.array([row[1] for row in rows], pa.uint64()),
                "text": [row[2] for row in rows],
                "number": pa.array(numbers, pa.float64()),
                "at": pa.array([at] * len(rows), instants),
                "origin": ["test"] * len(rows),
            }
        ),
    )


def post_office(engines, clock, emitted: list[RawEvent]) -> PostOffice:
    """A post office over the engines of the tests; its events go into a list."""
    box = engines.folder.secret_box()

    def scope_of(project: ProjectId) -> Scope:
        return Scope(zone=ZONE, now=clock.now(), catalogue=NamesOfTests())

    return PostOffice(
        relational=engines.relational,
        warehouse=engines.warehouse,
        clock=clock,
        box=box,
        signer=LinkSigner(box.key, "https://stay.test"),
        emit=lambda _, events: emitted.extend(events),
        scope_of=scope_of,
        allow_private=True,
    )
