"""Scores and their bands as columns of people, bands as traits that a segment's profile compares."""

from collections.abc import Mapping

from stayflow.language.scope import Scope
from stayflow.language.sentence import Sentence
from stayflow.language.statement import Binder
from stayflow.stores.relational import Transaction
from stayflow.understand.score.change import labels_of
from stayflow.understand.score.model import THOUSANDTHS
from stayflow.understand.score.store import list_scores


def bands_held_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` (the score's id) and `value` (the band), of the people of the scope."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT DISTINCT {scope.person} AS person, toString(score_id) AS name, toString(band) AS value\n"
        f"FROM person_scores FINAL WHERE band != ''{f' AND {asked}' if asked else ''}"
    )


def points_held_sql(scope: Scope, binder: Binder) -> str:
    """A SELECT of `person`, `name` (the score's id) and `value` (its points), of the people of the scope."""
    asked = scope.people_sql(binder)
    return (
        f"SELECT person_id AS person, toString(score_id) AS name, toString(points / {THOUSANDTHS}) AS value\n"
        f"FROM person_scores FINAL{f' WHERE {asked}' if asked else ''}"
    )


def band_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """The same as `score_words`, where a score's band stands beside its points."""
    words = score_words(tx)
    named = {key: said for key, said in words.items() if not key[1]}
    bands = {key: Sentence(f"{said.zh}：分段", f"{said.en}: band") for key, said in named.items()}
    return {**words, **bands}


def score_words(tx: Transaction) -> Mapping[tuple[str, str], Sentence]:
    """What scores and bands are called, by (id, band); without a band the score."""
    words: dict[tuple[str, str], Sentence] = {}
    for each in list_scores(tx):
        words[each.score_id, ""] = each.label
        words |= {(each.score_id, band): said for band, said in labels_of(each).items() if band}
    return words
