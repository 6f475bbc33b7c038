"""The columns that the tables of a batch may have. Pure."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from archive.importing.problems import Problem, ProblemCode, problem
from archive.languages import LanguageError, validate_language

TAG_COLUMNS = ("themes", "periods", "places", "people")
TEXT_COLUMNS = ("original", "transcript", "translation")


@dataclass(frozen=True, slots=True)
class TableForm:
    """What a table's columns may be: plain ones, ones that are repeated per language (``title:ar``), needed ones."""

    plain: frozenset[str]
    per_language: frozenset[str]
    needed: tuple[str, ...]


MANIFEST = TableForm(
    plain=frozenset(
        (
            "reference collection kind public_name_kind told_about told_about_wording told_about_disputed recorded_on "
            "recorded_on_wording themes periods places people rights citation source_url publisher level listed "
            "embargo_until sample"
        ).split()
    ),
    per_language=frozenset(
        (
            "title summary public_name original transcript translation credit reviewed machine_assisted content_note"
        ).split()
    ),
    needed=("reference", "kind", "title:…"),
)
PASSAGES = TableForm(
    plain=frozenset(("reference", "anchor", *TAG_COLUMNS)),
    per_language=frozenset({"note"}),
    needed=("reference", "anchor"),
)


def read_columns(titles: Sequence[str], form: TableForm, file: str, line: int) -> tuple[list[str], list[Problem]]:
    """The columns' standard names in their order ("" for one that is not known), and what is wrong with them.

    ``Title : AR`` is ``title:ar``. Errors among the problems mean that the table cannot be read.
    """
    names: list[str] = []
    problems: list[Problem] = []
    for title in titles:
        name = _standard(title, form, file, line, problems)
        if name and name in names:
            problems.append(problem(ProblemCode.COLUMN_TWICE, file, line, name, name=name))
        names.append(name)
    for needed in form.needed:
        base, _, language = needed.partition(":")
        present = any(name.startswith(f"{base}:") for name in names) if language else base in names
        if not present:
            problems.append(problem(ProblemCode.COLUMN_MISSING, file, line, needed, name=needed))
    return names, problems


def _standard(title: str, form: TableForm, file: str, line: int, problems: list[Problem]) -> str:
    given = " ".join(title.split())
    if not given:
        return ""
    base, colon, tag = (part.strip() for part in given.partition(":"))
    base = base.casefold().replace(" ", "_").replace("-", "_")
    if not colon and base in form.plain:
        return base
    if colon and base in form.per_language:
        try:
            return f"{base}:{validate_language(tag)}"
        except LanguageError as error:
            hint = error.hint or "ar"
            problems.append(problem(ProblemCode.COLUMN_LANGUAGE, file, line, given, tag=tag, hint=f"{base}:{hint}"))
            return ""
    problems.append(problem(ProblemCode.COLUMN_UNKNOWN, file, line, given, nearest=_nearest(base, tag, form)))
    return ""


def _nearest(base: str, tag: str, form: TableForm) -> str:
    """The known column that may have been meant, or ""."""
    found = difflib.get_close_matches(base, sorted(form.plain | form.per_language), n=1, cutoff=0.7)
    if not found:
        return ""
    return f"{found[0]}:{tag or 'ar'}" if found[0] in form.per_language else found[0]
