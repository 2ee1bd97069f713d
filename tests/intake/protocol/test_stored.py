"""What real SDKs sent goes the whole way: through log, cleaning and identities into the warehouse."""

from collections import Counter

import msgspec
import pytest

from stayflow.intake.pipeline import Pipeline, consume_log
from stayflow.intake.protocol import keep_request, protocol_of
from stayflow.kernel.ids import ProjectId
from tests.conftest import Engines
from tests.intake.protocol.test_captured import CASES, capture, is_known_again


@pytest.fixture
def pipeline(engines: Engines, project: ProjectId) -> Pipeline:
    return Pipeline(
        project,
        zone="Asia/Shanghai",
        relational=engines.relational,
        warehouse=engines.warehouse.project(project),
        clock=engines.clock,
    )


def test_captured_requests_are_stored_once(engines: Engines, pipeline: Pipeline) -> None:
    expected: Counter[str] = Counter()
    sent = nobodys = 0
    for name in CASES:
        request, told = capture(name)
        protocol = protocol_of(request.path)
        assert protocol is not None
        for later_ms in (0, 1_000):  # each is sent again, as after an answer that got lost
            at = request.received_at_ms + later_ms
            taken = msgspec.structs.replace(request, received_at_ms=at)
            engines.log.append(pipeline.project_id, keep_request(protocol, taken, key="k"))
        for event in told["events"]:
            sent += 2
            if not event.get("identities"):
                nobodys += 2
            else:  # what has neither a time nor a number of its own cannot be known again
                has_time = "time_ms" in event
                is_known = is_known_again(told, has_time=has_time, name=event["name"])
                expected[event["name"]] += 1 if is_known else 2
    received = 0
    rejected: Counter[str] = Counter()
    while counts := consume_log(pipeline, engines.log):
        received += counts.received
        rejected.update(counts.rejected)
    assert received == sent
    assert rejected == {"no_identity": nobodys}
    stored = pipeline.warehouse.query("SELECT event, count() FROM events GROUP BY event").rows
    assert dict(stored) == expected
