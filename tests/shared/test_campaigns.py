"""The numbers of `docs/measure/campaigns-and-leads.md`: campaigns, coupons, leads and visits on real data."""

import pytest

pytestmark = pytest.mark.shared
YEAR = {"from": "2017-01-01", "to": "2018-01-01"}
RECEIVED, REDEEMED = {"event": "campaign_received"}, {"event": "coupon_redeemed"}
TYPE = {"property": "campaign_type"}


def steps(found):
    """People at the first and the last step, and the days between."""
    wait = found[-1]["median_seconds_from_previous"]
    return found[0]["people"], found[-1]["people"], round(wait / 86400, 1)


def test_who_redeemed_a_coupon(journey):
    found = journey.ask(
        {
            "kind": "funnel",
            "steps": [RECEIVED, REDEEMED],
            "window": "60d",
            "by": TYPE,
            "range": YEAR,
        }
    )
    assert steps(found["steps"]) == (1_546, 409, 12)
    groups = {each["by"]["campaign_type"]: steps(each["steps"]) for each in found["groups"]}
    assert groups == {
        "Type A": (1_110, 280, 14),
        "Type B": (394, 111, 11),
        "Type C": (42, 18, 10),
    }


def test_which_campaign_gets_the_credit(journey):
    question = {
        "kind": "attribution",
        "touch": RECEIVED,
        "conversion": REDEEMED,
        "lookback": "60d",
        "model": "markov",
        "beside": ["first", "last", "linear", "shapley"],
        "by": TYPE,
        "range": YEAR,
    }
    found = journey.ask(question)
    assert (found["conversions"], found["untouched"]) == (2_102, 0)
    shares = {each["by"]["campaign_type"]: each for each in found["credits"]}
    assert {name: round(each["conversions"], 1) for name, each in shares.items()} == {
        "Type A": 1_254.1,
        "Type B": 646.9,
        "Type C": 201.0,
    }
    assert {name: each["people"] for name, each in shares.items()} == {
        "Type A": 389,
        "Type B": 225,
        "Type C": 81,
    }
    assert journey.who(question, by={"campaign_type": "Type C"}) == 81


def test_what_was_sold_after_a_campaign_and_what_coupons_cost(journey):
    found = journey.ask(
        {
            "kind": "attribution",
            "touch": RECEIVED,
            "conversion": {"event": "line_bought"},
            "amount": "amount",
            "lookback": "30d",
            "model": "markov",
            "by": TYPE,
            "range": YEAR,
        }
    )
    assert (found["conversions"], round(found["value"], 2)) == (75_000, 233_935.24)
    assert (found["untouched"], round(found["untouched_value"], 2)) == (50_064, 154_771.89)
    brought = [round(each["value"], 2) for each in found["credits"]]
    assert brought == [40_940.33, 28_983.3, 9_239.72]
    with_coupon = {"property": "coupon_discount", "op": "gt", "value": 0}
    line = {"event": "line_bought"}
    trend = journey.ask(
        {
            "kind": "trend",
            "metrics": [
                {**line, "aggregate": {"sum": "coupon_discount"}},
                {**line, "where": with_coupon, "aggregate": {"sum": "amount"}},
                {**line, "where": with_coupon, "aggregate": "people"},
            ],
            "per": "none",
            "range": YEAR,
        }
    )
    sums = [round(each["points"][0]["value"], 2) for each in trend["series"]]
    assert sums == [1_356.71, 4_056.05, 482]


def test_which_leads_become_sellers(olist):
    lead, won = {"event": "lead"}, {"event": "deal_won"}
    range_ = {"from": "2017-06-01", "to": "2018-05-31"}
    question = {"kind": "funnel", "steps": [lead, won], "window": "365d", "range": range_}
    found = olist.ask({**question, "by": {"property": "source"}})
    assert steps(found["steps"]) == (8_000, 837, 14.6)
    groups = {each["by"]["source"]: steps(each["steps"]) for each in found["groups"]}
    assert groups["organic_search"] == (2_296, 270, 15.2)
    assert groups["paid_search"] == (1_586, 194, 15.4)
    assert groups["social"] == (1_350, 74, 30.6)
    assert groups["email"] == (493, 15, 21.1)
    assert olist.who(question, step=2, converted=True) == 837
    waits = olist.ask(
        {"kind": "interval", "from": lead, "to": won, "window": "365d", "range": range_}
    )
    days = {name: round(each / 86400, 1) for name, each in waits["quantiles"].items()}
    assert (days["p50"], round(days["p75"])) == (14.6, 54)


def test_what_a_visit_is_in_a_log(web_log):
    question = {
        "kind": "session",
        "range": {"from": "2014-01-07", "to": "2014-01-09"},
        "per": "day",
    }
    found = web_log.ask(question)
    days = [
        (point["t"], point["numbers"]["sessions"], point["numbers"]["people"])
        for point in found["series"]
    ]
    assert days == [
        ("2014-01-07", 1_340, 1_061),
        ("2014-01-08", 1_386, 1_120),
        ("2014-01-09", 1_429, 1_119),
    ]
    numbers = found["numbers"]
    assert (numbers["sessions"], numbers["people"]) == (4_155, 2_733)
