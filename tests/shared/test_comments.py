"""How often the mood of a comment is right, on reviews whose writers said what they meant."""

import random

import pytest

from stayflow.measure.analysis.comments import LENGTH_MAX, Mood, find_topics, read_mood
from tests.shared.conftest import read_rows

pytestmark = pytest.mark.shared
SAMPLE = 600


@pytest.mark.parametrize(
    ("file", "decided", "right"),
    [
        ("ChnSentiCorp_htl_all.csv.gz", 0.85, 0.75),
        ("waimai_10k.csv.gz", 0.8, 0.84),
        ("online_shopping_10_cats.csv.gz", 0.85, 0.85),
    ],
)
def test_moods_are_right_as_often_as_the_manual_says(shared_data, file, decided, right):
    """The halves by which the words were not chosen."""
    rows = [each for each in read_rows(shared_data / "reviews_zh" / file) if each["review"].strip()]
    random.Random(7).shuffle(rows)
    rows = rows[len(rows) // 2 :][:SAMPLE]
    said = [(each["label"], read_mood(each["review"][:LENGTH_MAX])) for each in rows]
    told = [(label, mood) for label, mood in said if mood in {Mood.POSITIVE, Mood.NEGATIVE}]
    assert len(told) >= decided * len(said)
    meant = {"1": Mood.POSITIVE, "0": Mood.NEGATIVE}
    assert sum(meant[label] is mood for label, mood in told) >= right * len(told)
    topics = dict(find_topics([each["review"] for each in rows], 30))
    assert "服务" in topics
