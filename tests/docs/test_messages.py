"""The page on messages names every reason, event and group there is."""

from pathlib import Path

import pytest

from stayflow.act.campaign.facet import OUTCOMES
from stayflow.act.policy import NotSent
from stayflow.measure.effect import NoNumber, Outcome

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "messages.md").read_text(
    encoding="utf-8"
)


# A send in doubt is told as a failed one with that reason.
EVENTS = [f"message.{each}" for each in OUTCOMES if each != "in_doubt"]


@pytest.mark.parametrize("name", [*NotSent, *NoNumber, *Outcome, *EVENTS, "in_doubt"])
def test_it_is_in_the_manual(name: str):
    assert f"`{name}`" in PAGE
