"""The door of the archive: what the apps above may use. Re-exports only."""

from archive.access import ANONYMOUS, FULL_SPACE, PUBLIC_SPACE, Reader, reader_for, request_reader, search_scope
from archive.digits import format_number
from archive.languages import direction, language_name
from archive.records import (
    AccountHead,
    AccountWords,
    HitPassage,
    IndexDocument,
    IndexPassage,
    LocalText,
    PeriodOnLine,
    SearchScope,
    SimilarAccount,
    Term,
    TestimonyRecord,
    Vocabulary,
)
from archive.selectors.feeds import FeedEntry, feed_entries
from archive.selectors.heads import account_heads, kind_label
from archive.selectors.indexing import (
    hit_passages,
    index_documents,
    indexable_ids,
    pages_ended,
    testimonies_below,
    testimonies_due,
    testimony_exists,
)
from archive.selectors.pages import SitemapEntry, sitemap_entries
from archive.selectors.prepared import Prepared
from archive.selectors.snapshot import (
    Snapshot,
    current_snapshot,
    keep_snapshot,
    site_frame,
    snapshot_for,
    snapshot_token,
)
from archive.selectors.terms import TermIndex, moved_slug, name_variants, term_index
from archive.selectors.within import account_words
from archive.selectors.wordlists import carried_terms, public_descriptions, seen_by_anyone
from archive.signals import bulk_finished, in_bulk, testimony_changed, vocabulary_changed
from archive.similar import register_similar

__all__ = [
    "ANONYMOUS",
    "FULL_SPACE",
    "PUBLIC_SPACE",
    "AccountHead",
    "AccountWords",
    "FeedEntry",
    "HitPassage",
    "IndexDocument",
    "IndexPassage",
    "LocalText",
    "PeriodOnLine",
    "Prepared",
    "Reader",
    "SearchScope",
    "SimilarAccount",
    "SitemapEntry",
    "Snapshot",
    "Term",
    "TermIndex",
    "TestimonyRecord",
    "Vocabulary",
    "account_heads",
    "account_words",
    "bulk_finished",
    "carried_terms",
    "current_snapshot",
    "direction",
    "feed_entries",
    "format_number",
    "hit_passages",
    "in_bulk",
    "index_documents",
    "indexable_ids",
    "keep_snapshot",
    "kind_label",
    "language_name",
    "moved_slug",
    "name_variants",
    "pages_ended",
    "public_descriptions",
    "reader_for",
    "register_similar",
    "request_reader",
    "search_scope",
    "seen_by_anyone",
    "site_frame",
    "sitemap_entries",
    "snapshot_for",
    "snapshot_token",
    "term_index",
    "testimonies_below",
    "testimonies_due",
    "testimony_changed",
    "testimony_exists",
    "vocabulary_changed",
]
