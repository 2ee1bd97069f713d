"""Files of identities: a row is the same fact in every file that has it."""

from pathlib import Path

from stayflow.intake.identify import read_statements


def ids(folder: Path, *lines: str) -> list[bytes]:
    file = folder / "rows.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_statements(file, default_at=0).event_id.to_pylist()


def test_a_row_is_the_same_fact_whichever_columns_its_file_has(tmp_path: Path) -> None:
    narrow = ids(tmp_path, "user_id,phone,at", "u1,138,1000", "u2,139,1000")
    assert ids(tmp_path, "phone,device,user_id,at", "138,,u1,1000", "139,,u2,1000") == narrow
    wider = ids(
        tmp_path, "user_id,phone,device,at", "u1,138,d1,1000", "u2,139,,1001", "138,u1,,1000"
    )
    assert not set(wider) & set(narrow)
    assert len(set(wider)) == 3
