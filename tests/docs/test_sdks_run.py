"""The page of protocols names the SDKs that the tests install, in their versions."""

import json
import re
from importlib.metadata import version

from tools.house.setup import OTHER_SDKS, ROOT

PAGE = ROOT / "docs" / "collect" / "protocols.md"
IN_PYTHON = {
    "segment-analytics-python",
    "rudder-sdk-python",
    "posthog",
    "SensorsAnalyticsSDK",
}


def test_the_versions_are_those_that_are_run() -> None:
    text = PAGE.read_text(encoding="utf-8").split("## Which SDKs were run", maxsplit=1)[1]
    told = dict(re.findall(r"^\| `([^`]+)` ([0-9.]+)", text, flags=re.MULTILINE))
    run = json.loads((OTHER_SDKS / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert told == run | {name: version(name) for name in IN_PYTHON}
