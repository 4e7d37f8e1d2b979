"""What there is: one file adds a metric, an importer or an endpoint."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import eval.endpoints
import eval.importers
import eval.metrics
from eval.asking import Endpoint, Opening, Place
from eval.cases.importing import Importer, import_cases
from eval.cases.reading import CaseSet
from eval.domain import CasesError, RunError
from eval.measuring import Metric


def metrics() -> list[Metric]:
    """Every metric, in the order of their files."""
    found: list[Metric] = []
    for _, made in offered(eval.metrics, "METRICS"):
        if isinstance(made, tuple):
            found += [one for one in made if isinstance(one, Metric)]
    return found


def importers() -> dict[str, Importer]:
    """Every importer by its name."""
    found = offered(eval.importers, "IMPORTER")
    return {name: made for name, made in found if isinstance(made, Importer)}


def endpoints() -> dict[str, Opening]:
    """Every kind of endpoint by its name."""
    found = offered(eval.endpoints, "ENDPOINT")
    return {name: made for name, made in found if isinstance(made, Opening)}


def imported(kind: str, path: Path) -> CaseSet:
    """The cases of a set of others. Raises `CasesError`."""
    known = importers()
    if kind not in known:
        raise CasesError(f"There is no importer {kind!r}. Importers: {', '.join(known)}.")
    return import_cases(kind, known[kind], path)


def open_endpoint(kind: str, place: Place) -> Endpoint:
    """The endpoint of this kind. Raises `RunError`, `ConfigurationError` or `IngestError`."""
    known = endpoints()
    if kind not in known:
        raise RunError(f"There is no endpoint {kind!r}. Endpoints: {', '.join(known)}.")
    return known[kind].open(place)


def offered(package: ModuleType, name: str) -> Iterator[tuple[str, object]]:
    """The attribute `name` of every module of `package` that has it, by the module's own name."""
    for module in sorted(found.name for found in iter_modules(package.__path__)):
        loaded = import_module(f"{package.__name__}.{module}")
        if hasattr(loaded, name):
            yield module, getattr(loaded, name)
