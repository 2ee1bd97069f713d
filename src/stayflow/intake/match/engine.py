"""The wall around Splink and DuckDB: records in, a trained model, pairs out.

Everything lies in one DuckDB file in a folder of the run, under a memory bound; what does not fit
spills into the folder. Splink's documentation: https://moj-analytical-services.github.io/splink/
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb  # lint-skip: edges (Splink's engine over a scratch file; it keeps nothing of ours)
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.internals.blocking_rule_creator import BlockingRuleCreator

from stayflow.intake.match.compare import (
    DIFFERENT,
    MISSING,
    Comparison,
    columns_of,
    comparisons_of,
    condition_of,
    keys_of,
)
from stayflow.intake.match.model import Contribution, FoundPair, LevelWeight, MatchField
from stayflow.intake.match.standardise import SOUND

if TYPE_CHECKING:
    from splink.internals.splink_dataframe import SplinkDataFrame

RECORDS: Final = "records"
TRAIN_RECORDS_MIN: Final = 300
"""With fewer people there is too little to learn from; the shipped weights are used."""
BLOCK_RECORDS_MAX: Final = 60
"""A key that more people share does not single anybody out and is not looked into."""
CHUNK_RECORDS: Final = 50_000
RANDOM_PAIRS: Final = 500_000.0
TRAIN_PAIRS: Final = 1_000_000.0
TRAIN_SESSIONS_MAX: Final = 5
TRAIN_SESSION_PAIRS_MIN: Final = 100
MATCHES_PER_PERSON: Final = 0.1
"""Expected before anything is known: one in ten people is there twice."""
RECALL_OF_RULES: Final = 0.7
"""Share of true pairs that agree exactly in two strong fields, as Splink's guide supposes."""
logging.getLogger("splink").setLevel(logging.ERROR)  # it warns of each level that is never met
ROWS_A_BLOCK: Final = 10_000
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """What the run may use."""

    memory_mb: int = 1024
    threads: int = 2


