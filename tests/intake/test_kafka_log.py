"""The way of a batch when the log is on Kafka: taken once, also after a crash in the middle."""

from collections.abc import Iterator

import pytest

from stayflow.intake import record
from stayflow.intake.pipeline import CONSUMER, Pipeline, append_events, consume_log
from stayflow.kernel.ids import ProjectId
from stayflow.kernel.settings import load_settings
from stayflow.language.event import RawEvent
from stayflow.stores.errors import StoreUnavailable
from stayflow.stores.log import DurableLog, open_log
from tests.conftest import Engines

NOON = 1_781_524_800_000  # 2026-06-15 12:00 UTC, the time of the test clock


@pytest.fixture(scope="module")
def log(engines: Engines) -> Iterator[DurableLog]:
    url = "kafka://mock:1?test.mock.num.brokers=1"
    settings = load_settings({**engines.settings.values, "kafka_url": url}, {})
    kafka = open_log(settings, engines.relational)
    yield kafka
    kafka.close()


def test_a_crash_between_kafka_and_the_offset_counts_nothing_twice(
    engines: Engines, project: ProjectId, log: DurableLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
        log=log,
    )
    for number in range(3):
        event = RawEvent(
            name="view", event_id=f"m{number}", time_ms=NOON - 1000, identities={"user_id": "u1"}
        )
        append_events(project, [event], source="test", log=log, clock=engines.clock)
    assert project in log.topics_with_news(CONSUMER)

    def die(*_: object, **__: object) -> None:
        raise StoreUnavailable("as if the power went")

    with monkeypatch.context() as patch:
        patch.setattr(record, "close_batch", die)
        with pytest.raises(StoreUnavailable):
            consume_log(pipeline, log)
    counts = consume_log(pipeline, log)
    assert counts is not None
    assert (counts.received, counts.accepted) == (3, 3)
    assert pipeline.warehouse.value("SELECT count() FROM events") == 3
    assert consume_log(pipeline, log) is None
    assert log.backlog_bytes(CONSUMER, project) == 0
    assert project not in log.topics_with_news(CONSUMER)
