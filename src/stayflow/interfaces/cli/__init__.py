"""The command line: `stayflow …`. Standard output is the answer, standard error the talk."""

from stayflow.interfaces.cli.main import main

__all__ = ["main"]
