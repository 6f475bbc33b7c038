"""Authority records as archivists look for them: by any name in any script, with the place in the tree beside it.

By ORM on the folded names, not by a search index: an index finds no word inside another and lags behind an edit.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from archive.folding import fold_label
from archive.models import AUTHORITY_MODELS, AuthorityRecord, LabelKind
from archive.records import Vocabulary

SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class TermChoice:
    """One record in a list to choose from. ``path`` names its broader records, from the top down."""

    vocabulary: Vocabulary
    id: int
    label: str
    path: str
    restricted: bool


def vocabulary_of(model: type[Any]) -> Vocabulary:
    """The vocabulary that a model holds."""
    return next(vocabulary for vocabulary, known in AUTHORITY_MODELS.items() if known is model)


def matching(records: "QuerySet[Any]", query: str) -> "QuerySet[Any]":
    """The records with a name that contains ``query``, whatever the script, hamza, vowel marks or diacritics."""
    query = query.strip()
    if not query:
        return records
    folded = fold_label(query)
    wanted = Q(slug__icontains=query) | Q(code__iexact=query)
    if folded:
        wanted |= Q(labels__folded__contains=folded)
    return records.filter(wanted).distinct()


def usable(vocabulary: Vocabulary) -> "QuerySet[Any]":
    """The records that may be chosen as a tag: those not merged into another. In tree order."""
    model = AUTHORITY_MODELS[vocabulary]
    records = model._default_manager.filter(merged_into=None)
    return records.order_by("path") if hasattr(model, "path") else records.order_by("slug")


def names_of(vocabulary: Vocabulary, ids: Iterable[int], language: str) -> dict[int, str]:
    """The preferred names of records, in ``language`` or else another. One query."""
    label_model = AUTHORITY_MODELS[vocabulary]._meta.get_field("labels").related_model
    wanted = set(ids)
    if not wanted:
        return {}
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    rows = label_model._default_manager.filter(record_id__in=wanted, kind=LabelKind.PREFERRED)
    for record_id, label_language, text in rows.values_list("record_id", "language", "text"):
        labels[record_id][label_language] = text
    named = {pk: names.get(language) or names.get("en") or next(iter(names.values())) for pk, names in labels.items()}
    missing = wanted - named.keys()
    if missing:
        slugs = AUTHORITY_MODELS[vocabulary]._default_manager.filter(pk__in=missing).values_list("pk", "slug")
        named.update(slugs)
    return named


def with_paths(records: Sequence[AuthorityRecord], language: str) -> list[TermChoice]:
    """The records as choices, in their order: at most three queries, however many they are."""
    if not records:
        return []
    model = type(records[0])
    vocabulary = vocabulary_of(model)
    ancestors: dict[str, int] = {}
    step = int(getattr(model, "steplen", 0))
    if step:
        above = {record.path[:end] for record in records for end in range(step, len(record.path), step)}
        ancestors = dict(model._default_manager.filter(path__in=above).values_list("path", "pk"))
    names = names_of(vocabulary, [*(record.pk for record in records), *ancestors.values()], language)
    return [
        TermChoice(
            vocabulary=vocabulary,
            id=record.pk,
            label=names.get(record.pk, record.slug),
            path=SEPARATOR.join(names[pk] for pk in _above(record, ancestors, step) if pk in names),
            restricted=record.restricted,
        )
        for record in records
    ]


def _above(record: AuthorityRecord, ancestors: dict[str, int], step: int) -> list[int]:
    if not step:
        return []
    path: str = record.path
    return [ancestors[path[:end]] for end in range(step, len(path), step) if path[:end] in ancestors]


def find_terms(vocabulary: Vocabulary, query: str, language: str, limit: int = 12) -> list[TermChoice]:
    """The records of one vocabulary that ``query`` names: at most four queries."""
    return with_paths(list(matching(usable(vocabulary), query)[:limit]), language)


def all_terms(vocabulary: Vocabulary, language: str) -> list[TermChoice]:
    """Every record that may be chosen, in tree order. Three queries."""
    return with_paths(list(usable(vocabulary)), language)
