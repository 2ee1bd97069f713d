"""The model: hand-made people first, then the public sets with known truth."""

import csv
import gzip
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from stayflow.intake.match.engine import MatchEngine
from stayflow.intake.match.model import FieldKind, FoundPair, MatchField
from stayflow.intake.match.standardise import standardise

K = FieldKind


def field(name: str, kind: FieldKind) -> MatchField:
    return MatchField(name, kind, (name,))


def records(rows: Sequence[dict], fields: Sequence[MatchField], asked=None) -> pa.Table:
    columns = {
        "record_id": pa.array(range(len(rows)), pa.int64()),
        "asked": pa.array([asked is None or place in asked for place in range(len(rows))]),
    }
    for place, each in enumerate(fields):
        values = pa.array([row.get(each.name) or None for row in rows], pa.string())
        for suffix, column in standardise(each.kind, values).items():
            columns[f"f{place}{suffix}"] = column
    return pa.table(columns)


def found(
    folder: Path, rows: Sequence[dict], fields: Sequence[MatchField], *, least=0.5, asked=None
) -> list[FoundPair]:
    with closing(MatchEngine(folder, fields)) as engine:
        engine.add(records(rows, fields, asked))
        engine.train()
        prior = engine.prior
        engine.weigh(1, least)
        pairs = [pair for block in engine.take() for pair in block]
    for pair in pairs:  # the waterfall adds up
        added = prior + sum(each.weight for each in pair.contributions)
        assert added == pytest.approx(pair.weight, abs=1e-6)
        assert pair.probability == pytest.approx(1 / (1 + 2**-pair.weight), abs=1e-6)
    return pairs


CUSTOMERS = [field("name", K.NAME), field("phone", K.PHONE), field("birthday", K.DATE)]


def test_a_person_is_found_again_through_typing_mistakes(tmp_path):
    rows = [
        {"name": "张伟", "phone": "138-0013-8000", "birthday": "1990-01-03"},
        {"name": "章伟", "phone": "+86 13800138001", "birthday": "1990年1月3日"},
        {"name": "李娜", "phone": "13911112222", "birthday": "1985-06-30"},
        {"name": "王芳", "phone": "13733334444", "birthday": "1990-01-03"},
    ]
    (pair,) = found(tmp_path, rows, CUSTOMERS)
    assert (pair.left, pair.right) == (0, 1)
    assert {each.field: each.level for each in pair.contributions} == {
        "name": "same_sound",
        "phone": "one_typo",
        "birthday": "exact",
    }


def test_a_name_alone_makes_nobody_one_person(tmp_path):
    rows = [
        {"name": "张伟", "phone": "13800138000", "birthday": "1990-01-03"},
        {"name": "张伟", "phone": "15922334455", "birthday": "1971-11-20"},
    ]
    assert found(tmp_path, rows, CUSTOMERS) == []


def test_what_is_missing_adds_nothing(tmp_path):
    rows = [
        {"name": "Ann Brown", "phone": "020 7946 0001"},
        {"name": "Ann Brown", "phone": "020 7946 0001", "birthday": "1990-01-03"},
    ]
    (pair,) = found(tmp_path, rows, CUSTOMERS)
    missing = pair.contributions[2]
    assert (missing.level, missing.weight) == ("missing", 0.0)


def test_only_pairs_with_an_asked_one_are_found(tmp_path):
    same = {"name": "Ann Brown", "phone": "020 7946 0001", "birthday": "1990-01-03"}
    pairs = found(tmp_path, [same, same, same], CUSTOMERS, asked={2})
    assert {(pair.left, pair.right) for pair in pairs} == {(0, 2), (1, 2)}


def test_given_and_family_name_may_be_swapped(tmp_path):
    fields = [field("given", K.GIVEN_NAME), field("family", K.FAMILY_NAME), *CUSTOMERS[1:]]
    rows = [
        {"given": "Davies", "family": "Reuben", "phone": "020 7946 0001", "birthday": "1988-01-20"},
        {"given": "Reuben", "family": "Davies", "phone": "020 7946 0001", "birthday": "1988-01-20"},
    ]
    (pair,) = found(tmp_path, rows, fields)
    assert [each.level for each in pair.contributions[:2]] == ["swapped", "swapped"]


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def score(pairs: Sequence[FoundPair], is_true: Callable[[FoundPair], bool], total: int) -> Score:
    right = sum(map(is_true, pairs))
    return Score(right / len(pairs), right / total)


def read(file: Path) -> list[dict]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [
            {name.strip(): value.strip() for name, value in row.items()}
            for row in csv.DictReader(lines)
        ]


@pytest.mark.shared
def test_fake_1000_is_matched_as_well_as_its_labels_allow(tmp_path, shared_data):
    rows = read(shared_data / "er_fake_1000" / "fake_1000.csv.gz")
    fields = [
        field("first_name", K.GIVEN_NAME),
        field("surname", K.FAMILY_NAME),
        field("dob", K.DATE),
        field("city", K.PLACE),
        field("email", K.EMAIL),
    ]
    pairs = found(tmp_path, rows, fields)
    reached = score(
        pairs, lambda pair: rows[pair.left]["cluster"] == rows[pair.right]["cluster"], 2031
    )
    assert reached.f1 >= 0.90, reached
    assert reached.precision >= 0.96, reached


@pytest.mark.shared
def test_febrl_is_matched_without_its_number(tmp_path, shared_data):
    rows = read(shared_data / "er_febrl" / "dataset1.csv.gz")
    fields = [
        field("given_name", K.GIVEN_NAME),
        field("surname", K.FAMILY_NAME),
        field("date_of_birth", K.DATE),
        field("address_1", K.ADDRESS),
        field("suburb", K.PLACE),
        field("postcode", K.CODE),
    ]
    pairs = found(tmp_path, rows, fields)
    reached = score(
        pairs,
        lambda pair: (
            rows[pair.left]["rec_id"].split("-")[1] == rows[pair.right]["rec_id"].split("-")[1]
        ),
        500,
    )
    assert reached.f1 >= 0.97, reached
