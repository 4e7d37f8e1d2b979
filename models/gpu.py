"""The graphics cards of this machine, asked of NVIDIA's management library where it is there."""

from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

from models.cards import Gpu

GIB = 2**30
MILLI = 1000


def find_gpus() -> tuple[Gpu, ...]:
    """Every NVIDIA card of this machine; none without the package, the driver or a card."""
    nvml = _library()
    if nvml is None:
        return ()
    try:
        return tuple(
            Gpu(
                name=str(nvml.nvmlDeviceGetName(handle)),
                memory=int(nvml.nvmlDeviceGetMemoryInfo(handle).total) / GIB,
            )
            for handle in _handles(nvml)
        )
    except nvml.NVMLError:
        return ()
    finally:
        nvml.nvmlShutdown()


def open_energy() -> Callable[[], float] | None:
    """What reads the energy that all cards together have used so far (J).

    None without a card, or where one of them does not count it (before Volta). A reading that
    fails later gives the one before it.
    """
    nvml = _library()
    if nvml is None:
        return None
    try:
        handles = _handles(nvml)
        last = _used(nvml, handles)
    except nvml.NVMLError:
        nvml.nvmlShutdown()
        return None

    def read() -> float:
        nonlocal last
        with suppress(nvml.NVMLError):
            last = _used(nvml, handles)
        return last

    return read if handles else None


def _library() -> ModuleType | None:
    """NVIDIA's library, begun; None where it is not."""
    try:
        import pynvml
    except ImportError:
        return None
    nvml: ModuleType = pynvml
    try:
        nvml.nvmlInit()
    except nvml.NVMLError:
        return None
    return nvml


def _handles(nvml: ModuleType) -> list[object]:
    return [nvml.nvmlDeviceGetHandleByIndex(place) for place in range(nvml.nvmlDeviceGetCount())]


def _used(nvml: ModuleType, handles: list[object]) -> float:
    used = sum(int(nvml.nvmlDeviceGetTotalEnergyConsumption(handle)) for handle in handles)
    return used / MILLI
