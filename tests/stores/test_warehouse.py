"""chDB keeps the contract, in our process and behind a URL."""

from collections.abc import Iterator

import pytest

from stayflow.kernel.settings import load_settings
from stayflow.stores.warehouse import Warehouse, open_warehouse
from tests.conftest import Engines, engine_folder
from tests.contracts.warehouse import NOTES, WarehouseContract
from tests.stores.clickhouse_server import serving


class TestEmbedded(WarehouseContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, engines: Engines) -> Iterator[Warehouse]:
        warehouse = open_warehouse(engines.settings, engines.folder.warehouse, [NOTES])
        yield warehouse
        for name in ("contract_a", "contract_b"):
            warehouse.drop_project(name)
        warehouse.close()


class TestByUrl(WarehouseContract):
    """The driver's HTTP client: the statements, the settings and the errors of a server."""

    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Iterator[Warehouse]:
        with engine_folder() as folder, serving(folder / "clickhouse") as url:
            settings = load_settings({"clickhouse_url": url}, {})
            warehouse = open_warehouse(settings, folder / "unused", [NOTES])
            assert not warehouse.is_embedded
            yield warehouse
            warehouse.close()
            assert not (folder / "unused").exists()
