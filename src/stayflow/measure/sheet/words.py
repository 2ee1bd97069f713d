"""What columns of answers are called where no console says them: shared dashboards and reports."""

from dataclasses import replace
from typing import Final

from stayflow.language.sentence import Lang
from stayflow.measure.sheet.figure import Figure, Line
from stayflow.measure.sheet.sheets import REST, UNSET

_SAID: Final[dict[str, tuple[str, str]]] = {
    "active": ("活跃", "active"),
    "again": ("再次购买", "bought again"),
    "amount": ("金额", "amount"),
    "amount_share": ("金额占比", "share of the amount"),
    "answers": ("回答数", "answers"),
    "aov": ("客单价", "order value"),
    "arppu": ("付费用户人均收入", "revenue per payer"),
    "arpu": ("人均收入", "revenue per person"),
    "average": ("平均", "average"),
    "average_days": ("平均天数", "days on average"),
    "before": ("之前", "before"),
    "bounce_rate": ("跳出率", "bounce rate"),
    "bounces": ("跳出", "bounces"),
    "cac": ("获客成本", "cost of a new person"),
    "churned": ("流失", "churned"),
    "clicks": ("点击", "clicks"),
    "conversion": ("转化率", "conversion"),
    "cost": ("成本", "cost"),
    "count": ("次数", "count"),
    "cpa": ("单次转化成本", "cost of a conversion"),
    "cumulative": ("累计", "cumulative"),
    "cycle_seconds": ("裂变周期（秒）", "cycle (seconds)"),
    "depth": ("深度", "depth"),
    "entered": ("进入", "entered"),
    "events": ("事件数", "events"),
    "frequency": ("人均订单", "orders per payer"),
    "from": ("从", "from"),
    "gini": ("基尼系数", "Gini coefficient"),
    "happy": ("满意", "happy"),
    "high": ("高", "high"),
    "invitations": ("邀请", "invitations"),
    "invited": ("被邀请", "invited"),
    "inviters": ("邀请人", "inviters"),
    "ips": ("IP 数", "addresses"),
    "is_incomplete": ("周期未结束", "still open"),
    "is_other": ("其余", "the rest"),
    "jaccard": ("相似度", "similarity"),
    "k_factor": ("K 因子", "K factor"),
    "least": ("最小", "least"),
    "left": ("离开", "left"),
    "lost": ("流失", "lost"),
    "low": ("低", "low"),
    "mean": ("平均", "mean"),
    "mean_seconds": ("平均时长（秒）", "mean seconds"),
    "median": ("中位数", "median"),
    "median_seconds": ("中位时长（秒）", "median seconds"),
    "median_seconds_from_previous": (
        "距上一步中位时长（秒）",
        "median seconds from the step before",
    ),
    "metric": ("指标", "metric"),
    "most": ("最大", "most"),
    "name": ("名称", "name"),
    "neutral": ("中立", "neutral"),
    "new": ("新增", "new"),
    "new_visitors": ("新访客", "new visitors"),
    "orders": ("订单", "orders"),
    "other": ("其余", "others"),
    "pages_per_visit": ("每次访问页数", "pages per visit"),
    "pairs": ("间隔数", "intervals"),
    "payers": ("付费人数", "payers"),
    "payback": ("回本周期", "payback"),
    "pending": ("尚在窗口内", "still in their window"),
    "people": ("人数", "people"),
    "per_second": ("每秒", "per second"),
    "pv": ("浏览量", "page views"),
    "rate_from_first": ("总转化率", "of the first step"),
    "rate_from_previous": ("上一步转化率", "of the step before"),
    "refunds": ("退款", "refunds"),
    "repurchase_rate": ("复购率", "repurchase rate"),
    "returned": ("回来", "returned"),
    "returning_visitors": ("老访客", "returning visitors"),
    "revenue": ("收入", "revenue"),
    "roas": ("广告回报率", "return on spend"),
    "score": ("得分", "score"),
    "sessions": ("会话", "sessions"),
    "share": ("占比", "share"),
    "source": ("来源", "source"),
    "spend": ("花费", "spend"),
    "stage": ("阶段", "stage"),
    "start": ("起", "start"),
    "step": ("步骤", "step"),
    "t": ("周期", "period"),
    "to": ("到", "to"),
    "total": ("合计", "total"),
    "untouched": ("无触点", "without a touch"),
    "uv": ("访客", "visitors"),
    "value": ("数值", "value"),
    "viewers": ("浏览人数", "viewers"),
    "views": ("浏览", "views"),
    "visitors": ("访客", "visitors"),
    "visits": ("访问", "visits"),
    "waiting": ("还在等", "waiting"),
    "without": ("没有该数值", "without a value"),
}
GROUP: Final = "by."
"""Before what people are told apart by, whose name may hold any sign."""
BETWEEN: Final = " · "
"""Stands between a metric and the values it is split by."""
_REST: Final = ("其余", "others")
_EMPTY: Final = ("未设置", "not set")


def say_column(name: str, lang: Lang) -> str:
    """A column in the reader's words.

    `by.city` is what people are told apart by and keeps its name; `previous.people` is said by its last word, and so is
    a numbered column (`cumulative 3`) with its number. What is not known loses only its underscores.
    """
    if name.startswith(GROUP):
        return name.removeprefix(GROUP)
    path, _, place = name.rpartition(" ")
    if not path or not place.isdigit():
        path, place = name, ""
    last = path.rpartition(".")[2]
    if " " in path or any(mark in name for mark in (REST, UNSET)):
        return say_group(name, lang)
    said = _SAID[last][lang == "en"] if last in _SAID else last.replace("_", " ")
    return f"{said} {place}".rstrip()


def say_figure(figure: Figure, lang: Lang) -> Figure:
    """The same picture with its lines and groups in the reader's words; what all lines share is left out."""
    firsts = {line.name.partition(BETWEEN)[0] for line in figure.lines}
    is_shared = len(figure.lines) > 1 and len(firsts) == 1
    lines = tuple(
        Line(
            say_group(line.name.partition(BETWEEN)[2], lang)
            if is_shared
            else _say_line(line.name, lang),
            line.values,
        )
        for line in figure.lines
    )
    return replace(
        figure, labels=tuple(_say_group(each, lang) for each in figure.labels), lines=lines
    )


def _say_line(name: str, lang: Lang) -> str:
    """A column, or a metric with its group behind a dot."""
    if name in _SAID or "." in name:
        return say_column(name, lang)
    return say_group(name, lang)


def _say_group(name: str, lang: Lang) -> str:
    if name == REST:
        return _REST[lang == "en"]
    return _EMPTY[lang == "en"] if name == UNSET else name


def say_group(name: str, lang: Lang) -> str:
    """A value as it stands, the rest and what is not set in the reader's words; behind a dot as well."""
    return BETWEEN.join(_say_group(part, lang) for part in name.split(BETWEEN))
