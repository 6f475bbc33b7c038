"""The project's own files, as the architecture tests read them."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "search", "archive", "media")


@cache
def files() -> tuple[Path, ...]:
    """Every file that is or would be committed, as paths relative to the root."""
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(sorted({Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()}))


def matching(*suffixes: str, under: tuple[str, ...] = ()) -> list[Path]:
    """Files with one of the suffixes, optionally only below some top-level folders."""
    return [path for path in files() if path.suffix in suffixes and (not under or path.parts[0] in under)]


@cache
def text(path: Path) -> str:
    """A file's words. ``path`` is relative to the root."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(text(path), filename=str(path))


def templates() -> list[Path]:
    """Every template of the four packages."""
    return [path for path in files() if path.parts[0] in PACKAGES and "templates" in path.parts]


def line_of(words: str, position: int) -> int:
    """The number of the line on which ``position`` stands, from 1."""
    return words.count("\n", 0, position) + 1


def found(path: Path, pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in a file: ``path:line: the words``."""
    words = text(path)
    return [f"{path}:{line_of(words, hit.start())}: {hit.group().strip()}" for hit in pattern.finditer(words)]
