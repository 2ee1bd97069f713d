"""A thread's steps: how far apart, and that it ends when it is asked to."""

import pytest

from stayflow.interfaces.worker import loop as room
from stayflow.interfaces.worker.loop import Loop
from tests.journeys.server import SECONDS

APART = 3.0


def test_steps_that_find_work_lie_apart_and_a_long_one_is_followed_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    lasting = [0.0, 1.0, 2 * APART, 0.0, 0.0]
    began: list[float] = []

    def step() -> bool:
        nonlocal now
        began.append(now)
        now += lasting[len(began) - 1]
        if len(began) == len(lasting):
            loop.ask_to_stop()
        return True

    def sleep(_: Loop, seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(room, "monotonic", lambda: now)
    monkeypatch.setattr(Loop, "_sleep", sleep)
    loop = Loop("steps", step, idle_seconds=60, apart_seconds=APART)
    loop.start()
    assert loop.join(SECONDS)
    assert began == [0, APART, 2 * APART, 4 * APART, 5 * APART]
