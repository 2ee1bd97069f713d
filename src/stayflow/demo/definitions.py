"""What the demo's projects come with: segments, questions, an RFM, an earning rule, a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from stayflow.language.sentence import Sentence

JsonObject = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file of the package and how it is read.

    Attributes:
        name: Of the file in `data/` and of its mapping in `mapping/`, without ending.
        dates: Columns besides `time` that hold a date and move with it.
    """

    name: str
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoSegment:
    """A segment to save: a name, the note of what it is for, and its condition."""

    name: str
    note: str
    condition: JsonObject


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """A question to save: a name and the query as it is posted."""

    name: str
    query: JsonObject


@dataclass(frozen=True, slots=True)
class DemoTag:
    """A tag to save: its name and label, its kind and its definition."""

    name: str
    label: Sentence
    kind: str
    definition: JsonObject


@dataclass(frozen=True, slots=True)
class DemoProject:
    """One of the demo's projects.

    Attributes:
        id: Of the project.
        name: As the console shows it.
        zone: Where the shops are; days are cut there.
        currency: Of its revenue.
        last_on: Last day of the data as published.
        about: Where the data come from, in Chinese and English.
        files: What is imported, in order.
        segments: To save.
        questions: To save.
        rfm: Definition of its RFM.
        called: What it calls the events of the ready tags and scores.
        tags: To save beside the ready ones of e-commerce.
    """

    id: str
    name: str
    zone: str
    currency: str
    last_on: date
    about: Mapping[str, str]
    files: tuple[DemoFile, ...]
    segments: tuple[DemoSegment, ...]
    questions: tuple[DemoQuestion, ...]
    rfm: JsonObject
    called: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[DemoTag, ...] = ()


def bought(*, at_least: float | None = None, last: str | None = None, **more: object) -> JsonObject:
    """A condition: bought, at least for so much money, in the last so many days."""
    test: dict[str, object] = {"event": "purchase", **more}
    if at_least is not None:
        test |= {"aggregate": {"sum": "revenue"}, "op": "gte", "value": at_least}
    if last is not None:
        test["within"] = {"last": last}
    return {"did": test}


def attribute(name: str, *values: str) -> JsonObject:
    """A condition: an attribute is one of the values."""
    return {"attribute": {"name": name, "op": "in", "value": list(values)}}


REGULARS = "常客 Regulars"
REGULAR_PURCHASES = 8
"""In 90 days; about one household in five."""
LAPSED = "沉睡的大客户 Lapsed big spenders"

JOURNEY: Final = DemoProject(
    id="demo",
    name="超市示例 Grocery demo",
    zone="America/New_York",
    currency="USD",
    last_on=date(2017, 12, 31),
    about=MappingProxyType(
        {
            "zh": "84.51° Complete Journey 2.0（CC0）："
            "一家美国连锁超市约 2,400 户家庭一年的购物、活动与优惠券；"
            "购物为抽样（75,000 行商品），因此频次与金额偏低；邮箱地址是虚构的。",
            "en": "84.51° Complete Journey 2.0 (CC0): a year of purchases, campaigns and "
            "coupons of about 2,400 households of an American grocery chain; purchases are a "
            "sample (75,000 product lines), so frequencies and amounts are low; the e-mail "
            "addresses are artificial.",
        }
    ),
    files=(
        DemoFile("baskets"),
        DemoFile("campaigns_received", dates=("end_date",)),
        DemoFile("coupons_redeemed"),
    ),
    segments=(
        DemoSegment(
            REGULARS,
            f"近 90 天至少来过 {REGULAR_PURCHASES} 次"
            f" · at least {REGULAR_PURCHASES} purchases in 90 days",
            bought(count=REGULAR_PURCHASES, last="90d"),
        ),
        DemoSegment(
            LAPSED,
            "一年内花费不少于 100 美元，近 30 天未购买 · "
            "100 USD or more in a year, none in the last 30 days",
            {"all": [bought(at_least=100, last="366d"), {"not": bought(last="30d")}]},
        ),
        DemoSegment(
            "优惠券爱好者 Coupon lovers",
            "一年内至少用过 3 张券 · redeemed 3 coupons or more in a year",
            {"did": {"event": "coupon_redeemed", "count": 3, "within": {"last": "366d"}}},
        ),
        DemoSegment(
            "有孩家庭 Families",
            "家里有孩子 · with children at home",
            attribute("household_comp", "1 Adult Kids", "2 Adults Kids"),
        ),
        DemoSegment(
            "收到活动从未用券 Reached, never redeemed",
            "收到过活动但从未用券 · received a campaign and never redeemed a coupon",
            {
                "all": [
                    {"did": {"event": "campaign_received"}},
                    {"not": {"did": {"event": "coupon_redeemed"}}},
                ]
            },
        ),
    ),
    questions=(
        DemoQuestion(
            "活动 → 用券 → 购买 Campaign → coupon → purchase",
            {
                "kind": "funnel",
                "steps": [
                    {"event": "campaign_received"},
                    {"event": "coupon_redeemed"},
                    {"event": "purchase"},
                ],
                "window": "60d",
                "range": {"last": "420d"},
            },
        ),
        DemoQuestion(
            "每周复购留存 Weekly retention of purchase",
            {
                "kind": "retention",
                "start": {"event": "purchase"},
                "back": {"event": "purchase"},
                "per": "week",
                "periods": 12,
                "range": {"last": "84d"},
            },
        ),
        DemoQuestion(
            "每周销售额 Revenue by week",
            {
                "kind": "trend",
                "metrics": [{"event": "purchase", "aggregate": {"sum": "revenue"}}],
                "per": "week",
                "range": {"last": "182d"},
            },
        ),
        DemoQuestion(
            "各部门购物次数 Purchases by department",
            {
                "kind": "trend",
                "metrics": [{"event": "purchase"}],
                "by": [{"property": "department"}],
                "per": "month",
                "range": {"last": "182d"},
            },
        ),
        DemoQuestion(
            "每月营收 Revenue by month",
            {"kind": "revenue", "event": "purchase", "per": "month", "range": {"last": "366d"}},
        ),
    ),
    rfm=MappingProxyType(
        {
            "event": "purchase",
            "amount": "revenue",
            "range": {"last": "366d"},
            "thresholds": "median",
        }
    ),
    called=MappingProxyType({"coupon_use": "coupon_redeemed"}),
    tags=(
        DemoTag(
            "favorite_department",
            Sentence("偏好部门", "favourite department"),
            "preference",
            {
                "property": "department",
                "events": [{"event": "purchase"}, {"event": "coupon_redeemed", "weight": 3}],
                "within": {"last": "180d"},
                "half_life": "60d",
                "top": 2,
                "share_min": 0.2,
            },
        ),
    ),
)

