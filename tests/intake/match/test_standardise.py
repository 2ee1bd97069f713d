"""Equal things look equal, whatever their spelling; nothing breaks it."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.intake.match.compare import columns_of, comparisons_of, condition_of, keys_of
from stayflow.intake.match.model import FieldKind, MatchField
from stayflow.intake.match.standardise import standardise


def one(kind: FieldKind, text: str | None, suffix: str = ""):
    return standardise(kind, pa.array([text], pa.string()))[suffix][0].as_py()


@pytest.mark.parametrize(
    ("kind", "written", "standard"),
    [
        (FieldKind.PHONE, "+86 138-0013-8000", "13800138000"),
        (FieldKind.PHONE, "１３８００１３８０００", "13800138000"),
        (FieldKind.PHONE, "0044 20 7946 0000", "442079460000"),
        (FieldKind.PHONE, "12", None),
        (FieldKind.DATE, "19651013", "1965-10-13"),
        (FieldKind.DATE, "1990年1月3日", "1990-01-03"),
        (FieldKind.DATE, "1990/1/3", "1990-01-03"),
        (FieldKind.DATE, "1990-01-03T08:00:00+08:00", "1990-01-03"),
        (FieldKind.DATE, "soon", None),
        (FieldKind.NAME, " 张 伟 ", "张伟"),
        (FieldKind.NAME, "O'BRIEN,  Ann", "o brien ann"),
        (FieldKind.EMAIL, " Ann@Example.COM ", "ann@example.com"),
        (FieldKind.CODE, "AB 12-3", "ab123"),
        (FieldKind.ADDRESS, "北京市朝阳区１号", "北京市朝阳区1号"),
        (FieldKind.PLACE, "", None),
        (FieldKind.PLACE, None, None),
    ],
)
def test_a_value_is_brought_to_one_form(kind, written, standard):
    assert one(kind, written) == standard


def test_an_address_of_mail_has_its_user_and_its_domain():
    assert one(FieldKind.EMAIL, "Ann@b.com", "_user") == "ann"
    assert one(FieldKind.EMAIL, "Ann@b.com", "_domain") == "b.com"


def test_a_date_that_is_none_keeps_its_text_and_has_no_day():
    assert one(FieldKind.DATE, "1990-13-41") == "1990-13-41"
    assert one(FieldKind.DATE, "1990-13-41", "_day") is None
    assert one(FieldKind.DATE, "1970-01-02", "_day") == 1


def test_names_that_sound_alike_are_spelt_alike():
    assert one(FieldKind.NAME, "张伟", "_sound") == one(FieldKind.NAME, "章伟", "_sound")
    assert one(FieldKind.NAME, "Ann", "_sound") == "ann"


@given(st.sampled_from(list(FieldKind)), st.lists(st.none() | st.text(max_size=30), max_size=8))
def test_no_text_breaks_it_and_doing_it_twice_changes_nothing(kind, values):
    kept = [v for v in values if v is None or v.encode("utf-8", "ignore").decode() == v]
    once = standardise(kind, pa.array(kept, pa.string()))[""]
    assert len(once) == len(kept)
    assert standardise(kind, once)[""].to_pylist() == once.to_pylist()


def test_every_kind_has_levels_keys_and_columns_that_fit_together():
    fields = [MatchField(kind.value, kind, (kind.value,)) for kind in FieldKind]
    columns = columns_of(fields)
    assert len(keys_of(fields)) == len(set(keys_of(fields)))
    for comparison in comparisons_of(fields):
        assert comparison.column in columns
        assert sum(level.m for level in comparison.levels) < 1
        assert sum(level.u for level in comparison.levels) < 1
        for level in comparison.levels:
            assert comparison.column in condition_of(comparison, level)
