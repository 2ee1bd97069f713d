"""PostgreSQL: state. From the wheel in the data folder, or any server from version 15 by URL."""

from stayflow.stores.relational.engine import Relational, open_relational
from stayflow.stores.relational.patience import waiting_at_most
from stayflow.stores.relational.transaction import Transaction

__all__ = ["Relational", "Transaction", "open_relational", "waiting_at_most"]
