"""Whether the server lives and can answer, and figures for whoever watches it."""

from collections.abc import Callable, Mapping
from math import nan

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

from assistant.domain import Answer, AssistantError, Complaint
from assistant.textwork.domain import Result
from assistant.web.port import Service
from assistant.web.quality_metrics import QualityCollector
from ingest.domain import IngestError

NOW = {
    "handoffs_waiting": "Conversations waiting",
    "approvals_waiting": "Answers that staff must look at first",
    "pages_watching": "Open pages that wait for a person",
    "questions_waiting": "Questions in line",
    "deliveries_waiting": "Requests on their way to other desks",
    "deliveries_dead": "Requests that did not arrive and need a person",
    "library_edition": "Published edition; 0 is none",
    "routing_model": "Whether the served model routes: 1, or 0 where only the rules do",
    "routing_share": "Share of known messages that the model routed rightly; NaN: not tried",
}
"""Figures of this moment."""


class Metrics:
    """Figures of this process; nothing in them says who asked or what."""

    def __init__(self, now: Mapping[str, Callable[[], float]]) -> None:
        """`now`: how to find out what `NOW` names."""
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "vraagbaak_questions", "Questions", ["outcome", "door"], registry=self.registry
        )
        self._seconds = Histogram(
            "vraagbaak_answer_seconds",
            "Time until the answer was complete (s)",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60),
            registry=self.registry,
        )
        self._energy = Counter(
            "vraagbaak_energy_joules",
            "Energy of the graphics cards for written answers (J)",
            ["model"],
            registry=self.registry,
        )
        self._reports = Counter(
            "vraagbaak_reports", "Answers reported as wrong", ["complaint"], registry=self.registry
        )
        self._works = Counter(
            "vraagbaak_text_work", "Texts worked on", ["task", "ended"], registry=self.registry
        )
        self._refused = Counter(
            "vraagbaak_refused", "Requests over the limit of a visitor", registry=self.registry
        )
        for name, read in now.items():
            gauge = Gauge(f"vraagbaak_{name}", NOW[name], registry=self.registry)
            gauge.set_function(read)

    def answered(self, answer: Answer, door: str, seconds: float) -> None:
        """Count one answer."""
        self._questions.labels(answer.outcome.value, door).inc()
        self._seconds.observe(seconds)
        if answer.joules is not None:
            self._energy.labels(answer.model).inc(answer.joules)

    def reported(self, complaint: Complaint) -> None:
        """Count one report."""
        self._reports.labels(complaint.value).inc()

    def worked(self, result: Result) -> None:
        """Count one text."""
        self._works.labels(result.task.value, result.ended.value).inc()

    def refused(self) -> None:
        """Count one request over the limit."""
        self._refused.inc()


def edition(service: Service) -> int:
    """The published edition; 0 when there is none, or the library can't be read now."""
    try:
        return service.library.published
    except IngestError:
        return 0


def routing(service: Service) -> Mapping[str, Callable[[], float]]:
    """What the served model showed of routing; nothing where there is no model."""
    trial = service.routing
    if trial is None:
        return {}
    return {
        "routing_model": trial.passed,
        "routing_share": lambda: nan if trial.share is None else trial.share,
    }


def _writable(service: Service) -> bool:
    try:
        service.records.check()
    except AssistantError:
        return False
    return True


def router(service: Service, metrics: Metrics) -> APIRouter:
    """`/health/live`, `/health/ready` and `/metrics`."""
    metrics.registry.register(QualityCollector(service.settings.data))
    routes = APIRouter(include_in_schema=False)

    @routes.get("/health/live")
    async def live() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @routes.get("/health/ready")
    def ready() -> JSONResponse:
        checks = {"library": edition(service) > 0, "records": _writable(service)}
        good = all(checks.values())
        return JSONResponse({"status": "ok" if good else "failed", **checks}, 200 if good else 503)

    @routes.get("/metrics")
    def figures() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return routes
