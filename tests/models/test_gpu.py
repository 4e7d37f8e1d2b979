"""The graphics cards of this machine; this machine mostly has none."""

import sys
from types import SimpleNamespace

import pytest

from models.gpu import find_gpus


class NVMLError(Exception):
    pass


def library(cards, broken=None):
    """NVIDIA's library, as it answers on a machine with these cards."""

    def fail_or(name, value):
        def call(*_):
            if name == broken:
                raise NVMLError(name)
            return value(*_) if callable(value) else value

        return call

    return SimpleNamespace(
        NVMLError=NVMLError,
        nvmlInit=fail_or("init", None),
        nvmlShutdown=fail_or("shutdown", None),
        nvmlDeviceGetCount=fail_or("count", len(cards)),
        nvmlDeviceGetHandleByIndex=fail_or("handle", lambda place: cards[place]),
        nvmlDeviceGetName=fail_or("name", lambda card: card[0]),
        nvmlDeviceGetMemoryInfo=fail_or("memory", lambda card: SimpleNamespace(total=card[1])),
    )


def test_cards_are_told_with_their_memory(monkeypatch):
    cards = [("NVIDIA H100 80GB HBM3", 85_520_809_984), ("NVIDIA L40S", 48_305_799_168)]
    monkeypatch.setitem(sys.modules, "pynvml", library(cards))
    assert [(gpu.name, round(gpu.memory)) for gpu in find_gpus()] == [
        ("NVIDIA H100 80GB HBM3", 80),
        ("NVIDIA L40S", 45),
    ]


@pytest.mark.parametrize("broken", ["init", "count", "memory"])
def test_a_driver_that_fails_is_no_card(monkeypatch, broken):
    monkeypatch.setitem(sys.modules, "pynvml", library([("one", 2**33)], broken))
    assert find_gpus() == ()


def test_without_the_package_there_is_no_card(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert find_gpus() == ()
