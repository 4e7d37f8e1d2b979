"""The report in every form: HTML in two languages, JSON, CSV, Markdown, JUnit."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from configs.domain import Language
from eval.report import summary
from eval.report.gathering import Report
from eval.report.page import page, shown
from eval.report.words import Words
from eval.storing import write

HEAD = ("endpoint", "metric", "unit", "better", "value", "low", "high", "cases", "missing")


def write_report(report: Report, folder: Path) -> list[Path]:
    """Write every form into `folder`; the Dutch page is `report.html`."""
    made = {
        "report.html": page(report, Language.NL),
        "report.en.html": page(report, Language.EN),
        "report.json": report.model_dump_json(indent=1),
        "report.csv": table(report),
        "report.md": markdown(report, Language.NL),
        "report.junit.xml": junit(report),
    }
    for name, text in made.items():
        write(folder / name, text)
    return [folder / name for name in made]


def table(report: Report) -> str:
    """A row for each metric of each endpoint (RFC 4180)."""
    file = StringIO()
    rows = csv.writer(file)
    rows.writerow(HEAD)
    named = [(one.endpoint, one.scores) for one in (report.scores, *report.baselines)]
    for side, scores in report.beside.scores.items():
        measured = tuple(one for one in scores.scores if one.value is not None)
        named.append((f"{scores.endpoint}/{side}", measured))
    for name, group in named:
        for one in group:
            found = (one.metric, one.unit, one.better, one.value, one.low, one.high)
            rows.writerow((name, *found, one.count, one.missing))
    return file.getvalue()


def markdown(report: Report, language: Language) -> str:
    """The summary and the figures, for an issue or a wiki."""
    words = Words(language)
    date = report.run.started_at.strftime("%d-%m-%Y")
    return "\n".join(
        [
            f"# {words.say('report', 'title')}",
            "",
            words.say("report", "subtitle", name=report.run.name, date=date),
            "",
            *(f"- **{one.number}** {one.text}" for one in summary.figures(report, words)),
            *(f"- {line}" for line in summary.lines(report, words)),
            "",
            *_figures(report, words),
            "",
            f"## {words.say('report', 'limits')}",
            "",
            *(f"- {line}" for line in words.limits()),
            "",
        ]
    )


def _figures(report: Report, words: Words) -> Iterator[str]:
    heads = [words.say("report", "metric"), words.say("report", "value")]
    heads += [other.endpoint for other in report.baselines]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for score in report.scores.scores:
        if score.value is not None:
            low, high = (words.number(one or 0.0, score.unit) for one in (score.low, score.high))
            between = words.say("report", "interval", low=low, high=high)
            cells = [words.metric(score.metric)[0], f"{shown(score, words)} ({between})"]
            cells += [shown(one.score(score.metric), words) for one in report.baselines]
            yield f"| {' | '.join(cells)} |"


def junit(report: Report) -> str:
    """A test for each case and each threshold, for a build server."""
    wrong = {one.case.id: one.why for one in report.wrong}
    failed = report.verdict.failed if report.verdict else ()
    suites = Element("testsuites", name=report.run.name)
    cases = SubElement(
        suites,
        "testsuite",
        name="cases",
        tests=str(report.scores.answered + len(report.scores.failed)),
        failures=str(len(wrong)),
        errors=str(len(report.scores.failed)),
    )
    for case, why in wrong.items():
        SubElement(_test(cases, case), "failure", message=why)
    for case, reason in report.scores.failed.items():
        SubElement(_test(cases, case), "error", message=reason)
    gate = SubElement(
        suites, "testsuite", name="gate", tests=str(max(1, len(failed))), failures=str(len(failed))
    )
    for line in failed:
        SubElement(_test(gate, line.split(":")[0]), "failure", message=line)
    if not failed:
        _test(gate, "gate")
    return tostring(suites, encoding="unicode", xml_declaration=True)


def _test(suite: Element, name: str) -> Element:
    return SubElement(suite, "testcase", classname=suite.attrib["name"], name=name)
