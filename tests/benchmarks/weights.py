"""What a page weighs on its way to a reader: HTML, style sheets and scripts gzipped, fonts as they are.

A font counts when the page has letters that its ``unicode-range`` covers; an italic one only beside a ``cite``, a bold
file only beside ``strong`` or ``b``. That is what Chromium loads, or more: letters in the menu need none of them.
"""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

_LINKED = re.compile(r"<(?:link\b[^>]*rel=\"stylesheet\"[^>]*href|script\b[^>]*src|img\b[^>]*src)=\"([^\"]+)\"")
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page. ``linked`` are its style sheets, scripts and pictures."""

    html: int
    linked: int
    fonts: int

    @property
    def total(self) -> int:
        """Everything together."""
        return self.html + self.linked + self.fonts


def weigh(html: bytes) -> Weight:
    """Weigh a page by the files it names. Raises FileNotFoundError for one that is not there."""
    text = html.decode()
    linked = fonts = 0
    for address in dict.fromkeys(_LINKED.findall(text)):
        path = _static(address)
        data = path.read_bytes()
        linked += len(data) if path.suffix in {".png", ".jpg", ".webp", ".avif"} else len(gzip.compress(data))
        if path.suffix == ".css":
            fonts += sum(font.stat().st_size for font in _fonts(data.decode(), path.parent, text))
    return Weight(len(gzip.compress(html)), linked, fonts)


def _static(address: str) -> Path:
    from django.conf import settings
    from django.contrib.staticfiles import finders

    found = finders.find(address.split("?")[0].removeprefix(settings.STATIC_URL).removeprefix("/"))
    if not isinstance(found, str):
        raise FileNotFoundError(address)
    return Path(found)


def _fonts(sheet: str, folder: Path, page: str) -> list[Path]:
    """The fonts of a style sheet that a page with this HTML asks for."""
    letters = {ord(letter) for letter in _TAG.sub(" ", page)}
    found = []
    for face in _FACE.findall(sheet):
        source = re.search(r"url\(\"?([^\")]+)\"?\)", face)
        ranges = [(int(low, 16), int(high or low, 16)) for low, high in _RANGE.findall(face)]
        covered = ranges or [(0x20, 0x24F)]
        if source is None or not any(low <= letter <= high for letter in letters for low, high in covered):
            continue
        if re.search(r"font-style:\s*italic", face) and not re.search(r"<cite\b", page):
            continue
        bold = re.search(r"font-weight:\s*([6-9]00)\s*;", face)
        if bold and not re.search(r"<(?:strong|b)\b", page):
            continue
        found.append(folder / source[1])
    return found
