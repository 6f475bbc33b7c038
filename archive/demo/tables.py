"""The demo archive's data files."""

import csv
from collections.abc import Mapping
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
Row = Mapping[str, str]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table under ``data``."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def by_language(row: Row, column: str) -> dict[str, str]:
    """The cells of ``column:<lang>`` that hold something, by language."""
    start = f"{column}:"
    return {name.removeprefix(start): value for name, value in row.items() if name.startswith(start) and value}


def several(cell: str) -> list[str]:
    """The values of a cell that holds several."""
    return [part.strip() for part in cell.split("|") if part.strip()]
