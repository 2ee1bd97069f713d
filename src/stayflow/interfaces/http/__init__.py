"""HTTP: the API under /api, the collectors under /v1, tracking links, health, and the console."""

from stayflow.interfaces.http.api import build_api, describe_api

__all__ = ["build_api", "describe_api"]
