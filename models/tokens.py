"""Count tokens with the tokenizer of the served model: at its server, or from a local folder."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from models.domain import ModelError, ModelMissing

if TYPE_CHECKING:
    from tokenizers import Tokenizer

KNOWN = 20_000
"""Texts whose count is remembered: the passages of a library come back again and again."""
Count = Callable[[Sequence[str]], Awaitable[list[int]]]
"""Tokens of each text, without special ones."""


class Counter:
    """Counts by `count`, and each text only once. No text is kept: questions are among them."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._secret = token_bytes(32)
        self._known: OrderedDict[bytes, int] = OrderedDict()

    async def __call__(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text; raises what `count` raises."""
        keys = [self._key(text) for text in texts]
        known = {key: self._known[key] for key in keys if key in self._known}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            known |= zip(new, await self._count([*new.values()]), strict=True)
        for key in keys:
            self._known[key] = known[key]
            self._known.move_to_end(key)
        while len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return [known[key] for key in keys]

    def _key(self, text: str) -> bytes:
        """By which a text is known again, and can't be read back."""
        said = text.encode(errors="surrogatepass")
        return blake2b(said, key=self._secret, digest_size=16).digest()


def local(folder: Path) -> Count:
    """Count by the `tokenizer.json` in a model's folder.

    Raises `ModelMissing` when it or its package is absent, `ModelError` when it can't be read.
    """
    tokenizer = _load(folder / "tokenizer.json")

    def counted(texts: Sequence[str]) -> list[int]:
        found = tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [len(encoding.ids) for encoding in found]

    async def count(texts: Sequence[str]) -> list[int]:
        return await asyncio.to_thread(counted, texts)

    return count


def _load(file: Path) -> "Tokenizer":
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelMissing(
            "VRAAGBAAK_CHAT__TOKENIZER needs the package tokenizers: install vraagbaak[dense], or "
            "leave the setting empty to let the model server count."
        ) from error
    if not file.is_file():
        raise ModelMissing(
            f"VRAAGBAAK_CHAT__TOKENIZER: there is no {file}. Name the folder of the served model, "
            "or leave the setting empty to let the model server count."
        )
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the package raises nothing more precise
        raise ModelError(f"VRAAGBAAK_CHAT__TOKENIZER: {file} can't be read ({error}).") from error
