"""The door of the archive: what the apps above may use. Re-exports only."""

from archive.access import ANONYMOUS, FULL_SPACE, PUBLIC_SPACE, Reader, reader_for, request_reader, search_scope
from archive.digits import format_number
from archive.languages import direction, language_name
from archive.records import (
    AccountHead,
    HitPassage,
    IndexDocument,
    IndexPassage,
    LocalText,
    SearchScope,
    Term,
    Vocabulary,
)
from archive.selectors.heads import account_heads, kind_label
from archive.selectors.indexing import hit_passages, index_documents, indexable_ids, testimonies_due
from archive.selectors.pages import SitemapEntry, collection_slugs, site_frame, sitemap_entries
from archive.selectors.terms import TermIndex, moved_slug, name_variants, term_index
from archive.signals import bulk_finished, in_bulk, testimony_changed, vocabulary_changed

__all__ = [
    "ANONYMOUS",
    "FULL_SPACE",
    "PUBLIC_SPACE",
    "AccountHead",
    "HitPassage",
    "IndexDocument",
    "IndexPassage",
    "LocalText",
    "Reader",
    "SearchScope",
    "SitemapEntry",
    "Term",
    "TermIndex",
    "Vocabulary",
    "account_heads",
    "bulk_finished",
    "collection_slugs",
    "direction",
    "format_number",
    "hit_passages",
    "in_bulk",
    "index_documents",
    "indexable_ids",
    "kind_label",
    "language_name",
    "moved_slug",
    "name_variants",
    "reader_for",
    "request_reader",
    "search_scope",
    "site_frame",
    "sitemap_entries",
    "term_index",
    "testimonies_due",
    "testimony_changed",
    "vocabulary_changed",
]
