"""Characters on a page → printed lines, parted into cells where there is much white space."""

from dataclasses import dataclass

from ingest.reading.wording import clean

_CELL_GAP = 1.3
"""White space between cells, in heights of a line."""


@dataclass
class Sign:
    """One character on a page, in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False


@dataclass(frozen=True)
class PrintedLine:
    """A line on a page; `top`, `bottom` and `tall` are shares of the page's height, from above."""

    cells: tuple[str, ...]
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    tall: float = 0.0
    starts: tuple[float, ...] = ()
    """Where each cell begins, in points from the left."""

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(self.cells)


def line_of(signs: list[Sign], number: int, height: float) -> PrintedLine | None:
    """The line that these characters make on page `number` of `height` points, if they do."""
    inked = [sign for sign in signs if not sign.text.isspace()]
    if not inked:
        return None
    sizes = sorted(sign.top - sign.bottom for sign in inked)
    size = sizes[len(sizes) // 2]
    height = height or 1.0
    cells = _cells(signs, inked[0], size)
    return PrintedLine(
        cells=tuple(text for text, _ in cells),
        starts=tuple(start for _, start in cells),
        page=number,
        left=min(sign.left for sign in inked),
        right=max(sign.right for sign in inked),
        top=(height - max(sign.top for sign in inked)) / height,
        bottom=(height - min(sign.bottom for sign in inked)) / height,
        size=round(size * 2) / 2,
        bold=sum(sign.bold for sign in inked) * 2 > len(inked),
        tall=size / height,
    )


def _cells(signs: list[Sign], first: Sign, size: float) -> list[tuple[str, float]]:
    """The words of each cell and where it begins."""
    cells, starts, previous = [""], [first.left], first
    for sign in signs:
        blank = sign.text.isspace()
        apart = sign.left - previous.right > _CELL_GAP * size
        if not blank and apart and sign.left > previous.left:
            cells.append("")
            starts.append(sign.left)
        cells[-1] += sign.text
        previous = previous if blank else sign
    words = [_clean_keeping_hyphen(cell) for cell in cells]
    return [(cell, start) for cell, start in zip(words, starts, strict=True) if cell]


def _clean_keeping_hyphen(text: str) -> str:
    """Clean words; a soft hyphen at the very end says that the word goes on in the next line."""
    words = clean(text)
    return f"{words}\u00ad" if text.rstrip().endswith("\u00ad") else words
