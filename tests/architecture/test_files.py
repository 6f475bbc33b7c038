"""Sizes, names and contents of the project's files."""

import re
from pathlib import Path

import pytest

from tests.architecture import source

LONGEST_MODULE = 400
# Names that say nothing: such a folder becomes the hub that everything imports.
EMPTY_NAMES = {"core", "common", "utils", "util", "lib", "helpers", "helper", "misc", "shared"}

# Put together here so that this file does not report itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/" + r"(?:work|root|home/\w+|Users/\w+)/[\w.-]+")
REGISTRY = re.compile(
    r"files\.python" + r"hosted\.org|py" + r"pi\.org|registry\.npm" + r"js\.org"
    r"|[\w.-]*(?:artifactory|devpi|nexus)[\w.-]*/",
    re.IGNORECASE,
)


def test_modules_stay_short() -> None:
    long = {
        str(path): count
        for path in source.matching(".py", under=source.PACKAGES)
        if "migrations" not in path.parts and (count := source.text(path).count("\n")) >= LONGEST_MODULE
    }
    assert not long, f"A module has fewer than {LONGEST_MODULE} lines: split it by what its parts are for."


def test_names_say_what_they_hold() -> None:
    nameless = [
        str(path)
        for path in source.matching(".py", under=(*source.PACKAGES, "tests"))
        if EMPTY_NAMES.intersection([*path.parts[:-1], path.stem])
    ]
    assert not nameless


def test_no_compiled_message_is_committed() -> None:
    assert not [str(path) for path in source.files() if path.suffix in {".mo", ".pyc", ".sqlite3"}]


def _words() -> list[Path]:
    binary = {".woff2", ".png", ".jpg", ".ico", ".pdf", ".docx", ".xlsx", ".zip", ".svg", ".mp3"}
    return [path for path in source.files() if path.suffix not in binary and "data" not in path.parts]


@pytest.mark.parametrize(("what", "pattern"), [("path of one machine", MACHINE_PATH), ("package registry", REGISTRY)])
def test_no_file_knows_where_it_was_written(what: str, pattern: re.Pattern[str]) -> None:
    known = [line for path in _words() for line in source.found(path, pattern)]
    assert not known, f"No {what} may stand in a committed file."


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (MACHINE_PATH, "see /" + "work/main/x", "see ../shared/work/main and /usr/share/x"),
        (MACHINE_PATH, "(/" + "home/someone/rawi)", "the /home page"),
        (REGISTRY, "https://py" + "pi.org/simple", "the Python package index"),
    ],
)
def test_the_patterns_tell_the_cases_apart(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)
