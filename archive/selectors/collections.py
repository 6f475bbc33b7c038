"""Collections in lists and breadcrumbs."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import QuerySet

from archive.models import CollectionPage, CollectionText
from archive.records import CollectionHead, LocalText
from archive.selectors.wording import page_url, pick, prose


class CollectionRow(NamedTuple):
    """A collection as it is stored. ``texts`` are (language, title, summary)."""

    path: str
    id: int
    slug: str
    title: str
    sample: bool
    texts: tuple[tuple[str, str, str], ...]


def collection_rows(pages: "QuerySet[CollectionPage]") -> list[CollectionRow]:
    """Collections in the order of ``pages``. Two queries."""
    rows = list(pages.values_list("path", "pk", "slug", "title", "sample"))
    texts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for text in CollectionText.objects.filter(page_id__in=[row[1] for row in rows]):
        texts[text.page_id].append((text.language, text.title, text.summary))
    return [CollectionRow(path, pk, slug, title, sample, tuple(texts[pk])) for path, pk, slug, title, sample in rows]


def collection_head(row: CollectionRow, language: str) -> CollectionHead:
    """A collection with its words in ``language``."""
    return CollectionHead(
        id=row.id,
        slug=row.slug,
        title=pick({tongue: title for tongue, title, _summary in row.texts}, language) or LocalText(row.title, "en"),
        summary=prose({tongue: summary for tongue, _title, summary in row.texts}, language),
        url=page_url(f"collections/{row.slug}/"),
        sample=row.sample,
    )


def collection_heads(pages: "QuerySet[CollectionPage]", language: str) -> dict[str, CollectionHead]:
    """Collections by their path in the tree, in the order of ``pages``. Two queries."""
    return {row.path: collection_head(row, language) for row in collection_rows(pages)}
