"""The wheel's PostgreSQL keeps the contract."""

import pytest

from stayflow.stores.relational import Relational
from tests.conftest import Engines
from tests.contracts.relational import THINGS, RelationalContract


class TestEmbedded(RelationalContract):
    @pytest.fixture
    def store(self, engines: Engines) -> Relational:
        engines.relational.migrate([THINGS])
        return engines.relational


def test_every_mapped_error_has_a_foreign_and_an_own_face() -> None:
    from stayflow.stores.relational.wall import MAPPING, translated

    for foreign, ours, _ in MAPPING:
        with pytest.raises(ours) as caught, translated():
            raise foreign
        assert caught.value.code != "failed"
