"""Make the demo's compact files from the public data sets: `python -m tools.demo.make_data SHARED`.

SHARED is the folder of the data sets. The output is the same, byte for byte, each time. Product
lines are summed up to baskets and invoices, because the demo is about people and their visits;
times become the wall clock of the shops, so that the loader can move them by whole days.
"""

import argparse
import gzip
import io
import sys
from pathlib import Path

import pandas as pd

SHOPS_ZONE = "America/New_York"
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
DAY_BEGINS = " 00:00:00"
"""Where only the day is known, so that it comes before the purchases of that day."""
OUTPUT = Path(__file__).parents[2] / "src" / "stayflow" / "demo" / "data"
SIZE_BYTES_MAX = 3_000_000


def make_baskets(journey: Path) -> pd.DataFrame:
    """One row per basket: who, when, where, how much, and what most of the money went to."""
    lines = pd.read_csv(journey / "transactions_sample.csv.gz")
    products = pd.read_csv(journey / "products.csv.gz", usecols=["product_id", *TOPS])
    lines = lines.merge(products, on="product_id", how="left")
    local = pd.to_datetime(lines["transaction_timestamp"], utc=True).dt.tz_convert(SHOPS_ZONE)
    lines["time"] = local.dt.strftime(TIME_FORMAT)
    lines["discount"] = lines[["retail_disc", "coupon_disc", "coupon_match_disc"]].sum(axis=1)
    lines["coupon_discount"] = lines[["coupon_disc", "coupon_match_disc"]].sum(axis=1)
    baskets = lines.groupby(["household_id", "basket_id"], as_index=False).agg(
        time=("time", "min"),
        store=("store_id", "first"),
        lines=("product_id", "size"),
        quantity=("quantity", "sum"),
        amount=("sales_value", "sum"),
        discount=("discount", "sum"),
        coupon_discount=("coupon_discount", "sum"),
    )
    for column in TOPS:
        baskets = baskets.merge(top_by_money(lines, column), on="basket_id", how="left")
    baskets[["basket_id", "quantity"]] = baskets[["basket_id", "quantity"]].astype("int64")
    baskets = baskets.rename(columns={"product_category": "category"})
    return baskets.sort_values(["time", "basket_id"]).round(2)


TOPS = ("department", "product_category")


def top_by_money(lines: pd.DataFrame, column: str) -> pd.DataFrame:
    """The value of `column` on which each basket spent most, in small letters."""
    spent = lines.groupby(["basket_id", column], as_index=False)["sales_value"].sum()
    spent = spent.sort_values(["basket_id", "sales_value", column], ascending=[True, False, True])
    top = spent.drop_duplicates("basket_id")[["basket_id", column]]
    return top.assign(**{column: top[column].str.lower()})


def make_campaigns_received(journey: Path) -> pd.DataFrame:
    """One row per household and campaign, dated on the campaign's first day."""
    received = pd.read_csv(journey / "campaigns.csv.gz")
    campaigns = pd.read_csv(journey / "campaign_descriptions.csv.gz")
    received = received.merge(campaigns, on="campaign_id", validate="many_to_one")
    received["time"] = received["start_date"] + DAY_BEGINS
    columns = ["household_id", "campaign_id", "campaign_type", "time", "end_date"]
    return received[columns].sort_values(["time", "campaign_id", "household_id"])


def make_coupons_redeemed(journey: Path) -> pd.DataFrame:
    """One row per redemption with the campaign, its type and the coupon's main department."""
    redeemed = pd.read_csv(journey / "coupon_redemptions.csv.gz")
    campaigns = pd.read_csv(journey / "campaign_descriptions.csv.gz")
    coupons = pd.read_csv(journey / "coupons.csv.gz", usecols=["coupon_upc", "product_id"])
    products = pd.read_csv(journey / "products.csv.gz", usecols=["product_id", "department"])
    covered = coupons.merge(products, on="product_id")
    counted = covered.groupby(["coupon_upc", "department"], as_index=False).size()
    counted = counted.sort_values(
        ["coupon_upc", "size", "department"], ascending=[True, False, True]
    )
    main = counted.drop_duplicates("coupon_upc")[["coupon_upc", "department"]]
    redeemed = redeemed.merge(campaigns[["campaign_id", "campaign_type"]], on="campaign_id")
    redeemed = redeemed.merge(main, on="coupon_upc", how="left")
    redeemed["department"] = redeemed["department"].str.lower()
    redeemed["time"] = redeemed["redemption_date"] + DAY_BEGINS
    columns = ["household_id", "coupon_upc", "campaign_id", "campaign_type", "department", "time"]
    return redeemed[columns].sort_values(["time", "household_id", "coupon_upc"])


