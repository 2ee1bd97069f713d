"""Making, changing and removing scores."""

from collections.abc import Mapping, Sequence

from stayflow.kernel.ids import new_id
from stayflow.language.raw import JsonObject
from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.stores.relational import Transaction
from stayflow.stores.warehouse import ProjectWarehouse
from stayflow.understand.label import (
    LabelChange,
    add_labelled,
    as_thing,
    check_name,
    hold_labelled,
    labelled_naming,
    merge_change,
    remove_labelled,
    store_change,
)
from stayflow.understand.score.compile import compile_score
from stayflow.understand.score.errors import ScoreInvalid
from stayflow.understand.score.model import Score, ScoreDefinition, ScoreDraft
from stayflow.understand.score.parse import parse_score
from stayflow.understand.score.store import SCORES, get_score
from stayflow.understand.score.write import forget_scores
from stayflow.understand.usage import Thing, Use, UsePlug, named_in


def create_score(tx: Transaction, draft: ScoreDraft, *, scope: Scope, by: str) -> Score:
    """Save a score; it is computed at the first refresh.

    Raises:
        ScoreInvalid: Its name is empty or too long, or its definition names a score.
        ScoreNameTaken: Another score has the name.
        Malformed: The definition cannot be read (every error of its conditions too).
    """
    check_definition(draft.definition, scope)
    score = Score(
        score_id=new_id(),
        name=check_name(draft.name, SCORES),
        label_zh=draft.label.zh,
        label_en=draft.label.en,
        note=draft.note,
        owner=draft.owner or by,
        definition=dict(draft.definition),
        schedule=draft.schedule.value,
        version=1,
        created_at=scope.now,
        created_by=by,
        changed_at=scope.now,
        changed_by=by,
        refreshed_at=None,
    )
    add_labelled(tx, SCORES, score)
    return score


def change_score(
    tx: Transaction,
    name_or_id: str,
    change: LabelChange,
    *,
    scope: Scope,
    by: str,
    uses: Sequence[UsePlug] = (),
) -> Score:
    """Change a score; another definition is a new version, computed at the next refresh.

    Raises:
        ScoreNotFound: There is none.
        ScoreNameTaken: Another score has the new name.
        InUse: It is renamed while something `uses` finds names it.
    """
    score = hold_labelled(tx, SCORES, name_or_id)
    return store_change(
        tx,
        SCORES,
        score,
        merge_change(score, change, SCORES, by=by, at=scope.now),
        check=lambda changed: check_definition(changed.definition, scope),
        uses=uses,
    )


def remove_score(
    tx: Transaction,
    name_or_id: str,
    *,
    warehouse: ProjectWarehouse,
    uses: Sequence[UsePlug] = (),
) -> None:
    """Remove a score that nothing is built on, with all that was recorded of it.

    Raises:
        ScoreNotFound: There is none.
        InUse: What `uses` finds is built on it.
    """
    score = get_score(tx, name_or_id)
    remove_labelled(tx, SCORES, score, uses=uses)
    forget_scores([score.score_id], warehouse)


def check_definition(definition: JsonObject, scope: Scope) -> ScoreDefinition:
    """Read a definition and refuse one that cannot be compiled.

    Raises:
        Malformed: A part has the wrong shape; the path names it (every error of its conditions too).
        ScoreInvalid: It names a score: scores are computed of events, not of one another.
    """
    if next(named_in(definition, "score"), None) is not None:
        raise ScoreInvalid("a score is not computed of scores", path="definition")
    parsed = parse_score(definition, scope.facets)
    compile_score(parsed, scope)
    return parsed


def thing_of(score: Score) -> Thing:
    """The score as others may name it."""
    return as_thing(SCORES, score)


def scores_naming(tx: Transaction, thing: Thing) -> list[Use]:
    """The scores whose rules name a thing: this room's plug of uses."""
    return labelled_naming(tx, SCORES, thing)


def labels_of(score: Score) -> dict[str, Sentence]:
    """The bands of a score's definition, with what they are called."""
    rows = score.definition.get("bands")
    labels = {}
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping):
            name, label = str(row.get("name")), row.get("label")
            said = label if isinstance(label, Mapping) else {}
            labels[name] = Sentence(str(said.get("zh", name)), str(said.get("en", name)))
    return labels
