"""Live quality for Prometheus: read from its small file whenever somebody asks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.quality import Live, Week, read_live


class QualityCollector(Collector):
    """Gives nothing where no figures were written (yet)."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def describe(self) -> Iterator[Metric]:
        """Nothing: what there is to tell stands in the file."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The figures of the newest week, what drifted, and how old the figures are."""
        live = read_live(self._data)
        if live is None:
            return
        age = (datetime.now(UTC) - live.made_at).total_seconds()
        yield GaugeMetricFamily(
            "vraagbaak_quality_age_seconds", "Age of the figures of live quality (s)", age
        )
        if live.weeks:
            yield from _week(live, live.weeks[-1])
        drift = GaugeMetricFamily(
            "vraagbaak_quality_drift", "Changes that are not chance; 1: worse", labels=["metric"]
        )
        for one in live.drifts:
            drift.add_metric([one.metric], 1.0 if one.worse else 0.0)
        yield drift


def _week(live: Live, week: Week) -> Iterator[Metric]:
    figures = GaugeMetricFamily(
        "vraagbaak_quality", "Live quality over the answers of this week", labels=["metric"]
    )
    for name, figure in week.figures.items():
        figures.add_metric([name], figure.value)
    yield figures
    release = GaugeMetricFamily(
        "vraagbaak_quality_release", "The same of the release's run", labels=["metric"]
    )
    for name, value in live.release_figures.items():
        release.add_metric([name], value)
    yield release
    complaints = GaugeMetricFamily(
        "vraagbaak_quality_complaints", "Complaints of this week", labels=["complaint"]
    )
    for name, count in week.complaints.items():
        complaints.add_metric([name], count)
    yield complaints
    yield GaugeMetricFamily(
        "vraagbaak_quality_sampled", "Answers of this week that were scored", week.sampled
    )
    yield GaugeMetricFamily(
        "vraagbaak_quality_answers", "Answers of this week in all", week.answered
    )
