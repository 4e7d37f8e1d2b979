"""Links that open an official page at the very sentence.

Text fragments: WICG, URL Fragment Text Directives (`#anchor:~:text=start,end`).
PDF pages: RFC 8118, `#page=`.
"""

from urllib.parse import quote

from ingest.domain import CELL, BlockKind, Passage

WHOLE = 8
"""A sentence of up to this many words is named whole in the link; of a longer one both ends."""
EDGE = 4


def link(passage: Passage, sentence: int) -> str:
    """The address of `passage.url` at sentence `sentence`, counted from 0."""
    if passage.number is not None:
        return f"{passage.url}#page={passage.number}"
    kind = passage.sentences[sentence].kind
    fragment = _fragment(passage.sentence(sentence), kind)
    return f"{passage.url}#{quote(passage.anchor or '', safe='')}:~:text={fragment}"


def _fragment(text: str, kind: BlockKind) -> str:
    if kind is BlockKind.ROW:
        cells = [cell for cell in text.split(CELL) if cell.strip()]
        ends = cells[:1] if len(cells) == 1 else [cells[0], cells[-1]]
    else:
        words = text.split()
        short = len(words) <= WHOLE
        ends = [text] if short else [" ".join(words[:EDGE]), " ".join(words[-EDGE:])]
    return ",".join(_escape(end) for end in ends)


def _escape(text: str) -> str:
    """Percent-encode, with the hyphen too: it has a meaning in a text directive."""
    return quote(text.strip(), safe="").replace("-", "%2D")
