"""HTTP: the API under /api, the collectors under /v1, tracking links, health, and the console."""

from stayflow.interfaces.http.api import build_api, describe_api
from stayflow.interfaces.http.server import Serves, build_server

__all__ = ["Serves", "build_api", "build_server", "describe_api"]
