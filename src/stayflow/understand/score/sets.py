"""Ready scores, one data file an industry; what they call events can be renamed on the way in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from stayflow.kernel.errors import StayflowError
from stayflow.language.scope import Scope
from stayflow.language.sentence import Lang, Sentence
from stayflow.stores.relational import Transaction
from stayflow.understand.label import find_set, read_sets, read_words
from stayflow.understand.score.change import check_definition, create_score
from stayflow.understand.score.model import Schedule, ScoreDraft
from stayflow.understand.score.store import SCORES, find_score


@dataclass(frozen=True, slots=True)
class ReadyScore:
    """A score of a set."""

    name: str
    label: Sentence
    note: Sentence
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ScoreSet:
    """Scores for an industry; `events` are the names they read, with what they mean."""

    industry: str
    label: Sentence
    events: Mapping[str, Sentence]
    scores: tuple[ReadyScore, ...]


@dataclass(frozen=True, slots=True)
class ReadyScoreState:
    """What would become of a score of a set: rules for events the project has never seen are left out.

    Attributes:
        score: The score.
        is_installed: True when the project has one of this name.
        without: Names of rules that would be left out.
        why: Why it would not be made at all.
    """

    score: ReadyScore
    is_installed: bool
    without: tuple[str, ...] = ()
    why: str = ""


@cache
def list_score_sets() -> tuple[ScoreSet, ...]:
    """Every set, by its key."""
    return tuple(_read(raw) for raw in read_sets("stayflow.understand.score"))


def get_score_set(industry: str) -> ScoreSet:
    """The scores of an industry.

    Raises:
        ScoreSetNotFound: There are none; the message lists the nearest.
    """
    return find_set(list_score_sets(), industry, SCORES)


def look_at_score_set(
    tx: Transaction, ready: ScoreSet, *, scope: Scope, events: Mapping[str, str]
) -> tuple[ReadyScoreState, ...]:
    """What would become of each score of a set in this project, without making any."""
    return tuple(_state(tx, score, scope, events) for score in ready.scores)


def install_score_set(
    tx: Transaction,
    ready: ScoreSet,
    *,
    scope: Scope,
    by: str,
    events: Mapping[str, str],
    lang: Lang | None,
) -> tuple[ReadyScoreState, ...]:
    """Make the scores of a set as far as the project has their events; what is there already stays as it is."""
    states = look_at_score_set(tx, ready, scope=scope, events=events)
    for state in states:
        if state.is_installed or state.why:
            continue
        definition = _fitting(state.score.definition, scope, events)
        draft = ScoreDraft(
            name=state.score.name,
            definition=definition,
            label=state.score.label,
            note=state.score.note.name(lang),
            schedule=Schedule.LIVE,
        )
        create_score(tx, draft, scope=scope, by=by)
    return states


def _state(
    tx: Transaction, score: ReadyScore, scope: Scope, events: Mapping[str, str]
) -> ReadyScoreState:
    if find_score(tx, score.name) is not None:
        return ReadyScoreState(score, is_installed=True)
    fitting = _fitting(score.definition, scope, events)
    names = {rule["name"] for rule in fitting["rules"]}
    without = tuple(rule["name"] for rule in score.definition["rules"] if rule["name"] not in names)
    if not names:
        missing = ", ".join(rule["event"] for rule in score.definition["rules"])
        why = f"the project has none of the events: {missing}"
        return ReadyScoreState(score, is_installed=False, without=without, why=why)
    try:
        check_definition(fitting, scope)
    except StayflowError as error:
        return ReadyScoreState(score, is_installed=False, without=without, why=str(error))
    return ReadyScoreState(score, is_installed=False, without=without)


def _fitting(
    definition: Mapping[str, Any], scope: Scope, events: Mapping[str, str]
) -> dict[str, Any]:
    """The definition with the project's names, without rules for events it has never seen."""
    known = set(scope.catalogue.event_names())
    rules = [
        {**rule, "event": events.get(rule["event"], rule["event"])} for rule in definition["rules"]
    ]
    return {**definition, "rules": [rule for rule in rules if rule["event"] in known]}


def _read(raw: dict[str, Any]) -> ScoreSet:
    return ScoreSet(
        industry=raw["industry"],
        label=read_words(raw["label"]),
        events={name: read_words(said) for name, said in raw["events"].items()},
        scores=tuple(
            ReadyScore(
                each["name"],
                read_words(each["label"]),
                read_words(each["note"]),
                each["definition"],
            )
            for each in raw["scores"]
        ),
    )
