"""A step is done again exactly when what it is made from has changed."""

from pathlib import Path

from tools.house.stamp import Stamps, digest, digest_files


def test_a_moved_boundary_is_a_change() -> None:
    assert digest([b"ab", b"c"]) != digest([b"a", b"bc"])
    assert digest([b"ab", b"c"]) == digest([b"ab", b"c"])


def test_a_files_name_and_content_count(tmp_path: Path) -> None:
    file = tmp_path / "a.ts"
    file.write_text("one")
    before = digest_files(tmp_path, [file])
    assert digest_files(tmp_path, [file]) == before
    file.write_text("two")
    changed = digest_files(tmp_path, [file])
    renamed = file.rename(tmp_path / "b.ts")
    assert len({before, changed, digest_files(tmp_path, [renamed])}) == 3


def test_a_stamp_is_current_only_for_what_it_was_put_for(tmp_path: Path) -> None:
    stamps = Stamps(tmp_path / "stamps")
    assert not stamps.is_current("console", "1")
    stamps.put("console", "1")
    assert stamps.is_current("console", "1")
    assert not stamps.is_current("console", "2")
    stamps.drop("console")
    assert not stamps.is_current("console", "1")
