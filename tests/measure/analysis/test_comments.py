"""Comments: what praises and what blames, what they are about, what an example leaves out, who is behind a number."""

from datetime import UTC, datetime, timedelta

import pytest

from stayflow.kernel.errors import InvalidInput
from stayflow.measure.analysis.comments import find_places, find_topics, mask_text, read_mood
from tests.measure.world import Happened

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
QUESTION = {
    "kind": "voice",
    "range": {"from": "2026-03-01", "to": "2026-03-31"},
    "event": "a",
    "comment": "invoice",
}


SAID = [
    *(f"{first}快递小哥{last}" for first in "今昨那有" for last in "来，跑走"),
    *(f"{word} delivery time {word}" for word in ("alpha", "beta", "gamma", "delta")),
]


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("很好吃，送得也快", "positive"),
        ("不好吃，等了两个小时", "negative"),
        ("味道不错，但是太慢了，凉透了", "negative"),
        ("房间不脏，服务员很热情", "positive"),
        ("没有失望", "positive"),
        ("周三下午收到的", "neutral"),
        ("Great food and friendly staff", "positive"),
        ("not good at all", "negative"),
        ("It isn't bad, really", "positive"),
        ("The app crashes. Terrible.", "negative"),
        ("We came on Wednesday", "neutral"),
        ("Очень вкусно", None),
        ("muy rico todo", None),
        ("👍👍", None),
    ],
)
def test_words_decide_and_their_turns(text, mood):
    assert read_mood(text) == mood


def test_topics_are_what_many_speak_of_and_holds_together():
    """快递小哥 is in eight of sixteen, between different characters; 小哥 alone is a part of it; 我们 is a word of grammar."""
    topics = dict(find_topics([*SAID, "我们都在", "我们来过", "delivery time", "快"], 10))
    assert topics["快递小哥"] == list(range(16))
    assert len(topics["delivery time"]) == 5
    assert not {"小哥", "快递", "我们", "delivery"} & set(topics)


def test_examples_do_not_tell_who_wrote_them():
    told = "我是138 0013 8000，a.b@c.com，见 https://x.y/z?q=1 @lisi_9 微信号: wxid_abc 12 元"
    assert mask_text(told, length=99) == "我是[number]，[mail]，见 [link] [name] [name] 12 元"
    assert mask_text("a" * 50, length=10) == "a" * 9 + "…"


def wrote(person: int, text: str, category: str = "", days: int = 0) -> Happened:
    at = NOON + timedelta(days=days)
    return Happened("a", person, at, {"invoice": text, "category": category})


def test_every_number_leads_to_whom_it_counts(shanghai):
    """Three of four people of x praise the courier; 9 is 1, who wrote twice; an empty comment is none."""
    shanghai.fill(
        [
            *(wrote(1, "快递很快", "x"), wrote(9, "快递很棒", "x"), wrote(2, "快递好评", "x")),
            *(wrote(3, "快递太慢", "y"), wrote(4, "周三收到", "x"), wrote(5, "Todo muy rico", "y")),
            *(wrote(6, "  "), wrote(7, "快递很快", "x", days=40)),
        ],
        merges={9: 1},
        cities={1: "杭州", 3: "上海"},
    )
    cities = shanghai.ask(**QUESTION, by={"attribute": "city"})["comments"]["groups"]
    assert {each["by"]["city"]: each["comments"] for each in cities} == {
        "杭州": 2,
        "上海": 1,
        None: 3,
    }
    question = {**QUESTION, "by": {"property": "category"}, "top": 1}
    result = shanghai.ask(**question)
    assert (result["total"]["answers"], result["series"]) == (0, [])
    told = result["comments"]
    assert (told["written"], told["read"], told["people"], told["unread"]) == (6, 6, 5, 1)
    assert told["positive"] == {"comments": 3, "people": 2}
    assert told["negative"] == {"comments": 1, "people": 1}
    assert told["neutral"] == {"comments": 1, "people": 1}
    (topic,) = told["topics"]
    assert topic == {
        "topic": "快递", "comments": 4, "people": 3, "positive": 3, "neutral": 0, "negative": 1,
    }  # fmt: skip
    shown = [
        (g["by"]["category"], g["is_other"], g["people"], g["positive"]) for g in told["groups"]
    ]
    assert shown == [("x", False, 3, 3), ("other", True, 2, 0)]
    assert {each["mood"] for each in told["examples"]} == {"positive", "neutral", "negative"}

    def who(**cell):
        return shanghai.who({"of": "comments", **cell}, **question)

    assert who() == {1, 2, 3, 4, 5}
    assert who(mood="positive") == {1, 2}
    assert who(topic="快递", mood="negative") == {3}
    assert who(by={"category": "x"}) == {1, 2, 4}
    assert who(by={"category": "other"}, is_other=True) == {3, 5}


