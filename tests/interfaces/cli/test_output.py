"""What people read of an answer: their own names as they are, whole lines in a pipe."""

import pytest

from stayflow.interfaces.cli.output import draw_tables, show


def test_names_that_look_like_markup_are_names(capsys: pytest.CaptureFixture[str]) -> None:
    name = "[/promo] [red]sale :smile: " + "x" * 100
    answer = {"count": 3, "note": name, "people": [{"person_id": 1, "name": name}]}
    show(answer, as_json=False, draw=draw_tables)
    said = capsys.readouterr().out
    assert said.count(name) == 2
    assert "count 3" in said
