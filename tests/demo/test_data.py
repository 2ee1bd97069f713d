"""The demo's files: what they hold, that they can be made again, and that they name nobody."""

import gzip
import io
from pathlib import Path

import pandas as pd
import pytest
import yaml

import stayflow.demo
from tools.demo import make_data

DATA = Path(stayflow.demo.__file__).parent / "data"
MAPPINGS = Path(stayflow.demo.__file__).parent / "mapping"
FILES = ("baskets", "campaigns_received", "coupons_redeemed", "invoices")


def read(name):
    return pd.read_csv(DATA / f"{name}.csv.gz", dtype=str)


def test_the_files_hold_what_their_sources_hold():
    baskets, received, redeemed = (
        read("baskets"),
        read("campaigns_received"),
        read("coupons_redeemed"),
    )
    assert (len(baskets), baskets["household_id"].nunique()) == (47_243, 2_377)
    assert baskets["amount"].astype(float).sum() == pytest.approx(233_935.24)
    assert (len(received), received["household_id"].nunique()) == (6_589, 1_559)
    assert received["campaign_id"].nunique() == 27
    assert (len(redeemed), redeemed["household_id"].nunique()) == (2_102, 410)
    invoices = read("invoices")
    assert (len(invoices), invoices["customer"].nunique()) == (22_190, 4_372)


def test_addresses_are_in_the_domain_for_examples_and_stated_once():
    frames = [read(name) for name in FILES[:3]]
    addresses = pd.concat([frame["email"] for frame in frames]).dropna()
    households = pd.concat([frame["household_id"] for frame in frames])
    assert addresses.str.fullmatch(r"household-\d+@example\.com").all()
    assert addresses.is_unique
    assert len(addresses) == households.nunique()


def test_the_wheel_can_carry_them():
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 3_000_000
    assert "CC0" in (DATA / "SOURCES.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (DATA / "SOURCES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_every_column_a_mapping_names_is_in_its_file(name):
    mapping = yaml.safe_load((MAPPINGS / f"{name}.yaml").read_text(encoding="utf-8"))
    named = (
        {mapping["time"]["column"], mapping["revenue"]["column"]} if "revenue" in mapping else set()
    )
    named |= set(mapping.get("event_id", {}).get("columns", []))
    for part in ("identities", "properties", "attributes"):
        named |= {field["column"] for field in mapping[part].values()}
    assert named <= set(read(name).columns)


@pytest.mark.shared
def test_the_files_can_be_made_again_byte_for_byte(shared_data, tmp_path, monkeypatch):
    monkeypatch.setattr(make_data, "OUTPUT", tmp_path)
    monkeypatch.setattr("sys.argv", ["make_data", str(shared_data)])
    assert make_data.main() == 0
    for name in FILES:
        made, kept = tmp_path / f"{name}.csv.gz", DATA / f"{name}.csv.gz"
        assert gzip.decompress(made.read_bytes()) == gzip.decompress(kept.read_bytes())
        assert pd.read_csv(io.BytesIO(gzip.decompress(made.read_bytes()))).shape[0] > 0
