"""A part of TypeScript is built once, and again when what it is built from has changed."""

from pathlib import Path

import pytest

from tools.house import setup
from tools.house.process import StepFailed
from tools.house.setup import BUILT, Built, setup_built
from tools.house.stamp import Stamps


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    commands: list[str] = []

    def run(what: str, command: list[str], *, folder: Path, environ: object) -> None:
        commands.append(" ".join(command[:2]))
        (folder / "node_modules").mkdir(exist_ok=True)
        (tmp_path / "product").touch()

    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "run_step", run)
    monkeypatch.setattr(setup, "node_environment", lambda root: {})
    return commands


def test_what_has_not_changed_is_not_built_again(tmp_path: Path, ran: list[str]) -> None:
    folder = tmp_path / "part"
    for name in ("package.json", "package-lock.json", "src/a.ts", "tests/a.test.ts"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}", encoding="utf-8")
    part = Built("part", folder, tmp_path / "product", frozenset({"node_modules", "tests"}))
    stamps = Stamps(tmp_path / "stamps")

    setup_built(stamps, part, with_tests=False)
    assert ran == ["npm ci", "npm run"]
    setup_built(stamps, part, with_tests=True)
    (folder / "tests" / "a.test.ts").write_text("changed", encoding="utf-8")
    setup_built(stamps, part, with_tests=True)
    assert ran == ["npm ci", "npm run"]
    (folder / "src" / "a.ts").write_text("changed", encoding="utf-8")
    setup_built(stamps, part, with_tests=False)
    assert ran == ["npm ci", "npm run", "npm run"]
    part.product.unlink()
    setup_built(stamps, part, with_tests=False)
    assert ran[3:] == ["npm run"]


def test_the_parts_know_their_sources() -> None:
    sources = {
        part.name: {path.relative_to(part.folder).as_posix() for path in part.sources()}
        for part in BUILT
    }
    assert {"core/src/client.ts", "build.mjs", "package-lock.json"} <= sources["sdk"]
    assert "src/main.tsx" in sources["console"]
    for names in sources.values():
        assert not [name for name in names if name.startswith(("node_modules/", "python/"))]
        assert not [name for name in names if "/tests/" in f"/{name}"]


def test_pip_is_brought_up_to_date_before_anything_else_uses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(setup.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(setup, "setup_pip", lambda: done.append("pip"))
    for name in ("setup_python", "setup_scripts"):
        monkeypatch.setattr(setup, name, lambda _, *, with_tests, name=name: done.append(name))
    assert setup.main(["--tests"]) == 0
    assert (done[0], set(done[1:])) == ("pip", {"setup_python", "setup_scripts"})


def test_one_half_that_cannot_be_done_fails_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: Stamps, *, with_tests: bool) -> None:
        raise StepFailed(f"building console failed, with tests: {with_tests}")

    monkeypatch.setattr(setup.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(setup, "is_python_current", lambda _, *, with_tests: True)
    monkeypatch.setattr(setup, "setup_scripts", fail)
    assert setup.main([]) == 1
    assert "building console failed, with tests: False" in capsys.readouterr().err
