"""The five stories that the makers of a synthetic shop planted, found by asking: `docs/measure/tutorial-stories.md`."""

import pytest

pytestmark = pytest.mark.shared
PURCHASE = {"event": "purchase"}
SAME_VISIT = {"property": "session"}
LOOKING = ["catalog", "search", "filter_results", "compare", "product_view"]


def range_of(first, last):
    return {"from": f"2024-{first}", "to": f"2024-{last}"}


def numbers(found, name, index):
    """The points of one metric, by value."""
    mine = [each for each in found["series"] if each["index"] == index]
    return {each["by"].get(name): [point["value"] for point in each["points"]] for each in mine}


def reached(steps):
    """People at the first and the last step."""
    return steps[0]["people"], steps[-1]["people"]


def test_1_a_viral_article_brings_readers_and_no_buyers(shop):
    """29 February to 3 March: nearly twice as many organic visitors a day as in the fortnight before, and fewer buy."""
    question = {
        "kind": "trend",
        "metrics": [{"event": "*", "aggregate": "people"}, {**PURCHASE, "aggregate": "people"}],
        "formulas": ["100 * B / A"],
        "per": "none",
        "by": [{"attribute": "acquired_by"}],
        "range": range_of("02-29", "03-03"),
    }
    story = shop.ask(question)
    before = shop.ask({**question, "range": range_of("02-15", "02-28")})
    shown = [
        tuple(round(numbers(each, "acquired_by", place)["organic"][0], 1) for place in range(3))
        for each in (story, before)
    ]
    assert shown == [(19, 2, 10.5), (37, 6, 16.2)]
    assert 19 / 4 > 1.7 * 37 / 14


def test_2_the_way_back_from_shipping_is_broken_on_phones(shop):
    """9 April to 9 May, against as many days before: of those who come to shipping, how many pay in the same visit."""
    question = {
        "kind": "funnel",
        "steps": [{"event": "shipping_details"}, {"event": "payment_details"}],
        "window": "1d",
        "same": SAME_VISIT,
        "by": [{"property": "platform"}],
        "range": range_of("04-09", "05-09"),
        "compare": "previous",
    }
    during = shop.ask(question)
    before = shop.ask({**question, "range": range_of("03-09", "04-08"), "compare": None})
    shown = [
        {each["by"]["platform"]: reached(each["steps"]) for each in found["groups"]}
        for found in (before, during)
    ]
    assert shown == [
        {"desktop": (49, 31), "mobile": (23, 14), "tablet": (13, 7)},
        {"desktop": (94, 56), "mobile": (54, 15), "tablet": (23, 8)},
    ]
    assert reached(during["previous"]) == (85, 52)
    lost = {"step": 2, "converted": False, "by": {"platform": "mobile"}}
    assert shop.who(question, **lost) == 54 - 15
    path = {
        "kind": "path",
        "anchor": {"event": "shipping_details"},
        "depth": 3,
        "window": "1h",
        "filter": {"property": "platform", "op": "eq", "value": "mobile"},
        "range": question["range"],
    }
    found = shop.ask(path)
    people = {each["name"]: each["people"] for each in found["nodes"] if each["level"] == 1}
    assert found["people"] == 55
    assert people["cart"] + people["add_to_cart"] + people["checkout_bug"] == 24
    assert people["payment_details"] == 2


def test_3_a_payment_incident_halves_the_way_to_a_purchase(shop):
    question = {
        "kind": "funnel",
        "steps": [{"event": "payment_details"}, PURCHASE],
        "window": "1d",
        "same": SAME_VISIT,
        "range": range_of("05-19", "06-07"),
        "compare": "previous",
    }
    found = shop.ask(question)
    after = shop.ask({**question, "range": range_of("06-08", "06-27"), "compare": None})
    trend = {
        "kind": "trend",
        "metrics": [
            {"event": "payment_error", "aggregate": "people"},
            {"event": "support_chat", "aggregate": "people"},
        ],
        "per": "week",
        "range": range_of("04-29", "06-23"),
    }
    weeks = shop.ask(trend)
    shown = [reached(each) for each in (found["previous"], found["steps"], after["steps"])]
    assert shown == [(94, 45), (117, 26), (126, 63)]
    assert numbers(weeks, "", 0) == {None: [0, 0, 2, 33, 35, 22, 0, 0]}
    assert numbers(weeks, "", 1) == {None: [13, 15, 9, 36, 42, 22, 11, 9]}


def test_4_who_is_new_looks_and_who_is_loyal_buys(shop):
    question = {
        "kind": "trend",
        "metrics": [{"event": "product_view"}, PURCHASE],
        "formulas": ["100 * B / A"],
        "per": "none",
        "by": [{"property": "lifecycle"}],
        "range": range_of("01-01", "06-30"),
    }
    found = shop.ask(question)
    views, bought, share = (numbers(found, "lifecycle", place) for place in range(3))
    assert (views["new"], views["loyal"]) == ([1_791], [1_501])
    assert (bought["new"], bought["loyal"]) == ([81], [148])
    shown = {state: round(each[0], 1) for state, each in share.items()}
    assert shown == {"new": 4.5, "returning": 6.8, "loyal": 9.9}


def test_5_january_buys_where_april_explores(shop):
    question = {
        "kind": "trend",
        "metrics": [{"event": "product_view"}, PURCHASE],
        "formulas": ["A / B"],
        "per": "month",
        "by": [{"attribute": "cohort"}],
        "range": range_of("04-01", "06-30"),
    }
    found = shop.ask(question)
    looked = numbers(found, "cohort", 2)
    assert [round(each, 1) for each in looked["2024-01"]] == [14.0, 12.5, 7.2]
    assert [round(each, 1) for each in looked["2024-04"]] == [22.0, 38.3, 16.0]
    june = {
        "kind": "funnel",
        "steps": [{"event": LOOKING}, PURCHASE],
        "window": "1d",
        "same": SAME_VISIT,
        "by": [{"attribute": "cohort"}],
        "range": range_of("06-01", "06-30"),
    }
    groups = {each["by"]["cohort"]: each["steps"] for each in shop.ask(june)["groups"]}
    assert groups["2024-01"][1]["median_seconds_from_previous"] == 396
    assert groups["2024-04"][1]["median_seconds_from_previous"] == 600
