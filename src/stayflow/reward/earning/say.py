"""A rule in words."""

from stayflow.language.condition import describe_condition
from stayflow.language.event_filter import describe_filter
from stayflow.language.sentence import Lang, Sentence
from stayflow.reward.earning.model import REVENUE, Definition, Rounding

FIXED = Sentence(
    "每次 {event}{where} 得 {points} 积分", "each {event}{where} earns {points} points"
)
PER_AMOUNT = Sentence(
    "每次 {event}{where} 按 {amount} 每 1 得 {points} 积分（{rounding}）",
    "each {event}{where} earns {points} points per unit of {amount}, {rounding}",
)
WHERE = Sentence("（{filter}）", " where {filter}")
PEOPLE = Sentence("；只限：{people}", "; only for people with: {people}")
ROUNDINGS = {
    Rounding.DOWN: Sentence("舍去零头", "rounded down"),
    Rounding.NEAREST: Sentence("四舍五入", "rounded to the nearest"),
    Rounding.UP: Sentence("进位取整", "rounded up"),
}
REVENUE_WORD = Sentence("金额", "revenue")


def describe_rule(definition: Definition, lang: Lang) -> str:
    """Return a rule as a sentence in Chinese or English."""
    grant = definition.grant
    where = ""
    if definition.where is not None:
        where = WHERE.say(lang, filter=describe_filter(definition.where, lang))
    if grant.per_amount is None:
        said = FIXED.say(lang, event=definition.event, where=where, points=str(grant.points))
    else:
        said = PER_AMOUNT.say(
            lang,
            event=definition.event,
            where=where,
            points=f"{grant.per_amount.normalize():f}",
            amount=REVENUE_WORD.say(lang) if grant.amount == REVENUE else grant.amount,
            rounding=ROUNDINGS[grant.rounding].say(lang),
        )
    if definition.people is None:
        return said
    return said + PEOPLE.say(lang, people=describe_condition(definition.people, lang))
