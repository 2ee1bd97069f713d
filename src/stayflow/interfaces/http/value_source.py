"""The people behind numbers of value: the top of the curve, moves between tiers, whom a source won."""

from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.model.people import ValuePeople
from stayflow.interfaces.http.segment_source import Sourced, SourceInvalid
from stayflow.language.sentence import Lang, Sentence
from stayflow.understand.value import (
    Tier,
    list_costs,
    moved_people,
    read_value_rules,
    source_people,
    top_people,
)


def value_source(context: ProjectContext, asked: ValuePeople) -> Sourced:
    """The people of one number of value.

    Raises:
        SourceInvalid: Not exactly one thing is named.
    """
    if len(asked.model_fields_set) != 1:
        raise SourceInvalid("name exactly one of top, move and won_by", path="source.value")
    scope = context.scope()
    if asked.top is not None:
        with context.transaction() as tx:
            rules = read_value_rules(tx)
        words = Sentence(f"价值最高的 {asked.top} 人", f"the {asked.top} people who bring most")
        return Sourced(top_people(rules, asked.top, scope=scope), words)
    if asked.move is not None:
        move = asked.move
        people = moved_people(move.since, move.until, move.before, move.after, scope=scope)
        zh, en = ((_tier(move.before, lang), _tier(move.after, lang)) for lang in ("zh", "en"))
        words = Sentence(
            f"价值层级从{zh[0]}到{zh[1]}的人", f"those who went from {en[0]} to {en[1]}"
        )
        return Sourced(people, words)
    with context.transaction() as tx:
        costs = list_costs(tx)
    source = asked.won_by or ""
    return Sourced(
        source_people(costs, source, scope=scope),
        Sentence(f"来源“{source}”带来的人", f"people won by “{source}”"),
    )


def _tier(name: str, lang: Lang) -> str:
    return Tier(name).describe(lang) if name else Sentence("无", "none").say(lang)
