"""The code that the console shows for a source, run as it stands there: every event arrives.

Only the address and the key are filled in, as the console does it, and a folder of ours.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.journeys.server import SECONDS, wait_until
from tests.sdks.conftest import OpenSite, Shop
from tests.sdks.nodes import Node
from tests.sdks.test_sensors_phone import FAKE, PHONE
from tools.house.node import node_environment
from tools.house.setup import OTHER_SDKS, ROOT, SDK, SERVED

FEATURE = ROOT / "console" / "src" / "features" / "source"
NOT_RUN: Final = {
    ("sensors", "Android"): "no Android here",
    ("sensors", "iOS"): "no iOS here",
    ("matomo", "HTML"): "matomo.js is in no registry",
    ("ark", "Web"): "the SDK's licence contradicts itself; it was run by hand",
    ("http", "Java"): "no Java here",
}
READ: Final = """
const all = {};
for (const name of ["own", "vendor", "other"]) {
  Object.assign(all, ...Object.values(await import(`${process.env.FEATURE}/snippets-${name}.ts`)));
}
const told = Object.entries(all).flatMap(([sdk, places]) =>
  places.map(({ place, code }) => ({ sdk, place, code: code("{HOST}", "{KEY}") })));
process.stdout.write(JSON.stringify(told));
"""
# As a bundler of the app does it.
BUNDLE: Final = """
const { build } = await import(process.env.ROLLDOWN);
for (const input of process.env.FILES.split("\\n")) {
  const resolve = { modules: [process.env.PACKAGES] };
  const output = { file: input.replace(".mjs", ".js"), codeSplitting: false };
  await build({ input, resolve, platform: "browser", output, logLevel: "silent" });
}
process.exit(0);
"""
AS_CURL: Final = """
import shlex, sys, httpx
words = iter(shlex.split(sys.argv[1].replace("\\\\\\n", " "))[1:])
url, asked = "", {"headers": {}}
for word in words:
    if word == "-H":
        name, value = next(words).split(": ", 1)
        asked["headers"][name] = value
    elif word == "-u":
        asked["auth"] = tuple(next(words).split(":", 1))
    elif word in ("-d", "--data"):
        asked["content"] = next(words)
    else:
        url = word
httpx.request("POST" if "content" in asked else "GET", url, trust_env=False, **asked).raise_for_status()
"""


@dataclass(frozen=True)
class Snippet:
    """What the console shows, with the key of a source of its own."""

    sdk: str
    place: str
    code: str

    @property
    def name(self) -> str:
        return f"{self.sdk}-{self.place}".replace("小程序", "phone").replace(".js", "").lower()


def read_snippets() -> dict[tuple[str, str], str]:
    """Every one of them, by SDK and place."""
    done = subprocess.run(
        ["node", "--experimental-strip-types", "--no-warnings", "--input-type=module", "-"],
        input=READ,
        env={**node_environment(ROOT), "FEATURE": FEATURE.as_uri()},
        capture_output=True,
        text=True,
        check=True,
    )
    return {(each["sdk"], each["place"]): each["code"] for each in json.loads(done.stdout)}


class Runner:
    """Runs snippets side by side; what runs to an end is waited for in `end`."""

    def __init__(self, folder: Path, open_site: OpenSite, opened: ExitStack) -> None:
        self._folder, self._open_site, self._opened = folder, open_site, opened
        self._ends: dict[str, Callable[[], object]] = {}
        self._bundled: list[Snippet] = []

    def run(self, snippet: Snippet) -> None:
        """Run it where its place says."""
        match snippet.sdk, snippet.place:
            case _, "Python":
                self._start(snippet, [sys.executable, "-c", snippet.code])
            case _, "curl":
                self._start(snippet, _curl(snippet.code))
            case _, "Node":
                process = self._opened.enter_context(Node(snippet.code))
                self._ends[snippet.name] = process.end
            case "stayflow-mini", _:
                self._opened.enter_context(Node(_own_phone(self._folder, snippet.code), FAKE=FAKE))
            case "sensors", "小程序":
                self._opened.enter_context(Node(_phone(self._folder, snippet.code), FAKE=FAKE))
            case "stayflow-web", "HTML":
                self._open_site(self._folder, f"<!doctype html><title>Shop</title>{snippet.code}")
            case "stayflow-web", "ESM":
                script = f"<script type='module'>{snippet.code}</script>"
                self._open_site(self._folder, f"<!doctype html><title>Shop</title>{script}")
            case _:
                self._bundled.append(snippet)

    def end(self) -> None:
        """Run what has to be bundled, and wait for all that ends by itself."""
        files = {each.name: self._folder / f"{each.name}.mjs" for each in self._bundled}
        for each in self._bundled:
            files[each.name].write_text(each.code, encoding="utf-8")
        place = SDK / "node_modules" / "rolldown" / "dist" / "index.mjs"
        told = {"ROLLDOWN": place.as_uri(), "FILES": "\n".join(map(str, files.values()))}
        with Node(BUNDLE, PACKAGES=str(OTHER_SDKS / "node_modules"), **told) as bundler:
            bundler.end()
        for name in files:
            html = f"<!doctype html><title>Shop</title><script type='module' src='/{name}.js'></script>"
            self._open_site(self._folder, html)
        for end in self._ends.values():
            end()

    def _start(self, snippet: Snippet, command: list[str]) -> None:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": str(SDK / "python" / "src"), "NO_PROXY": "127.0.0.1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._opened.callback(process.kill)

        def end() -> None:
            said, _ = process.communicate(timeout=SECONDS)
            assert process.returncode == 0, f"{snippet.name}: {said}"

        self._ends[snippet.name] = end


def _curl(code: str) -> list[str]:
    """By curl, and where the machine has none by a reader of the same words."""
    if shutil.which("curl"):
        return ["sh", "-c", code.replace("curl ", "curl -fsS ", 1)]
    return [sys.executable, "-c", AS_CURL, code]


def _own_phone(folder: Path, code: str) -> str:
    """A mini-program of ours: `app.js`, and the SDK where its first line says."""
    app = folder / "ours"
    (app / "utils").mkdir(parents=True)
    (app / "package.json").write_text('{"type": "commonjs"}')
    script = SERVED / "sdk" / "stayflow-mini-program.js"
    (app / "utils" / "stayflow.js").write_bytes(script.read_bytes())
    (app / "app.js").write_text(code, encoding="utf-8")
    return f"""