RETAIL: Final = DemoProject(
    id="demo_retail",
    name="礼品电商示例 Online gifts demo",
    zone="Europe/London",
    currency="GBP",
    last_on=date(2011, 12, 9),
    about=MappingProxyType(
        {
            "zh": "Daqing Chen, Online Retail, UCI (2015), doi.org/10.24432/C5BW33（CC BY 4.0）："
            "英国一家礼品网店一年的订单与退货，已按发票汇总，省去没有客户的行。",
            "en": "Daqing Chen, Online Retail, UCI (2015), doi.org/10.24432/C5BW33 (CC BY 4.0): "
            "a year of orders and returns of a British online gift shop, summed up to invoices, "
            "lines without a customer left out.",
        }
    ),
    files=(DemoFile("invoices"),),
    segments=(
        DemoSegment(
            "海外客户 Abroad",
            "英国以外 · outside of the United Kingdom",
            {"attribute": {"name": "country", "op": "ne", "value": "United Kingdom"}},
        ),
        DemoSegment(
            "常退货 Frequent returners",
            "一年内退货 3 次以上 · 3 returns or more in a year",
            {"did": {"event": "refund", "count": 3, "within": {"last": "366d"}}},
        ),
        DemoSegment(
            "大客户 Big customers",
            "一年内购买 5,000 英镑以上 · 5,000 GBP or more in a year",
            bought(at_least=5000, last="366d"),
        ),
    ),
    questions=(
        DemoQuestion(
            "每月购买留存 Monthly retention of purchase",
            {
                "kind": "retention",
                "start": {"event": "purchase"},
                "back": {"event": "purchase"},
                "per": "month",
                "periods": 12,
                "range": {"last": "366d"},
            },
        ),
        DemoQuestion(
            "订单与退货 Orders and returns",
            {
                "kind": "trend",
                "metrics": [{"event": "purchase"}, {"event": "refund"}],
                "per": "week",
                "range": {"last": "182d"},
            },
        ),
        DemoQuestion(
            "每月营收 Revenue by month",
            {"kind": "revenue", "event": "purchase", "per": "month", "range": {"last": "366d"}},
        ),
    ),
    rfm=MappingProxyType(
        {"event": "purchase", "amount": "revenue", "range": {"last": "366d"}, "thresholds": "mean"}
    ),
)

PROJECTS: Final = (JOURNEY, RETAIL)

EARNING_RULE_NAME: Final = "消费 1 美元得 10 积分 · 10 points per dollar"
EARNING_RULE: Final = MappingProxyType({"event": "purchase", "per_amount": 10})

CAMPAIGN_DAYS_AGO: Final = 21
CAMPAIGN: Final = MappingProxyType(
    {
        "name": "感谢邮件（示例，打开与点击为模拟）"
        " · Thank-you mail (demo: opens and clicks are simulated)",
        "content": {
            "subject": "谢谢您常来 · Thank you for coming so often",
            "html": "<p>您好，{{ person.email }}：</p>"
            "<p>感谢您常来。这两周内购物，我们为您准备了惊喜。</p>"
            "<p>Thank you for coming so often: "
            "there is something for you in our shops these two weeks.</p>"
            '<p><a href="https://example.com/offer">看看优惠 · See the offer</a></p>'
            '<p><a href="{{ unsubscribe_url }}">退订 · Unsubscribe</a></p>',
        },
        "holdout": 0.2,
        "goal": {"event": "purchase", "window": "14d"},
        "lasts": "3d",
    }
)
OPENED_RATIO: Final = 0.42
CLICKED_RATIO: Final = 0.18
"""Of those who opened."""