class MatchEngine:
    """One run's records and model; close it when done."""

    def __init__(
        self, folder: Path, fields: Sequence[MatchField], limits: EngineLimits | None = None
    ) -> None:
        limits = limits or EngineLimits()
        self._fields = tuple(fields)
        self._comparisons: list[Comparison] = []
        self._keys = keys_of(fields)
        self._connection = duckdb.connect(
            str(folder / "match.duckdb"),
            config={
                "memory_limit": f"{limits.memory_mb}MB",
                "threads": str(limits.threads),
                "temp_directory": str(folder / "spill"),
                "autoinstall_known_extensions": "false",
                "preserve_insertion_order": "false",
            },
        )
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in columns_of(fields).items())
        self._execute(f"create table {RECORDS} (record_id bigint, asked boolean, {columns})")
        self._linker: Linker | None = None
        self._found: SplinkDataFrame | None = None
        self.records = 0
        self.is_trained = False

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def stop(self) -> None:
        """End the statement at work; safe from another thread."""
        self._connection.interrupt()

    def add(self, records: pa.Table) -> None:
        """Add standardised records: `record_id`, `asked` and the standard columns."""
        with closing(self._connection.cursor()) as cursor:
            cursor.register("incoming", records)
            cursor.execute(f"insert into {RECORDS} by name select * from incoming")
            cursor.unregister("incoming")
        self.records += records.num_rows

    def train(self) -> None:
        """Learn the weights from the records themselves: u by random pairs, m by expectation maximisation."""
        self._add_keys()
        self._comparisons = comparisons_of(self._fields, by_sound=self._has_sounds())
        linker = self._make_linker()
        self._linker = linker
        if self.records < TRAIN_RECORDS_MIN:
            return
        rules = self._strong_rules()
        if rules:
            linker.training.estimate_probability_two_random_records_match(
                rules, recall=RECALL_OF_RULES
            )
        linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
        for column in self._training_columns():
            linker.training.estimate_parameters_using_expectation_maximisation(
                f'l."{column}" = r."{column}"',
                max_pairs=TRAIN_PAIRS,
                estimate_without_term_frequencies=True,
            )
            self.is_trained = True

    @property
    def chunks(self) -> int:
        """How many chunks the prediction has."""
        return -(-self.records // CHUNK_RECORDS) or 1

    def weigh(self, chunk: int, propose_at: float) -> None:
        """Find the pairs of one chunk, from 1 to `chunks`, whose probability reaches `propose_at`."""
        assert self._linker is not None  # noqa: S101 - train() comes first
        self._found = self._linker.inference.predict_chunk(
            left_chunk=(chunk, self.chunks),
            right_chunk=(1, 1),
            threshold_match_probability=propose_at,
        )

    def take(self) -> Iterator[list[FoundPair]]:
        """The pairs that `weigh` found, and forget them.

        Yields:
            At most `ROWS_A_BLOCK` pairs at a time.
        """
        assert self._found is not None  # noqa: S101 - weigh() comes first
        try:
            yield from self._read(self._found.physical_name)
        finally:
            self._found.drop_table_from_database_and_remove_from_cache()
            self._found = None

    @property
    def prior(self) -> float:
        """log2 of the odds that any two people are one, before a field was looked at."""
        assert self._linker is not None  # noqa: S101 - train() comes first
        share = self._linker.misc.save_model_to_json(out_path=None)[
            "probability_two_random_records_match"
        ]
        return log2(share / (1 - share))

    def weights(self) -> tuple[LevelWeight, ...]:
        """What the model holds of every level."""
        assert self._linker is not None  # noqa: S101 - train() comes first
        saved = self._linker.misc.save_model_to_json(out_path=None)["comparisons"]
        return tuple(
            LevelWeight(
                comparison.field.name,
                level["label_for_charts"],
                float(level.get("m_probability", 0)),
                float(level.get("u_probability", 0)),
            )
            for comparison, each in zip(self._comparisons, saved, strict=True)
            for level in each["comparison_levels"]
            if not level.get("is_null_level")
        )

    def _add_keys(self) -> None:
        """The blocking keys as columns; a key that too many share is emptied."""
        named = ", ".join(f"{sql} as k{place}" for place, sql in enumerate(self._keys))
        kept = ", ".join(
            f"case when count(*) over (partition by k{place}) <= {BLOCK_RECORDS_MAX} then k{place} end as k{place}"
            for place in range(len(self._keys))
        )
        rest = ", ".join(f"k{place}" for place in range(len(self._keys)))
        self._execute(
            f"create table keyed as select * exclude ({rest}), {kept}"
            f" from (select *, {named} from {RECORDS})"
        )
        self._execute(f"drop table {RECORDS}")

    def _has_sounds(self) -> bool:
        """Whether any name is spelt otherwise than it is written."""
        tests = " or ".join(
            f'"{name}" <> "{name.removesuffix(SOUND)}"'
            for name in columns_of(self._fields)
            if name.endswith(SOUND)
        )
        return bool(tests) and bool(self._execute(f"select 1 from keyed where {tests} limit 1"))

    def _make_linker(self) -> Linker:
        api = DuckDBAPI(self._connection)
        count = max(2, self.records)
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="record_id",
            comparisons=[_as_splink(each) for each in self._comparisons],
            blocking_rules_to_generate_predictions=[
                {"blocking_rule": f"l.k{place} = r.k{place} and (l.asked or r.asked)"}
                for place in range(len(self._keys))
            ],
            probability_two_random_records_match=min(0.01, MATCHES_PER_PERSON / count),
            retain_intermediate_calculation_columns=True,
        )
        return Linker(api.register("keyed"), settings, log_level=None)

    def _strong_rules(self) -> list[str | BlockingRuleCreator]:
        """Two fields equal at once: nearly always one person."""
        columns = [each.column for each in self._comparisons]
        pairs = [(a, b) for place, a in enumerate(columns) for b in columns[place + 1 :]]
        return [
            f'l."{a}" = r."{a}" and l."{b}" = r."{b}"'
            for a, b in pairs
            if self._expected_pairs(f'"{a}", "{b}"') <= self.records
        ]

    def _training_columns(self) -> list[str]:
        """Fields whose equal pairs are many enough to learn from; the most telling first."""
        counted = [
            (self._expected_pairs(f'"{each.column}"'), each.column) for each in self._comparisons
        ]
        usable = sorted(each for each in counted if each[0] >= TRAIN_SESSION_PAIRS_MIN)
        return [column for _, column in usable[:TRAIN_SESSIONS_MAX]]

    def _expected_pairs(self, columns: str) -> int:
        whole = " and ".join(f"{column} is not null" for column in columns.split(", "))
        ((pairs,),) = self._execute(
            "select coalesce(sum(n * (n - 1) / 2), 0)::bigint from"
            f" (select count(*) as n from keyed where {whole} group by {columns})"
        )
        return int(pairs)

    def _execute(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows, by a cursor of its own: DuckDB lets a connection have one unread answer."""
        with closing(self._connection.cursor()) as cursor:
            return cursor.execute(sql).fetchall()

    def _read(self, table: str) -> Iterator[list[FoundPair]]:
        columns = [each.column for each in self._comparisons]
        picked = "".join(
            f', "gamma_{name}", "mw_{name}" + coalesce("mw_tf_adj_{name}", 0)'
            if any(level.by_frequency for level in each.levels)
            else f', "gamma_{name}", "mw_{name}"'
            for name, each in zip(columns, self._comparisons, strict=True)
        )
        with closing(self._connection.cursor()) as cursor:
            cursor.execute(
                "select record_id_l, record_id_r, match_probability, match_weight"
                f'{picked} from "{table}"'
            )
            while rows := cursor.fetchmany(ROWS_A_BLOCK):
                yield [self._pair(row) for row in rows]

    def _pair(self, row: Sequence[Any]) -> FoundPair:
        left, right, probability, weight, *rest = row
        contributions = tuple(
            Contribution(each.field.name, _level_name(each, int(gamma)), float(added))
            for each, gamma, added in zip(self._comparisons, rest[::2], rest[1::2], strict=True)
        )
        return FoundPair(
            min(left, right), max(left, right), float(probability), float(weight), contributions
        )


def _level_name(comparison: Comparison, gamma: int) -> str:
    """Splink numbers levels from the farthest, 0, and says -1 where a value is missing."""
    if gamma < 0:
        return MISSING
    names = [*(level.name for level in comparison.levels), DIFFERENT]
    return names[len(comparison.levels) - gamma]


def _as_splink(comparison: Comparison) -> dict[str, Any]:
    column = comparison.column
    left = 1 - sum(level.m for level in comparison.levels)
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f'"{column}_l" is null or "{column}_r" is null',
            "label_for_charts": MISSING,
            "is_null_level": True,
        }
    ]
    for level in comparison.levels:
        frequency = {"tf_adjustment_column": column} if level.by_frequency else {}
        levels.append(
            {
                "sql_condition": condition_of(comparison, level),
                "label_for_charts": level.name,
                "m_probability": level.m,
                "u_probability": level.u,
                **frequency,
            }
        )
    levels.append(
        {
            "sql_condition": "ELSE",
            "label_for_charts": DIFFERENT,
            "m_probability": left,
            "u_probability": 1 - sum(level.u for level in comparison.levels),
        }
    )
    return {"output_column_name": column, "comparison_levels": levels}
