"""Authority records as readers meet them: a whole vocabulary in two queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse

from archive.models import AUTHORITY_MODELS, LabelKind
from archive.records import LocalText, Term, Vocabulary

_URL_NAMES = {
    Vocabulary.THEME: "theme",
    Vocabulary.PERIOD: "period",
    Vocabulary.PLACE: "place",
    Vocabulary.PERSON: "person",
}
# The order in which names are looked for: what is most often meant by one comes first.
NAMED = (Vocabulary.PLACE, Vocabulary.PERSON, Vocabulary.PERIOD, Vocabulary.THEME)


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The terms of one vocabulary in one language, by id and by slug, in tree order. Shared: nobody changes it."""

    by_id: dict[int, Term]
    by_slug: dict[str, Term]
    children: dict[int | None, tuple[Term, ...]]

    def ancestors(self, term: Term) -> tuple[Term, ...]:
        """The broader terms, from the top down."""
        above: list[Term] = []
        while term.parent_id is not None and term.parent_id in self.by_id:
            term = self.by_id[term.parent_id]
            above.append(term)
        return tuple(reversed(above))

    def descendants(self, term: Term) -> tuple[Term, ...]:
        """The narrower terms at every depth, in tree order, without the term itself."""
        found: list[Term] = []
        for child in self.children.get(term.id, ()):
            found.append(child)
            found.extend(self.descendants(child))
        return tuple(found)


def best_label(labels: dict[str, str], language: str, slug: str) -> LocalText:
    """The preferred name in ``language``, else in English, Arabic or any language, else the slug."""
    for wanted in (language, "en", "ar", *labels):
        if wanted in labels:
            return LocalText(labels[wanted], wanted)
    return LocalText(slug, "en")


class TermRow(NamedTuple):
    """A term as it is stored. ``path`` is empty where a vocabulary is no tree."""

    id: int
    slug: str
    path: str = ""
    depth: int = 1


class LabelRow(NamedTuple):
    """A name of a term as it is stored."""

    record_id: int
    language: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class VocabularyRows:
    """A vocabulary as far as readers may see it: terms in tree order, names with the preferred one first."""

    vocabulary: Vocabulary
    terms: tuple[TermRow, ...]
    labels: tuple[LabelRow, ...]


def vocabulary_rows(vocabulary: Vocabulary) -> VocabularyRows:
    """Every term that readers may see, neither restricted nor merged into another, with its names. Two queries."""
    model = AUTHORITY_MODELS[vocabulary]
    is_tree = hasattr(model, "path")
    fields = ["pk", "slug"] + (["path", "depth"] if is_tree else [])
    terms = (
        model._default_manager.filter(restricted=False, merged_into=None)
        .order_by("path" if is_tree else "slug")
        .values_list(*fields)
    )
    label_model = model._meta.get_field("labels").related_model
    labels = (
        label_model._default_manager.filter(record__restricted=False, record__merged_into=None)
        .order_by("record_id", "kind", "language", "pk")
        .values_list("record_id", "language", "text", "kind")
    )
    return VocabularyRows(
        vocabulary, tuple(TermRow(*row) for row in terms), tuple(LabelRow(*row) for row in labels.iterator())
    )


def term_index(vocabulary: Vocabulary, language: str) -> TermIndex:
    """Every term that readers may see, as the database has it now. Two queries; ``Snapshot.terms`` needs none."""
    return index_of(vocabulary_rows(vocabulary), language)


def index_of(rows: VocabularyRows, language: str) -> TermIndex:
    """The terms with their labels in ``language`` and their addresses below the active language's prefix."""
    steplen = int(getattr(AUTHORITY_MODELS[rows.vocabulary], "steplen", 0))
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    for label in rows.labels:
        if label.kind == LabelKind.PREFERRED:
            labels[label.record_id][label.language] = label.text
    by_path = {row.path: row.id for row in rows.terms if row.path}
    by_id: dict[int, Term] = {}
    children: dict[int | None, list[Term]] = defaultdict(list)
    for row in rows.terms:
        term = Term(
            vocabulary=rows.vocabulary,
            id=row.id,
            slug=row.slug,
            label=best_label(labels.get(row.id, {}), language, row.slug),
            url=reverse(_URL_NAMES[rows.vocabulary], args=[row.slug]),
            parent_id=by_path.get(row.path[:-steplen]) if row.path else None,
            depth=row.depth,
        )
        by_id[row.id] = term
        children[term.parent_id].append(term)
    if not steplen:
        children[None].sort(key=lambda term: term.label.text)
    return TermIndex(
        by_id=by_id,
        by_slug={term.slug: term for term in by_id.values()},
        children={parent: tuple(terms) for parent, terms in children.items()},
    )


def terms_by_id(vocabulary: Vocabulary, ids: Iterable[int], language: str) -> dict[int, Term]:
    """Those of the terms that readers may see, as tags: without their place in the tree. Two queries at most."""
    wanted = set(ids)
    if not wanted:
        return {}
    model = AUTHORITY_MODELS[vocabulary]
    rows = model._default_manager.filter(pk__in=wanted, restricted=False, merged_into=None).values_list("pk", "slug")
    label_model = model._meta.get_field("labels").related_model
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    preferred = label_model._default_manager.filter(kind=LabelKind.PREFERRED, record_id__in=wanted)
    for record_id, label_language, text in preferred.values_list("record_id", "language", "text"):
        labels[record_id][label_language] = text
    return {
        pk: Term(
            vocabulary=vocabulary,
            id=pk,
            slug=slug,
            label=best_label(labels[pk], language, slug),
            url=reverse(_URL_NAMES[vocabulary], args=[slug]),
        )
        for pk, slug in rows
    }


def moved_slug(vocabulary: Vocabulary, slug: str) -> str | None:
    """The slug of the term that took the place of a merged one; None when readers know of no such merge."""
    model = AUTHORITY_MODELS[vocabulary]
    merged = model._default_manager.filter(slug=slug, restricted=False).exclude(merged_into=None)
    record = merged.select_related("merged_into").first()
    seen: set[int] = set()
    while record is not None and record.merged_into is not None and record.pk not in seen:
        seen.add(record.pk)
        record = record.merged_into
    return record.slug if record is not None and not record.restricted else None


def name_groups(vocabularies: Iterable[VocabularyRows]) -> list[tuple[str, ...]]:
    """The names of every term that has several, as groups of spellings of one thing."""
    groups: list[tuple[str, ...]] = []
    for rows in vocabularies:
        labels: dict[int, list[str]] = defaultdict(list)
        for label in rows.labels:
            labels[label.record_id].append(label.text)
        groups.extend(tuple(dict.fromkeys(names)) for names in labels.values() if len(set(names)) > 1)
    return groups


def name_variants() -> list[tuple[str, ...]]:
    """The names of every term that readers may see, as the database has them now. Eight queries."""
    return name_groups(map(vocabulary_rows, NAMED))
