"""Run a step's commands: quiet while all is well, everything shown when it is not."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class StepFailed(Exception):
    """A step of the setup could not be done; the sentence says which and what to do."""


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output stays free for results."""
    sys.stderr.write(f"stayflow: {sentence}\n")
    sys.stderr.flush()


def run_step(
    what: str, command: Sequence[str], *, folder: Path, environ: Mapping[str, str] | None = None
) -> None:
    """Run one command of a step.

    Raises:
        StepFailed: It ended with an error; its whole output has been shown.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**(os.environ if environ is None else environ), "NO_COLOR": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as missing:
        raise StepFailed(f"{what} failed: {missing}") from missing
    if done.returncode:
        sys.stderr.write(done.stdout)
        raise StepFailed(f"{what} failed: `{' '.join(command)}` ended with {done.returncode}")
