"""The ground floor."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.kernel.bucketing import bucket
from stayflow.kernel.clock import FixedClock, SystemClock
from stayflow.kernel.errors import Conflict, InvalidInput, nearest
from stayflow.kernel.ids import new_id
from stayflow.kernel.paging import LAST_INSTANT, Listing
from stayflow.kernel.registry import Registry
from stayflow.kernel.settings import SETTINGS, SettingInvalid, load_settings


def test_buckets_are_stable_uniform_and_independent_between_salts() -> None:
    # The published vectors: a change of the algorithm would move people between arms.
    assert bucket("holdout", "1") == 0.7639905902810432
    assert bucket("留量", "42") == 0.9346720719172775
    shares = [bucket("a", str(n)) for n in range(20_000)]
    assert 0 <= min(shares) < max(shares) < 1
    assert sum(share < 0.1 for share in shares) == pytest.approx(
        2_000, abs=4 * (20_000 * 0.09) ** 0.5
    )
    both = sum(bucket("a", str(n)) < 0.5 and bucket("b", str(n)) < 0.5 for n in range(20_000))
    assert both == pytest.approx(5_000, abs=4 * (20_000 * 0.1875) ** 0.5)
    assert bucket("ab", "c") != bucket("a", "bc")


def test_ids_sort_by_time_and_never_repeat() -> None:
    ids = [new_id() for _ in range(2_000)]
    assert len(set(ids)) == 2_000
    assert [name[:10] for name in ids] == sorted(name[:10] for name in ids)
    assert {len(name) for name in ids} == {26}


def test_clocks() -> None:
    clock = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
    clock.advance(timedelta(hours=1))
    assert clock.now() == datetime(2026, 1, 1, 1, tzinfo=UTC)
    assert SystemClock().now().tzinfo is UTC


@given(
    st.text(alphabet=st.characters(exclude_characters="\0")),
    st.integers(0, 2**63 - 1),
    st.floats(allow_nan=False),
)
def test_cursors_come_back(text: str, number: int, weight: float) -> None:
    listing = Listing("a", ("", 0, 0.0))
    assert listing.behind(listing.cursor(text, number, weight)) == (text, number, weight)
    assert listing.behind(None) == ("", 0, 0.0)


LISTING = Listing("a", (LAST_INSTANT, 0, ""))
FOREIGN = {
    "nothing": "",
    "no base64": "%%%",
    "no list": "e30",
    "lists in lists": "W1tdXQ",
    "no parts": Listing("a", ()).cursor(),
    "of another list": Listing("b", LISTING.first).cursor("2026-01-01T00:00:00+00:00", 1, "x"),
    "of other types": LISTING.cursor("2026-01-01T00:00:00+00:00", "1", "x"),
    "a truth": LISTING.cursor("2026-01-01T00:00:00+00:00", True, "x"),
    "no instant": LISTING.cursor("soon", 1, "x"),
    "an instant of no zone": LISTING.cursor("2026-01-01T00:00:00", 1, "x"),
    "a number beyond all": LISTING.cursor("2026-01-01T00:00:00+00:00", 2**63, "x"),
    "a number below all": LISTING.cursor("2026-01-01T00:00:00+00:00", -1, "x"),
    "what no store keeps": LISTING.cursor("2026-01-01T00:00:00+00:00", 1, "\0"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_foreign_cursor_is_refused_with_its_path(what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        LISTING.behind(FOREIGN[what], path="next")
    assert caught.value.path == "next"


def test_a_registry_names_the_nearest() -> None:
    plugs: Registry[int] = Registry("analysis")
    plugs.register("funnel", 1)
    with pytest.raises(Conflict):
        plugs.register("funnel", 2)
    with pytest.raises(InvalidInput, match="did you mean funnel") as caught:
        plugs.get("funel", path="kind")
    assert caught.value.path == "kind"
    assert nearest("qqq", ["funnel"]) == ""


def test_settings_flag_before_environment_before_file_before_default(tmp_path: Path) -> None:
    file = tmp_path / "stayflow.toml"
    file.write_text('port = 1\nhost = "file"\nlog_retention_hours = 5\n')
    settings = load_settings({"port": 3, "host": None}, {"STAYFLOW_HOST": "environment"}, file)
    assert settings.number("port") == 3
    assert settings.text("host") == "environment"
    assert settings.number("log_retention_hours") == 5
    assert settings.number("session_hours") == 168
    assert settings.public_url == "http://environment:3"


def test_settings_say_which_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid) as caught:
        load_settings({}, {"STAYFLOW_PORT": "many"})
    assert caught.value.path == "STAYFLOW_PORT"
    file = tmp_path / "stayflow.toml"
    file.write_text("prot = 1\n")
    with pytest.raises(SettingInvalid) as caught:
        load_settings({}, {}, file)
    assert caught.value.path == "prot"
    with pytest.raises(SettingInvalid):
        load_settings({}, {"STAYFLOW_ALLOW_PRIVATE_TARGETS": "perhaps"})
    assert load_settings({}, {"STAYFLOW_ALLOW_PRIVATE_TARGETS": "yes"}).flag(
        "allow_private_targets"
    )


def test_every_setting_has_help() -> None:
    assert all(row.help.endswith(".") and row.name == row.name.lower() for row in SETTINGS)
