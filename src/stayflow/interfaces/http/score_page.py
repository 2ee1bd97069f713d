"""A score as the API shows it."""

from collections.abc import Mapping

from stayflow.app import USES
from stayflow.interfaces.http.context import ProjectContext
from stayflow.interfaces.http.labelled import draw_versions, draw_words, facts_of
from stayflow.interfaces.http.model.common import Sentence
from stayflow.interfaces.http.model.score import (
    BandSizeShape,
    BarShape,
    ReadyScoreShape,
    ScoreAnswer,
    ScoreLine,
    ScoreRuleShape,
    ScoreSetState,
    ScoreSpreadShape,
)
from stayflow.interfaces.http.model.segment import UseShape
from stayflow.kernel.errors import StayflowError
from stayflow.language.condition import describe_condition
from stayflow.language.metric import describe_selection
from stayflow.language.sentence import Lang
from stayflow.language.sentence import Sentence as Words
from stayflow.stores.relational import Transaction
from stayflow.understand import score as room
from stayflow.understand.score import (
    ReadyScoreState,
    Score,
    ScoreDefinition,
    ScoreRule,
    ScoreSpread,
)
from stayflow.understand.usage import find_uses

_THOUSANDTHS = 1000
_NOBODY = ScoreSpread((), (), 0, 0, None, None)
_OF = Words("{events}，{people}", "{events} by those of whom holds: {people}")


def draw_line(context: ProjectContext, score: Score) -> ScoreLine:
    """A line of the list."""
    return ScoreLine.model_validate(_facts(context, score))


def draw_score(context: ProjectContext, tx: Transaction, score: Score) -> ScoreAnswer:
    """One score, whole."""
    problem, rules = None, []
    try:
        definition = room.check_definition(score.definition, context.scope())
        rules = [_rule(each) for each in definition.rules]
    except StayflowError as error:
        problem = str(error)
    uses = dict.fromkeys(find_uses(tx, room.thing_of(score), USES))
    return ScoreAnswer.model_validate(
        _facts(context, score)
        | {
            "definition": score.definition,
            "rules": rules,
            "uses": [UseShape.model_validate(each) for each in uses],
            "versions": draw_versions(tx, room.SCORES, score.score_id),
            "created_at": score.created_at,
            "created_by": score.created_by,
            "problem": problem,
        }
    )


def draw_spread(spread: ScoreSpread, labels: Mapping[str, Words]) -> ScoreSpreadShape:
    """How a score is spread, its bands as people read them."""
    return ScoreSpreadShape(
        bands=[
            BandSizeShape(
                band=each.band,
                label=draw_words(
                    labels.get(each.band, Words("（未达最低等级）", "below the lowest"))
                ),
                people=each.people,
            )
            for each in spread.bands
        ],
        bars=[BarShape.model_validate(each) for each in spread.bars],
        scored=spread.scored,
        total=spread.total,
        average=spread.average,
        median=spread.median,
    )


def labels_in(definition: ScoreDefinition) -> dict[str, Words]:
    """The bands of a definition with what they are called."""
    return {band.name: band.label for band in definition.bands}


def draw_states(states: tuple[ReadyScoreState, ...]) -> ScoreSetState:
    """What becomes of the scores of a set."""
    return ScoreSetState(
        scores=[
            ReadyScoreShape(
                name=each.score.name,
                label=draw_words(each.score.label),
                is_installed=each.is_installed,
                without=list(each.without),
                why=each.why,
            )
            for each in states
        ]
    )


def _rule(rule: ScoreRule) -> ScoreRuleShape:
    return ScoreRuleShape(
        name=rule.name,
        label=draw_words(rule.label),
        sentence=Sentence(zh=_say(rule, "zh"), en=_say(rule, "en")),
        points=rule.points / _THOUSANDTHS,
        per_day_max=None if rule.per_day_max is None else rule.per_day_max / _THOUSANDTHS,
    )


def _say(rule: ScoreRule, lang: Lang) -> str:
    events = describe_selection(rule.selection, lang)
    if rule.people is None:
        return events
    return _OF.say(lang, events=events, people=describe_condition(rule.people, lang))


def _facts(context: ProjectContext, score: Score) -> dict[str, object]:
    try:
        definition = room.parse_score(score.definition, context.scope().facets)
        spread = room.read_spread(
            score.score_id, definition, scope=context.scope(), warehouse=context.warehouse()
        )
    except StayflowError:
        spread = _NOBODY
    return {
        **facts_of(score),
        "score_id": score.score_id,
        "spread": draw_spread(spread, room.labels_of(score)),
    }
