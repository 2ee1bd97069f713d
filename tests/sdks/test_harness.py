"""The harness itself: what passes, what fails on purpose, and that a repeat counts once."""

import httpx
import pytest

from tests.journeys.server import SECONDS
from tests.sdks.conftest import Shop


def _post(shop: Shop, message_id: str) -> httpx.Response:
    message = {"type": "track", "event": "Tried", "userId": "u1", "messageId": message_id}
    return httpx.post(
        f"{shop.url}/v1/batch",
        json={"batch": [message]},
        auth=(shop.write_key, ""),
        timeout=SECONDS,
    )


def test_every_fault_is_met_once_and_a_repeat_counts_once(shop: Shop) -> None:
    shop.proxy.fail("refuse", "drop", "drop_answer")
    assert _post(shop, "m1").status_code == 503
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            _post(shop, "m1")
    assert _post(shop, "m1").status_code == 200
    assert _post(shop, "m2").status_code == 200
    assert shop.proxy.faults_left == 0
    shop.wait_for({"Tried": 2})
