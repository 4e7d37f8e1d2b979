"""The graphics cards of this machine; this machine mostly has none."""

import sys
from types import SimpleNamespace

import pytest

from models.gpu import find_gpus, open_energy


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
        nvmlDeviceGetTotalEnergyConsumption=fail_or("energy", lambda card: card[1]),
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


def test_the_energy_of_all_cards_is_read_in_joules(monkeypatch):
    cards = [["one", 5_000], ["two", 7_500]]
    nvml = library(cards)
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    read = open_energy()
    assert read() == 12.5
    cards[0][1] = 6_000
    assert read() == 13.5


def test_a_reading_that_fails_gives_the_one_before_it(monkeypatch):
    nvml = library([("one", 5_000)])
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    read = open_energy()
    broken = library([], "energy")
    nvml.nvmlDeviceGetTotalEnergyConsumption = broken.nvmlDeviceGetTotalEnergyConsumption
    assert read() == 5.0


@pytest.mark.parametrize(
    "nvml", [None, library([]), library([("one", 1)], "init"), library([("old", 1)], "energy")]
)
def test_where_no_card_counts_its_energy_nothing_is_read(monkeypatch, nvml):
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    assert open_energy() is None
