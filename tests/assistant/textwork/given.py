"""Text work on a scripted model over the wire; records and everything else are real."""

import re

from assistant.records import Records
from assistant.textwork.asking import Asking
from assistant.textwork.streaming import Streaming
from assistant.textwork.work import TextWork
from configs.slices.models import ChatSettings
from configs.texts import Texts
from models.chat import open_chat

NOTE = """Aan de bewoners

U moet de belasting van € 250,00 binnen twee weken betalen.

Dat kan op 14 020 tot en met 1 maart 2026."""


def numbered(prompt):
    """The numbered paragraphs that a model sees."""
    return re.findall(r"^(\[\d+\]) (.*)$", prompt.split("<<<")[-1], re.M)


def copied(prompt):
    """A model that writes each paragraph as it is."""
    return "\n".join(f"{number} {text}" for number, text in numbered(prompt))


def changed(old, new):
    """A model that copies, but for this."""
    return lambda prompt: copied(prompt).replace(old, new)


def text_work(server, records: Records, *, speaks=lambda: True, **changes) -> TextWork:
    """Text work as the settings of a profile would make it, with time for a busy machine."""
    known = {"window": 4096, "part": 1200, "silence": 15.0, "whole": 60.0, "length": 20_000}
    known |= changes
    chat = open_chat(ChatSettings(**server.settings(wait=known["silence"])))
    return TextWork(
        asking=Asking(chat.count, known["window"], known["part"], 0.0),
        streaming=Streaming(chat, speaks, known["silence"], known["whole"]),
        texts=Texts(),
        length=known["length"],
        note=records.worked,
    )
