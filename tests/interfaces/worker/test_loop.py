"""A thread's steps: how far apart, and that it ends when it is asked to."""

import threading
from itertools import pairwise
from time import monotonic

from stayflow.interfaces.worker.loop import Loop

APART = 0.03


def test_steps_that_find_work_lie_apart_and_a_long_one_is_followed_at_once() -> None:
    began: list[float] = []
    ended: list[float] = []
    enough = threading.Event()

    def step() -> bool:
        began.append(monotonic())
        if len(began) == 3:
            threading.Event().wait(2 * APART)
        ended.append(monotonic())
        if len(began) == 5:
            enough.set()
        return True

    loop = Loop("steps", step, idle_seconds=60, apart_seconds=APART)
    loop.start()
    assert enough.wait(30)
    loop.ask_to_stop()
    assert loop.join(30)
    gaps = [later - earlier for earlier, later in pairwise(began)]
    assert min(gaps[:4]) >= APART
    assert ended[2] - began[2] >= 2 * APART
