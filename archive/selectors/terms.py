"""Authority records as readers meet them: a whole vocabulary in two queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from archive.models import AUTHORITY_MODELS, AuthorityRecord, LabelKind
from archive.records import LocalText, Term, Vocabulary

_URL_NAMES = {
    Vocabulary.THEME: "theme",
    Vocabulary.PERIOD: "period",
    Vocabulary.PLACE: "place",
    Vocabulary.PERSON: "person",
}


@dataclass(frozen=True, slots=True)
class TermIndex:
    """The terms of one vocabulary in one language, by id and by slug, in tree order."""

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


def term_index(vocabulary: Vocabulary, language: str) -> TermIndex:
    """Every term that readers may see: neither restricted nor merged into another. Two queries."""
    model = AUTHORITY_MODELS[vocabulary]
    is_tree = hasattr(model, "path")
    fields = ["pk", "slug"] + (["path", "depth"] if is_tree else [])
    rows = list(
        model._default_manager.filter(restricted=False, merged_into=None)
        .order_by("path" if is_tree else "slug")
        .values_list(*fields)
    )
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    label_model = model._meta.get_field("labels").related_model
    preferred = label_model._default_manager.filter(kind=LabelKind.PREFERRED).values_list(
        "record_id", "language", "text"
    )
    for record_id, label_language, text in preferred:
        labels[record_id][label_language] = text

    by_path: dict[str, int] = {row[2]: row[0] for row in rows} if is_tree else {}
    by_id: dict[int, Term] = {}
    children: dict[int | None, list[Term]] = defaultdict(list)
    for pk, slug, *place in rows:
        parent_id = by_path.get(place[0][: -_step(model)]) if place else None
        term = Term(
            vocabulary=vocabulary,
            id=pk,
            slug=slug,
            label=best_label(labels.get(pk, {}), language, slug),
            url=reverse(_URL_NAMES[vocabulary], args=[slug]),
            parent_id=parent_id,
            depth=place[1] if place else 1,
        )
        by_id[pk] = term
        children[parent_id].append(term)
    if not is_tree:
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


def _step(model: type[AuthorityRecord]) -> int:
    return int(getattr(model, "steplen", 4))


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


def name_variants() -> list[tuple[str, ...]]:
    """The names of every term that readers may see, as groups of spellings of one thing. Four queries."""
    groups: list[tuple[str, ...]] = []
    for vocabulary in (Vocabulary.PLACE, Vocabulary.PERSON, Vocabulary.PERIOD, Vocabulary.THEME):
        label_model = AUTHORITY_MODELS[vocabulary]._meta.get_field("labels").related_model
        labels: dict[int, list[str]] = defaultdict(list)
        rows = (
            label_model._default_manager.filter(record__restricted=False, record__merged_into=None)
            .order_by("record_id", "kind", "language", "pk")
            .values_list("record_id", "text")
        )
        for record_id, text in rows:
            labels[record_id].append(text)
        groups.extend(tuple(dict.fromkeys(names)) for names in labels.values() if len(set(names)) > 1)
    return groups
