"""The wheel's PostgreSQL keeps the contract."""

import ctypes
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from stayflow.kernel.settings import load_settings
from stayflow.stores.errors import StoreUnavailable
from stayflow.stores.relational import Relational, open_relational
from stayflow.stores.relational.embedded import EmbeddedPostgres
from tests.conftest import Engines, engine_folder
from tests.contracts.relational import THINGS, RelationalContract
from tests.journeys.server import wait_until


class TestEmbedded(RelationalContract):
    @pytest.fixture
    def store(self, engines: Engines) -> Relational:
        engines.relational.migrate([THINGS])
        return engines.relational


class TestByUrl(RelationalContract):
    """A server of one's own, where we are the owner of a database and no superuser."""

    @pytest.fixture(scope="class")
    @classmethod
    def store(cls) -> Iterator[Relational]:
        with engine_folder() as path:
            server = EmbeddedPostgres(path / "postgres")
            with psycopg.connect(server.url, autocommit=True) as connection:
                connection.execute("create role owner login createrole")
                connection.execute("create database theirs owner owner")
            url = make_conninfo(server.url, user="owner", dbname="theirs")
            settings = load_settings({"postgres_url": url}, {})
            relational = open_relational(settings, path / "unused", [THINGS])
            yield relational
            relational.close()
            assert not (path / "unused").exists()
            server.stop()


@contextmanager
def as_first_of_a_container() -> Iterator[None]:
    """Orphans become children of this process, which are there until it asks what became of them."""
    process, subreaper = ctypes.CDLL(None), 36  # PR_SET_CHILD_SUBREAPER of prctl(2)
    process.prctl(subreaper, 1)
    yield
    process.prctl(subreaper, 0)


def test_a_server_that_dies_is_started_again_and_one_that_cannot_start_says_why() -> None:
    with as_first_of_a_container(), engine_folder() as path:
        relational = open_relational(load_settings({}, {}), path / "postgres", [THINGS])
        written = path / "postgres/postmaster.pid"
        first = written.read_text().split()[:1]
        os.kill(int(first[0]), signal.SIGKILL)

        def is_another_there() -> bool:
            return written.exists() and written.read_text().split()[:1] not in ([], first)

        wait_until(is_another_there, what="another server")
        with suppress(StoreUnavailable):
            relational.ping()  # by a connection to the one that died
        relational.ping()
        relational.close()
        (path / "postgres/postgresql.conf").write_text("no such line\n")
        with pytest.raises(StoreUnavailable, match=r"does not start: .*postgres/log\)"):
            open_relational(load_settings({}, {}), path / "postgres", [THINGS])


def test_every_mapped_error_has_a_foreign_and_an_own_face() -> None:
    from stayflow.stores.relational.wall import MAPPING, translated

    for foreign, ours, _ in MAPPING:
        with pytest.raises(ours) as caught, translated():
            raise foreign
        assert caught.value.code != "failed"


def test_callers_are_not_told_where_the_server_is_and_who_asked_it() -> None:
    from stayflow.stores.relational.wall import translated

    said = 'connection to server at "10.0.0.5" failed: FATAL: no password for user "shop"'
    with (
        pytest.raises(StoreUnavailable, match=r"^the state store cannot be reached$"),
        translated(),
    ):
        raise psycopg.OperationalError(said)
