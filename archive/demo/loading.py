"""Loads the demo archive. What is there already stays as it is: running it twice loses nobody's edits."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction

from archive.actions.vocabularies import TermData, save_term
from archive.demo.pages import feature_account, make_collections, make_demo_home, make_essays
from archive.demo.tables import DATA, Row, by_language, rows, several
from archive.importing.batch import open_batch
from archive.importing.problems import ProblemCode
from archive.importing.reporting import BatchReport, RowStatus, problem_line
from archive.importing.running import Options, import_batch
from archive.models import AUTHORITY_MODELS, GlossaryEntry, GlossaryText
from archive.records import Vocabulary

TABLES = {
    Vocabulary.PERIOD: "periods.csv",
    Vocabulary.THEME: "themes.csv",
    Vocabulary.PLACE: "places.csv",
    Vocabulary.PERSON: "people.csv",
}
BATCHES = ("accounts_elsewhere", "accounts")
_SEPARATORS = {"ar": "، "}
# A later release's data may differ from what was loaded once: the account in the archive is the one that counts.
_KEPT = {ProblemCode.IMPORTED_OTHERWISE, ProblemCode.REFERENCE_TAKEN}


class DemoError(Exception):
    """The demo's own data could not be loaded; the message says why."""


def load_demo(make_roles: Callable[[], object]) -> Iterator[tuple[str, int]]:
    """Load what is missing, step by step: the step's name and how many things it made.

    Run again after a kill, it goes on. ``make_roles`` makes the groups of the staff, once there is a home page. Raises
    DemoError.
    """
    home, made = make_demo_home()
    yield "home", int(made)
    make_roles()
    for vocabulary, table in TABLES.items():
        yield table.removesuffix(".csv"), load_terms(vocabulary, rows(table))
    yield "glossary", load_glossary()
    yield "essays", make_essays(home)
    yield "collections", make_collections(home)
    for name in BATCHES:
        yield name, _load_accounts(name)
    yield "featured", int(feature_account())


def load_terms(vocabulary: Vocabulary, table: list[dict[str, str]]) -> int:
    """Make the records that are not there yet, broader ones first as the table has them; returns how many."""
    model = AUTHORITY_MODELS[vocabulary]
    there = set(model._default_manager.values_list("slug", flat=True))
    missing = [row for row in table if row["slug"] not in there]
    with transaction.atomic():
        for row in missing:
            save_term(vocabulary=vocabulary, data=_term(vocabulary, row), actor=None)
    return len(missing)


def _term(vocabulary: Vocabulary, row: Row) -> TermData:
    extra: dict[str, Any] = {}
    if vocabulary == Vocabulary.PERIOD:
        extra = {"dates": row["dates"], "dates_disputed": row["dates_disputed"] == "yes"}
    elif vocabulary == Vocabulary.PLACE:
        extra = {
            "place_type": row["place_type"],
            "latitude": Decimal(row["latitude"]) if row["latitude"] else None,
            "longitude": Decimal(row["longitude"]) if row["longitude"] else None,
            "precision": row["precision"],
        }
    return TermData(
        slug=row["slug"],
        code=row["code"],
        parent_slug=row["parent"],
        labels=by_language(row, "label"),
        variants={language: several(cell) for language, cell in by_language(row, "variants").items()},
        scopes=by_language(row, "scope"),
        exact_match=row.get("exact_match", ""),
        restricted=row.get("restricted", "") == "yes",
        extra=extra,
        dates_notes=by_language(row, "dates_note"),
    )


def load_glossary() -> int:
    """Make the glossary's entries that are not there yet; returns how many."""
    there = set(GlossaryEntry.objects.values_list("slug", flat=True))
    missing = [row for row in rows("glossary.csv") if row["slug"] not in there]
    for row in missing:
        definitions, spellings = by_language(row, "definition"), by_language(row, "spellings")
        entry = GlossaryEntry(slug=row["slug"], section=row["section"], source_url=row["source_url"])
        entry.texts = [
            GlossaryText(
                language=language,
                term=term,
                definition=definitions.get(language, ""),
                spellings=_SEPARATORS.get(language, ", ").join(several(spellings.get(language, ""))),
            )
            for language, term in by_language(row, "term").items()
        ]
        entry.full_clean()
        with transaction.atomic():
            entry.save()
    return len(missing)


def _load_accounts(name: str) -> int:
    with open_batch(DATA / name) as batch:
        report = import_batch(batch, Options(publish=True))
    wrong = list(_errors(report))
    if wrong:
        raise DemoError("\n".join(wrong))
    return report.count(RowStatus.IMPORTED)


def _errors(report: BatchReport) -> Iterator[str]:
    for found in [*report.problems, *(found for row in report.rows for found in row.problems)]:
        if found.is_error and found.code not in _KEPT:
            yield problem_line(found)
