"""Finds the authority records that a manifest names by slug, code or any of their names, in any language.

Preferred names win over variants, and what fits two records is an error: a closed list is never widened by accident and
nothing is guessed. New terms are made only where that was asked for, and each is named before it is made.
"""

import difflib
import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.text import slugify

from archive.folding import fold_label, fold_letters
from archive.importing.problems import Problem, ProblemCode, problem
from archive.models import AUTHORITY_MODELS, LabelKind
from archive.records import Vocabulary

LONGEST_LABEL = 200
COLUMN_VOCABULARIES = {
    "themes": Vocabulary.THEME,
    "periods": Vocabulary.PERIOD,
    "places": Vocabulary.PLACE,
    "people": Vocabulary.PERSON,
}
_LONGEST_SLUG = 80
# The language a new name is taken to be in, by its script: a guess for the archivist to correct.
_SCRIPT_LANGUAGES = {
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "CYRILLIC": "ru",
    "ARMENIAN": "hy",
    "SYRIAC": "syr",
}


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A record that is not there yet: a root of its vocabulary with one name."""

    vocabulary: Vocabulary
    slug: str
    label: str
    language: str


@dataclass(slots=True)
class _Book:
    """One vocabulary, held for looking things up."""

    ids: dict[str, int] = field(default_factory=dict)  # by slug
    codes: dict[str, str] = field(default_factory=dict)
    preferred: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # slugs by folded name
    variants: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)  # a name and its slug, by folded name
    planned: dict[str, NewTerm] = field(default_factory=dict)  # by folded name


class Terms:
    """The four vocabularies as they stood when this was made, with the new terms that rows have asked for since.

    Costs two queries a vocabulary when it is made, none after. ``create`` allows new terms.
    """

    def __init__(self, *, create: bool) -> None:
        self.create = create
        self._books = {vocabulary: _load(vocabulary) for vocabulary in Vocabulary}

    def find(
        self, vocabulary: Vocabulary, value: str, file: str = "", line: int | None = None, column: str = ""
    ) -> str | NewTerm | Problem:
        """The slug of the record that ``value`` names, a term to be made, or what is wrong."""
        book = self._books[vocabulary]
        if value.casefold() in book.ids:
            return value.casefold()
        if value.casefold() in book.codes:
            return book.codes[value.casefold()]
        folded = fold_label(value)
        for names in (book.preferred, book.variants):
            found = sorted(names.get(folded, ()))
            if len(found) == 1:
                return found[0]
            if found:
                candidates = ", ".join(found)
                return problem(ProblemCode.TERM_AMBIGUOUS, file, line, column, value=value, candidates=candidates)
        if len(value) > LONGEST_LABEL:
            return problem(ProblemCode.TERM_TOO_LONG, file, line, column, value=value[:60], limit=LONGEST_LABEL)
        if not self.create or not folded:
            name, slug = self._nearest(book, folded)
            return problem(ProblemCode.TERM_UNKNOWN, file, line, column, value=value, nearest=name, slug=slug)
        if folded not in book.planned:
            book.planned[folded] = NewTerm(
                vocabulary, _new_slug(vocabulary, value, book), value, language_by_script(value)
            )
        return book.planned[folded]

    def id_of(self, vocabulary: Vocabulary, slug: str) -> int:
        """The record's id. Raises KeyError for a term that was never made."""
        return self._books[vocabulary].ids[slug]

    def has(self, term: NewTerm) -> bool:
        """Whether a term that was planned has been made since, for another row."""
        return term.slug in self._books[term.vocabulary].ids

    def made(self, term: NewTerm, record_id: int) -> None:
        """Note that a planned term is in the archive now (its row was committed)."""
        book = self._books[term.vocabulary]
        folded = fold_label(term.label)
        book.planned.pop(folded, None)
        book.ids[term.slug] = record_id
        book.preferred[folded].add(term.slug)

    @staticmethod
    def _nearest(book: _Book, folded: str) -> tuple[str, str]:
        """The name most like this one, and its slug; empty where none is like it."""
        found = difflib.get_close_matches(folded, book.shown, n=1, cutoff=0.6) if folded else []
        return book.shown[found[0]] if found else ("", "")


def _load(vocabulary: Vocabulary) -> _Book:
    model = AUTHORITY_MODELS[vocabulary]
    book = _Book()
    rows = list(model._default_manager.order_by("pk").values_list("pk", "slug", "code", "merged_into_id"))
    slugs = {pk: slug for pk, slug, _code, merged in rows if merged is None}
    target = {pk: slugs.get(merged or pk, "") for pk, _slug, _code, merged in rows}
    ids = {slug: pk for pk, slug in slugs.items()}
    for pk, slug, code, _merged in rows:
        # A merged record's slug and code lead to the one that took its place.
        if not target[pk]:
            continue
        book.ids[slug] = ids[target[pk]]
        if code:
            book.codes.setdefault(code.casefold(), target[pk])
    labels = model._meta.get_field("labels").related_model._default_manager
    for record, text, kind in labels.order_by("pk").values_list("record_id", "text", "kind"):
        slug = target.get(record, "")
        folded = fold_label(text)
        if slug and folded:
            (book.preferred if kind == LabelKind.PREFERRED else book.variants)[folded].add(slug)
            book.shown.setdefault(folded, (text, slug))
    return book


def language_by_script(text: str) -> str:
    """The language a text is taken to be in, by the script of its first letter; English for Latin and unknown ones."""
    letter = next((char for char in text if char.isalpha()), "")
    return _SCRIPT_LANGUAGES.get(unicodedata.name(letter, "").split(" ")[0], "en") if letter else "en"


def _new_slug(vocabulary: Vocabulary, label: str, book: _Book) -> str:
    digest = hashlib.sha256(fold_label(label).encode()).hexdigest()[:8]
    latin = not re.search(r"[^\W\d_]", re.sub(r"[A-Za-z]", "", fold_letters(label)))
    slug = slugify(fold_letters(label))[: _LONGEST_SLUG - 9].strip("-") if latin else ""
    slug = re.sub(r"[-_]+", "-", slug)
    taken = {*book.ids, *(term.slug for term in book.planned.values())}
    if not slug or not re.search(r"[a-z]", slug):
        return f"{vocabulary.value}-{digest}"
    return slug if slug not in taken else f"{slug}-{digest}"
