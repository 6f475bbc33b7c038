"""Writing an import batch: a manifest, a table of single passages and the files they name."""

import csv
from collections.abc import Mapping
from pathlib import Path

PUBLIC = {"level": "public", "listed": "yes"}
"""For a scratch archive alone: real accounts are closed until somebody decides otherwise."""


class BatchWriter:
    """Collects rows and writes them on ``close``; files are written at once.

    ``limit``: how many rows are wanted; ``full`` says when a converter may stop.
    """

    def __init__(self, folder: Path, limit: int | None = None) -> None:
        self.folder = folder
        self.limit = limit
        self.rows: list[dict[str, str]] = []
        self.passages: list[dict[str, str]] = []
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def full(self) -> bool:
        """Whether the rows that were wanted are there."""
        return self.limit is not None and len(self.rows) >= self.limit

    def add(self, columns: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> None:
        """A row: its cells, and for each column that names a file its name and bytes. Empty cells are left out."""
        row = {name: " ".join(value.split()) for name, value in columns.items() if value.strip()}
        for column, (name, data) in files.items():
            (self.folder / name).write_bytes(data)
            row[column] = name
        self.rows.append(PUBLIC | row)

    def tag(self, reference: str, anchor: str, **columns: str) -> None:
        """A row of ``passages.csv``."""
        self.passages.append({"reference": reference, "anchor": anchor, **columns})

    def close(self) -> None:
        """Write the tables."""
        _write(self.folder / "manifest.csv", self.rows)
        if self.passages:
            _write(self.folder / "passages.csv", self.passages)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(rows)


def several(*values: str) -> str:
    """Values for one cell, each once; a ``|`` inside a value would divide it and is written as a slash."""
    return "|".join(dict.fromkeys(" ".join(value.replace("|", "/").split()) for value in values if value.strip()))


def shortened(text: str, length: int) -> str:
    """The text on one line, cut at a word when it is longer than ``length``."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"
