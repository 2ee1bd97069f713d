"""No channel without its contract."""

import importlib

import pytest

from stayflow.act.channel import CHANNELS
from tests.contracts.channel import ChannelContract


@pytest.mark.parametrize("name", CHANNELS.names())
def test_every_registered_channel_is_held_to_the_contract(name: str):
    module = importlib.import_module(f"tests.act.channel.test_{name}")
    suites = [
        each
        for each in vars(module).values()
        if isinstance(each, type)
        and issubclass(each, ChannelContract)
        and each is not ChannelContract
    ]
    assert suites, f"tests/act/channel/test_{name}.py has no subclass of ChannelContract"