def put_attributes(journey: Path, *frames: pd.DataFrame) -> None:
    """Write what is known of a household beside its first row in the first frame that has it.

    The e-mail addresses are made up, in the domain that is reserved for examples.
    """
    known = pd.read_csv(journey / "demographics.csv.gz", dtype=str).set_index("household_id")
    seen: set[int] = set()
    for frame in frames:
        household = frame["household_id"]
        is_first = ~household.duplicated() & ~household.isin(seen)
        seen |= set(household)
        name = household.astype(str)
        frame["email"] = ("household-" + name + "@example.com").where(is_first)
        for column in known.columns:
            frame[column] = name.map(known[column]).where(is_first)


def make_invoices(retail: Path) -> pd.DataFrame:
    """One row per invoice of a known customer; a cancellation is a refund of the amount."""
    lines = pd.read_csv(
        retail / "online_retail.csv.gz", dtype={"InvoiceNo": str, "CustomerID": str}
    )
    lines = lines[lines["CustomerID"].notna()]
    lines["amount"] = lines["Quantity"] * lines["UnitPrice"]
    invoices = lines.groupby(["InvoiceNo", "CustomerID"], as_index=False).agg(
        time=("InvoiceDate", "min"),
        amount=("amount", "sum"),
        quantity=("Quantity", "sum"),
        lines=("StockCode", "size"),
        country=("Country", "first"),
    )
    biggest = lines.sort_values(["InvoiceNo", "amount", "StockCode"], key=_by_size)
    top = biggest.drop_duplicates("InvoiceNo", keep="last")[["InvoiceNo", "Description"]]
    invoices = invoices.merge(top, on="InvoiceNo").rename(
        columns={"InvoiceNo": "invoice", "CustomerID": "customer", "Description": "top_item"}
    )
    is_refund = invoices["invoice"].str.startswith("C")
    invoices["event"] = is_refund.map({True: "refund", False: "purchase"})
    invoices[["amount", "quantity"]] = invoices[["amount", "quantity"]].abs()
    return invoices.sort_values(["time", "invoice"]).round(2)


def _by_size(column: pd.Series) -> pd.Series:
    return column.abs() if column.name == "amount" else column


def write(frame: pd.DataFrame, name: str) -> int:
    """Write a gz without a time stamp: the same rows give the same bytes; return its size."""
    text = io.BytesIO()
    frame.to_csv(text, index=False, lineterminator="\n")
    packed = gzip.compress(text.getvalue(), compresslevel=9, mtime=0)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / name).write_bytes(packed)
    sys.stdout.write(f"{name}: {len(frame):,} rows, {len(packed):,} bytes\n")
    return len(packed)


def main() -> int:
    """Make all files; fail when they outgrow what a wheel should carry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder of the public data sets")
    shared: Path = parser.parse_args().shared
    journey = shared / "retail_complete_journey"
    baskets = make_baskets(journey)
    received = make_campaigns_received(journey)
    redeemed = make_coupons_redeemed(journey)
    put_attributes(journey, baskets, received, redeemed)
    size_bytes = sum(
        (
            write(baskets, "baskets.csv.gz"),
            write(received, "campaigns_received.csv.gz"),
            write(redeemed, "coupons_redeemed.csv.gz"),
            write(make_invoices(shared / "transactions_online_retail"), "invoices.csv.gz"),
        )
    )
    sys.stdout.write(f"{size_bytes:,} bytes in all\n")
    return 1 if size_bytes > SIZE_BYTES_MAX else 0


if __name__ == "__main__":
    sys.exit(main())