import {{ createRequire }} from "node:module";
const {{ FakeWx, installGlobals }} = await import(process.env.FAKE);
installGlobals(new FakeWx());
createRequire(import.meta.url)("{app / "app.js"}");
"""


def _phone(folder: Path, code: str) -> str:
    """A mini-program with Sensors' SDK, which is begun by `App`."""
    app = folder / "theirs"
    app.mkdir()
    (app / "package.json").write_text('{"type": "module"}')
    script = OTHER_SDKS / "node_modules" / "sa-sdk-miniprogram" / "dist" / "wechat"
    script = script / "sensorsdata.esm.js"
    (app / script.name).write_bytes(script.read_bytes())
    (app / "app.js").write_text(code, encoding="utf-8")
    return f'{PHONE} await import("{app / "app.js"}"); App({{ onLaunch() {{}} }});'


@pytest.mark.browser
def test_the_code_that_the_console_shows_works(
    shop: Shop, open_site: OpenSite, tmp_path: Path
) -> None:
    shown = read_snippets()
    assert shown.keys() >= NOT_RUN.keys()
    snippets = []
    for (sdk, place), code in shown.items():
        if (sdk, place) not in NOT_RUN:
            source = shop.call("POST", "/sources", {"name": f"{sdk} {place}", "sdk": sdk})
            filled = code.replace("{HOST}", shop.server.url).replace("{KEY}", source["write_key"])
            filled = filled.replace("/var/lib/shop", str(tmp_path))
            snippets.append(Snippet(sdk, place, filled))
    with ExitStack() as opened:
        runner = Runner(tmp_path, open_site, opened)
        for each in snippets:
            runner.run(each)
        runner.end()
        found: dict[str, str] = {}
        wanted = [f"{each.sdk} {each.place}" for each in snippets]

        def all_arrived() -> bool:
            found.clear()
            for each in shop.call("GET", "/sources")["sources"]:
                day = each["day"]
                taken = day["accepted"] + day["repaired"]
                found[each["name"]] = "arrived" if taken and not day["rejected"] else str(day)
            return all(found[name] == "arrived" for name in wanted)

        try:
            wait_until(all_arrived)
        finally:
            missing = {name: found.get(name) for name in wanted if found.get(name) != "arrived"}
            assert missing == {}
