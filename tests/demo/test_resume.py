"""A load of the demo that was cut off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from stayflow.app import Stores, assemble
from stayflow.demo import load
from stayflow.demo.definitions import RETAIL, DemoFile
from stayflow.demo.steps import import_files
from stayflow.kernel.clock import FixedClock
from stayflow.kernel.ids import ProjectId

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SMALL = replace(RETAIL, id="demo_cut_off", files=(DemoFile("invoices"),))


class CutOff(Exception):
    """The power went."""


@pytest.fixture
def open_at(engines):
    """The app over this process's engines, at an instant."""

    def opened(now):
        stores = Stores(engines.folder, engines.relational, engines.warehouse, engines.log)
        return assemble(engines.settings, stores, FixedClock(now))

    return opened


def test_it_goes_on_with_the_dates_it_began_with(open_at, monkeypatch):
    taken = []

    def cut(_work):
        raise CutOff

    def look(work):
        taken.append(work.shift)

    monkeypatch.setattr(load, "STEPS", (("import", import_files), ("look", cut)))
    with pytest.raises(CutOff):
        load._load_project(open_at(NOW), SMALL, str)
    monkeypatch.setattr(load, "STEPS", (("import", cut), ("look", look)))
    later = open_at(NOW + timedelta(days=2))
    shift = load._load_project(later, SMALL, str)
    assert shift.last_on == date(2026, 6, 14)
    assert taken == [shift]
    facts = later.facts(ProjectId(SMALL.id))
    assert facts.value("SELECT count() FROM events") == 22_190
    assert str(facts.value("SELECT toDate(max(time), 'Europe/London') FROM events")) == "2026-06-14"


def test_an_import_that_was_cut_off_is_found_again(open_at, monkeypatch):
    about = replace(SMALL, id="demo_import_cut")
    monkeypatch.setattr(load, "STEPS", (("import", import_files),))
    with monkeypatch.context() as patch:

        def cut(*_arguments):
            raise CutOff

        patch.setattr("stayflow.intake.pipeline.Pipeline._close", cut)
        with pytest.raises(CutOff):
            load._load_project(open_at(NOW), about, str)
    later = open_at(NOW + timedelta(days=1))
    load._load_project(later, about, str)
    facts = later.facts(ProjectId(about.id))
    assert facts.one("SELECT count(), uniqExact(event_id) FROM events") == (22_190, 22_190)
    assert not (later.folder.path / "demo" / about.id).exists()
