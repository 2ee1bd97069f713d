"""A project that fails: it waits, and the others do not."""

from datetime import UTC, datetime

import pytest

from stayflow.access import Project
from stayflow.interfaces.worker import rounds
from stayflow.interfaces.worker.rounds import Rounds
from stayflow.kernel.ids import ProjectId

GOOD, BAD, LAST = (
    Project(ProjectId(each), each, "UTC", "CNY", None, datetime(2026, 1, 1, tzinfo=UTC))
    for each in ("good", "bad", "last")
)


def test_a_failing_project_is_left_out_for_longer_and_longer_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    turns: list[tuple[float, Project]] = []
    is_mended = False

    def turn(project: Project) -> bool:
        turns.append((now, project))
        if project == BAD and not is_mended:
            raise RuntimeError("its table is gone")
        return project == LAST

    monkeypatch.setattr(rounds, "monotonic", lambda: now)
    taking = Rounds("intake", turn)
    while now < 4:
        assert taking.go([GOOD, BAD, LAST])
        now += 0.25
    assert [at for at, project in turns if project == BAD] == [0.0, 0.5, 1.5, 3.5]
    assert len([at for at, project in turns if project == LAST]) == 16
    is_mended, now = True, 10.0
    taking.go([BAD])
    now = 10.25
    taking.go([BAD])
    assert [at for at, project in turns if project == BAD][-2:] == [10.0, 10.25]
    assert not taking.go([GOOD])
