"""From settings to text work, where the settings ask for it."""

from pathlib import Path

from assistant.records.records import Records
from assistant.textwork.asking import Asking
from assistant.textwork.streaming import Streaming
from assistant.textwork.work import TextWork
from assistant.writing.generate import Generating
from configs.domain import ConfigurationError
from configs.settings import Settings
from configs.texts import Texts
from models.tokens import local


def open_textwork(
    settings: Settings, texts: Texts, voice: Generating | None, records: Records
) -> TextWork | None:
    """Text work with the model that writes the answers; None when the settings have it off.

    Raises `ConfigurationError` when no model writes, or no password guards it.
    """
    wanted, chat = settings.textwork, settings.chat
    if not wanted.enabled:
        return None
    if voice is None:
        raise ConfigurationError(
            "VRAAGBAAK_TEXTWORK__ENABLED: text work needs a model that writes. Set "
            "answering.writer to generate, or textwork.enabled to false."
        )
    if wanted.password is None or not wanted.password.get_secret_value():
        raise ConfigurationError(
            "VRAAGBAAK_TEXTWORK__PASSWORD: text work is for employees; set a password for it."
        )
    # Not the counter of the answers: that one remembers the texts it has counted.
    count = local(Path(chat.tokenizer)) if chat.tokenizer else voice.chat.count
    window = voice.prompting.budget.window
    return TextWork(
        asking=Asking(count, window, wanted.part_tokens, chat.temperature),
        streaming=Streaming(voice.chat, voice.speaks, chat.wait, wanted.whole),
        texts=texts,
        length=wanted.length,
        note=records.worked,
    )
