"""The command line of the assistant: ask, replay, serve, demo, switch, usage, records."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing

from rich.console import Console
from rich.logging import RichHandler
from rich.markup import escape

from assistant.approvals_command import add_approvals
from assistant.build import build
from assistant.demo import site_on_loopback
from assistant.documents import DocumentShelf
from assistant.domain import Answer, AssistantError
from assistant.handoff.delivering.signals import signalling
from assistant.levers_command import add_levers
from assistant.outbox_command import Commands, add_outbox, delivering
from assistant.pipeline import answer_of
from assistant.records.build import open_records
from assistant.records_command import add_records
from assistant.replaying import replay, show
from assistant.service import Service
from assistant.switch_command import add_switch
from assistant.upkeep import upkeep
from assistant.usage import daily_usage, write_usage
from assistant.widget_command import add_widget
from configs.commanding import DONE, FAILED, Codes, conduct
from configs.domain import Language
from configs.settings import Settings, load_settings, resolve
from ingest.domain import IngestError, Source
from ingest.library.library import open_library
from ingest.scheduling.scheduler import scheduler, syncs
from ingest.sources import SourceList, load_sources
from ingest.space import require_space
from ingest.sync import sync

CODES: Codes = {IngestError: FAILED, AssistantError: FAILED}
logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 failed, 2 usage or configuration."""
    return conduct(_parser(), arguments, _perform, CODES)


def _perform(options: argparse.Namespace) -> int:
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.WARNING,
        format="%(message)s",
        handlers=[RichHandler(console=Console(stderr=True), show_path=False)],
    )
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--profile",
        default=os.environ.get("VRAAGBAAK_PROFILE", "default"),
        help="profile in configs/ (default: $VRAAGBAAK_PROFILE, or default)",
    )
    shared.add_argument("--verbose", action="store_true", help="log what happens, on stderr")
    ask = commands.add_parser("ask", parents=[shared], help="answer one question")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="the Answer as one JSON document")
    ask.add_argument("--language", choices=[language.value for language in Language])
    ask.set_defaults(command=_ask)
    again = commands.add_parser("replay", parents=[shared], help="account for an answer")
    again.add_argument("answer", help="its id")
    again.add_argument("--json", action="store_true", help="all behind it as one JSON document")
    again.set_defaults(command=_replay)
    _servers(commands, shared)
    add_switch(commands, shared)
    usage = commands.add_parser(
        "usage", parents=[shared], help="write for `ingest report` what was cited and not found"
    )
    usage.add_argument("--json", action="store_true", help="what was written, on stdout")
    usage.set_defaults(command=_usage)
    add_outbox(commands, shared)
    add_widget(commands, shared)
    add_approvals(commands, shared)
    add_records(commands, shared)
    add_levers(commands, shared)
    return parser


def _servers(
    commands: "Commands[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    serve = commands.add_parser("serve", parents=[shared], help="open the chat, desk and API")
    demo = commands.add_parser("demo", parents=[shared], help="index the demo municipality, serve")
    for server in (serve, demo):
        server.add_argument("--host", help="address to listen on")
        server.add_argument("--port", type=int, help="port to listen on")
    serve.set_defaults(command=_serve)
    demo.set_defaults(command=_demo)


def _settings(options: argparse.Namespace) -> Settings:
    given = {"host": getattr(options, "host", None), "port": getattr(options, "port", None)}
    server = {name: value for name, value in given.items() if value is not None}
    return load_settings(options.profile, **({"server": server} if server else {}))


def _ask(options: argparse.Namespace) -> int:
    service = build(_settings(options))
    language = Language(options.language) if options.language else None
    try:
        answer = asyncio.run(answer_of(service.ask(options.question, language=language)))
    finally:
        service.close()
    if options.json:
        sys.stdout.write(answer.model_dump_json(indent=2) + "\n")
    else:
        _show(answer)
    return FAILED if answer.outcome.value == "failed" else DONE


def _replay(options: argparse.Namespace) -> int:
    """What an answer was made from, in the edition that it saw."""
    service = build(_settings(options))
    with closing(service):
        replayed = replay(service.records.dossier(options.answer), service.library)
    if options.json:
        sys.stdout.write(replayed.model_dump_json(indent=2) + "\n")
    else:
        show(replayed)
    return DONE if all(one.stands for one in replayed.cited) and not replayed.gone else FAILED


def _serve(options: argparse.Namespace) -> int:
    settings = _settings(options)
    require_space(settings, writing=False)
    service = build(settings, open_library(settings, read_only=not syncs(settings)))
    if not service.library.published:
        logger.warning("The library is empty. Fill it with: python -m ingest sync")
    return _run(service)


def _usage(options: argparse.Namespace) -> int:
    settings = _settings(options)
    with closing(open_records(settings)) as records:
        usage = write_usage(settings, records)
    if options.json:
        sys.stdout.write(usage.model_dump_json(indent=2) + "\n")
    else:
        said = f"{usage.answers} answers, {len(usage.gaps)} groups of questions without an answer"
        Console(highlight=False).print(f"{said}; now: python -m ingest report")
    return DONE


def _demo(options: argparse.Namespace) -> int:
    settings = _settings(options)
    console = Console(stderr=True)
    with site_on_loopback() as origin, closing(open_library(settings)) as library:
        for source in _sources(settings):
            with console.status(f"Reading {source.owner} at {origin} …"):
                report = sync(source, library, settings)
            counts = ", ".join(f"{count} {status}" for status, count in report.counts.items())
            console.print(f"{source.owner}: {counts}; edition {library.published}.")
        return _run(build(settings, library=library))


def _run(service: Service) -> int:
    """Serve until stopped; gradio is imported here, since no other command needs it."""
    from assistant.web.app import create_app
    from assistant.web.running import run

    server = service.settings.server
    address = f"http://{server.host}:{server.port}/"
    _sources(service.settings)  # a mistake in the list is told before the doors open
    chosen = service.settings.ingest
    listed = SourceList(resolve(chosen.sources), chosen.allow_private_hosts)
    app = create_app(service, DocumentShelf(service.library, listed))
    doors = f"Chat: {address}   Desk: {address}balie   API: {address}api/docs"
    Console(stderr=True).print(doors, soft_wrap=True)
    daily = daily_usage(service.settings, service.records)
    syncing = scheduler(service.library, service.settings)
    with (
        closing(service),
        upkeep(service.records, also=[daily]),
        delivering(service.handoffs),
        signalling(service.records, service.settings, service.texts, service.theme.organisation),
        syncing,
    ):
        run(app, server)
    return DONE


def _sources(settings: Settings) -> list[Source]:
    return load_sources(resolve(settings.ingest.sources), settings.ingest.allow_private_hosts)


def _show(answer: Answer) -> None:
    """For people: claims with their numbers, then the sources."""
    console = Console(highlight=False)
    for claim in answer.claims:
        numbers = " ".join(f"[{number}]" for number in claim.cited)
        console.print(escape(f"{claim.text} {numbers}"))
    if answer.message:
        console.print(escape(answer.message), style="bold")
    for citation in answer.citations:
        trail = " \u203a ".join((citation.title, *citation.headings))
        console.print(escape(f"[{citation.number}] {trail}"), style="cyan")
        console.print(escape(f"    {citation.link}  ({citation.read_at:%d-%m-%Y})"), style="dim")
    for page in answer.related:
        console.print(escape(f"→ {page.title}: {page.url}"))
    console.print(escape(answer.notice), style="dim")
