"""chDB keeps the contract."""

from collections.abc import Iterator

import pytest

from stayflow.stores.warehouse import Warehouse, open_warehouse
from tests.conftest import Engines
from tests.contracts.warehouse import NOTES, WarehouseContract


class TestEmbedded(WarehouseContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, engines: Engines) -> Iterator[Warehouse]:
        warehouse = open_warehouse(engines.settings, engines.folder.warehouse, [NOTES])
        yield warehouse
        for name in ("contract_a", "contract_b"):
            warehouse.drop_project(name)
        warehouse.close()
