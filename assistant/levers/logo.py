"""An uploaded logo becomes a PNG of our own: nothing of the file itself reaches a browser.

SVG is refused: it is a document that may hold scripts, links and other files.
"""

import base64
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from assistant.levers.domain import Logo, Unfit, Wrong

BYTES = 1_000_000
"""Largest upload."""
LARGEST = 4_000
"""Pixels of the longest side that is read."""
DRAWN = 160
"""Pixels of the longest side that is kept: four times what is shown."""


def drawn(content: bytes) -> Logo:
    """The logo as it is kept; `Unfit` where this is no PNG, or too large."""
    if len(content) > BYTES:
        raise _refused("editing.wrong_logo_large")
    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as found:
            if max(found.size) > LARGEST:
                raise _refused("editing.wrong_logo_large")
            picture = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused("editing.wrong_logo_kind") from error
    picture.thumbnail((DRAWN, DRAWN))
    kept = BytesIO()
    Image.frombytes("RGBA", picture.size, picture.tobytes()).save(kept, "PNG", optimize=True)
    return Logo(base64=base64.b64encode(kept.getvalue()).decode())


def bytes_of(logo: Logo) -> bytes:
    """The PNG."""
    return base64.b64decode(logo.base64)


def _refused(key: str) -> Unfit:
    return Unfit((Wrong("logo", key),))
