"""Probabilistic matching against known truth: precision, recall and F1 on the public sets beside the checkout."""

import csv
import gzip
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pyarrow as pa

from benchmarks.frame import BenchContext, BenchTarget, Row
from stayflow.intake.match import FieldKind, MatchField
from stayflow.intake.match.engine import MatchEngine
from stayflow.intake.match.model import FoundPair
from stayflow.intake.match.standardise import standardise

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
THRESHOLDS = (0.3, 0.5, 0.9, 0.99)
Record = dict[str, str]
_PERSON = {
    "given_name": FieldKind.GIVEN_NAME,
    "surname": FieldKind.FAMILY_NAME,
    "date_of_birth": FieldKind.DATE,
    "address_1": FieldKind.ADDRESS,
    "suburb": FieldKind.PLACE,
    "postcode": FieldKind.CODE,
}
_FAKE = {
    "first_name": FieldKind.GIVEN_NAME,
    "surname": FieldKind.FAMILY_NAME,
    "dob": FieldKind.DATE,
    "city": FieldKind.PLACE,
    "email": FieldKind.EMAIL,
}


@dataclass(frozen=True, slots=True)
class Task:
    """A set with known truth.

    Attributes:
        files: Under `../shared/data`.
        fields: What is compared.
        truth: Which person a record is of.
        pairs: True pairs in all.
        is_across: Only pairs between the two files count.
    """

    name: str
    files: tuple[str, ...]
    fields: dict[str, FieldKind]
    truth: Callable[[Record], str]
    pairs: int
    is_across: bool = False


def _febrl(record: Record) -> str:
    return record["rec_id"].split("-")[1]


TASKS = (
    Task(
        "febrl 4a x 4b",
        ("er_febrl/dataset4a.csv.gz", "er_febrl/dataset4b.csv.gz"),
        {**_PERSON, "soc_sec_id": FieldKind.CODE},
        _febrl,
        5000,
        is_across=True,
    ),
    Task(
        "febrl 4a x 4b without soc_sec_id",
        ("er_febrl/dataset4a.csv.gz", "er_febrl/dataset4b.csv.gz"),
        _PERSON,
        _febrl,
        5000,
        is_across=True,
    ),
    Task("febrl 1 without soc_sec_id", ("er_febrl/dataset1.csv.gz",), _PERSON, _febrl, 500),
    Task("febrl 2 without soc_sec_id", ("er_febrl/dataset2.csv.gz",), _PERSON, _febrl, 1934),
    Task("febrl 3 without soc_sec_id", ("er_febrl/dataset3.csv.gz",), _PERSON, _febrl, 6538),
    Task(
        "fake_1000",
        ("er_fake_1000/fake_1000.csv.gz",),
        _FAKE,
        lambda record: record["cluster"],
        2031,
    ),
)


def measure_match(context: BenchContext) -> Iterable[Row]:
    """One row a set and threshold; the machine's speed is in the seconds, the rest in the note."""
    del context  # the sets are what they are
    for task in TASKS:
        yield from _measure(task)


def _measure(task: Task) -> Iterator[Row]:
    records = [
        record | {"file": str(place)}
        for place, file in enumerate(task.files)
        for record in _read(DATA / file)
    ]
    began = perf_counter()
    pairs = _find(task, records)
    seconds = perf_counter() - began
    for threshold in THRESHOLDS:
        found = [pair for pair in pairs if pair.probability >= threshold]
        right = sum(
            task.truth(records[pair.left]) == task.truth(records[pair.right]) for pair in found
        )
        precision, recall = right / len(found), right / task.pairs
        f1 = 2 * precision * recall / (precision + recall)
        note = f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}"
        yield Row(f"{task.name}, from {threshold}", seconds, note=note)


def _find(task: Task, records: Sequence[Record]) -> list[FoundPair]:
    fields = [MatchField(name, kind, (name,)) for name, kind in task.fields.items()]
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(MatchEngine(Path(folder), fields)) as engine,
    ):
        engine.add(_standard(records, fields))
        engine.train()
        engine.weigh(1, min(THRESHOLDS))
        return [
            pair
            for block in engine.take()
            for pair in block
            if not task.is_across or records[pair.left]["file"] != records[pair.right]["file"]
        ]


def _standard(records: Sequence[Record], fields: Sequence[MatchField]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "record_id": pa.array(range(len(records)), pa.int64()),
        "asked": pa.array([True] * len(records)),
    }
    for place, field in enumerate(fields):
        texts = pa.array([record[field.name] or None for record in records], pa.string())
        for suffix, column in standardise(field.kind, texts).items():
            columns[f"f{place}{suffix}"] = column
    return pa.table(columns)


def _read(file: Path) -> list[Record]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [
            {name.strip(): value.strip() for name, value in row.items()}
            for row in csv.DictReader(lines)
        ]


TARGET = BenchTarget("match", "who is one person, against known truth", measure_match)
