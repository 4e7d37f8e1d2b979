"""`python -m ingest report`: the editor's report as a file to open, or as JSON."""

import argparse
from pathlib import Path

from rich.markup import escape

from configs.domain import Language
from configs.settings import Settings, resolve
from configs.texts import Texts
from configs.theme import load_theme
from ingest.editor.gathering import gather
from ingest.editor.rendering import Paper, render
from ingest.printing import paper, put
from ingest.sources import load_sources
from ingest.visits import write_whole

FILE = "report.html"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `report`."""
    parser.add_argument("--out", type=Path, metavar="FILE.html", help="where to write it")
    parser.add_argument("--language", choices=[language.value for language in Language])
    parser.add_argument(
        "--sources", type=Path, metavar="FILE-OR-FOLDER", help="in place of ingest.sources"
    )


def report(settings: Settings, options: argparse.Namespace) -> bool:
    """Write the report; with --json the whole of it goes to stdout, and a file only with --out."""
    place = options.sources or resolve(settings.ingest.sources)
    gathered = gather(settings, load_sources(place, settings.ingest.allow_private_hosts))
    if options.json:
        tasks = {task.value: count for task, count in gathered.tasks.items()}
        put({**gathered.model_dump(mode="json"), "tasks": tasks})
    file = options.out or (None if options.json else settings.data / FILE)
    if file is None:
        return True
    theme = load_theme(settings.theme)
    language = Language(options.language or settings.language)
    sheet = Paper(Texts(theme.texts), theme, language, settings.desk.time_zone)
    write_whole(file, render(gathered, sheet))
    if not options.json:
        paper().print(escape(str(file.absolute())), soft_wrap=True, highlight=False)
    return True
