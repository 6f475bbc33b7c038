"""The door of the archive: what the apps above may use. Re-exports only."""

from archive.access import ANONYMOUS, FULL_SPACE, PUBLIC_SPACE, Reader, reader_for, request_reader, search_scope
from archive.records import AccountHead, HitPassage, IndexDocument, IndexPassage, LocalText, SearchScope
from archive.selectors.heads import account_heads
from archive.selectors.indexing import hit_passages, index_documents, indexable_ids, testimonies_due
from archive.selectors.pages import SitemapEntry, collection_slugs, site_frame, sitemap_entries
from archive.selectors.terms import TermIndex, name_variants, term_index
from archive.signals import testimony_changed, vocabulary_changed

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
    "TermIndex",
    "account_heads",
    "collection_slugs",
    "hit_passages",
    "index_documents",
    "indexable_ids",
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
