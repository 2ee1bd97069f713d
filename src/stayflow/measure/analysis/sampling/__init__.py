"""Answers told from some of the people, each number with what it may be off by."""

from stayflow.measure.analysis.sampling.choose import choose_share
from stayflow.measure.analysis.sampling.estimate import describe_share, estimate_answer

__all__ = ["choose_share", "describe_share", "estimate_answer"]
