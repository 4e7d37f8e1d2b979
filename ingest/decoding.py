"""Bodies as they arrive: decompressed step by step, with a ceiling on size and on ratio."""

import zlib
from collections.abc import Iterable

from ingest.responses import TooLarge

RATIO = 200  # honest HTML compresses 5 to 20 times; a bomb up to 1,030 times
HARMLESS = 1_000_000  # bytes; below this a high ratio does no harm
WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
GZIP = b"\x1f\x8b"
ENCODINGS = "gzip, deflate"
"""What a fetcher says it accepts; every other encoding is refused."""


def decode(chunks: Iterable[bytes], encoding: str, most: int, *, cut: bool = False) -> bytes:
    """The body in plain bytes: at most `most`, else `TooLarge`, or cut off there if `cut`."""
    read, body = 0, bytearray()
    plain = _Plain(encoding.strip().lower())
    for chunk in chunks:
        read += len(chunk)
        body += plain.next(chunk, most + 1 - len(body))
        if len(body) > most:
            if cut:
                break
            raise TooLarge(f"too large: more than {most:,} bytes")
        if len(body) > max(HARMLESS, read * RATIO):
            raise TooLarge(f"compressed more than {RATIO} times: refused as a bomb")
    if not plain.complete and not cut:
        raise TooLarge("the compressed body ends too early")
    return bytes(body[:most])


class _Plain:
    """One body's decompressor; gives at most as many bytes as asked."""

    def __init__(self, encoding: str) -> None:
        if encoding not in {"", "identity", *WINDOWS}:
            raise TooLarge(f"sent with the unknown encoding {encoding!r}")
        self._encoding = encoding
        self._inflate = zlib.decompressobj(WINDOWS[encoding]) if encoding in WINDOWS else None
        self._first = True

    @property
    def complete(self) -> bool:
        return self._first or self._inflate is None or self._inflate.eof

    def next(self, chunk: bytes, most: int) -> bytes:
        if self._inflate is None:
            return chunk[:most]
        try:
            return self._decompress(chunk, most)
        except zlib.error as error:
            raise TooLarge(f"damaged {self._encoding} body ({error})") from error

    def _decompress(self, chunk: bytes, most: int) -> bytes:
        first, self._first = self._first, False
        if self._inflate is None:
            return b""
        try:
            return self._members(self._inflate, chunk, most)
        except zlib.error:
            if not (first and self._encoding == "deflate"):
                raise
            # Many servers send deflate without the zlib header that RFC 9110 asks for.
            self._inflate = zlib.decompressobj(-15)
            return self._inflate.decompress(chunk, most)

    def _members(self, inflate: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
        """A gzip body may be several, one behind the other (RFC 1952, 2.2)."""
        plain = inflate.decompress(chunk, most)
        while inflate.eof and inflate.unused_data.startswith(GZIP) and len(plain) < most:
            rest, inflate = inflate.unused_data, zlib.decompressobj(WINDOWS["gzip"])
            plain += inflate.decompress(rest, most - len(plain))
        self._inflate = inflate
        return plain