def test_comments_stand_beside_scores(shanghai):
    happened = [
        Happened("a", 1, NOON, {"amount": 10, "invoice": "很好"}),
        Happened("a", 2, NOON, {"amount": 0}),
    ]
    shanghai.fill(happened)
    result = shanghai.ask(**QUESTION, score="amount")
    assert (result["total"]["answers"], result["comments"]["written"]) == (2, 1)
    assert shanghai.who({"of": "unhappy"}, **QUESTION, score="amount") == {2}


def test_beside_the_month_before_the_topics_are_those_of_now(shanghai):
    """Then two of three spoke of the courier, as one who was pleased and one who was not; nobody of y did."""
    shanghai.fill(
        [
            *(wrote(1, "快递很快", "x"), wrote(2, "快递很棒", "x"), wrote(3, "快递太慢", "y")),
            *(wrote(4, "快递好评", "x"), wrote(7, "周三下午收到", "x")),
            *(wrote(1, "快递太慢", "x", days=-20), wrote(5, "快递很快", "z", days=-20)),
            wrote(6, "饭菜难吃", "x", days=-20),
        ]
    )
    february = {"from": "2026-02-01", "to": "2026-02-28"}
    question = {**QUESTION, "by": {"property": "category"}, "compare": february}
    told = shanghai.ask(**question)["comments"]
    alone = shanghai.ask(**{**QUESTION, "range": february})["comments"]
    assert told["previous"] == {name: alone[name] for name in told["previous"]}
    assert (told["read"], told["previous"]["read"]) == (5, 3)
    (topic,) = told["topics"]
    assert (topic["topic"], topic["comments"]) == ("快递", 4)
    before = {"comments": 2, "people": 2, "positive": 1, "neutral": 0, "negative": 1}
    assert topic["previous"] == before
    counted = [
        (each["by"]["category"], each["comments"], each["previous"]["comments"])
        for each in told["groups"]
    ]
    assert counted == [("x", 4, 2), ("y", 1, 0), ("other", 0, 1)]

    def who(**cell):
        return shanghai.who({"of": "comments", "compared": True, **cell}, **question)

    assert who() == {1, 5, 6}
    assert who(topic="快递", mood="negative") == {1}
    assert who(by={"category": "x"}) == {1, 6}
    assert who(by={"category": "other"}, is_other=True) == {5}


@pytest.mark.parametrize("texts", [SAID, [*SAID, "我们都在", "我们来过", "delivery time", "快"]])
def test_topics_are_found_again_where_they_were_found(texts):
    found = find_topics(texts, 30)
    assert found
    assert find_places(texts, [topic for topic, _ in found]) == found


@pytest.mark.parametrize(
    ("who", "changed", "path"),
    [
        ({"of": "comments", "topic": "月亮"}, {}, "who.topic"),
        ({"of": "comments", "mood": "glad"}, {}, "who.mood"),
        ({"of": "comments"}, {"comment": None}, "who.of"),
        ({"of": "answered"}, {}, "who.of"),
        ({"of": "comments"}, {"comment": "invoce"}, "comment"),
    ],
)
def test_mistakes_name_their_place(shanghai, who, changed, path):
    shanghai.fill([])
    with pytest.raises(InvalidInput) as caught:
        shanghai.who(who, **{**QUESTION, "score": None, **changed})
    assert caught.value.path == path
