"""What leaves the archive: frozen records built from an access decision.

Templates of public pages, the search index, JSON, feeds and exports see these and never a model, so nothing that the
decision withheld can slip out through an attribute. Pure: no Django.

Lengths of time are milliseconds. Languages are BCP 47 tags. ``url`` is a path on this site in the language the record
was made for.
"""

from archive.records.accounts import (
    AccountHead,
    Citation,
    CollectionHead,
    ContentsEntry,
    PassageRecord,
    PassageText,
    SimilarAccount,
    TestimonyRecord,
    TextColumn,
)
from archive.records.pages import (
    CollectionRecord,
    EssayHead,
    EssayRecord,
    FrameLink,
    GlossaryRecord,
    HomeRecord,
    PeriodOnLine,
    SiteFrame,
    TermCount,
    TermLine,
    TermPassage,
    TermRecord,
    YearCount,
)
from archive.records.searching import AccountWords, HitPassage, IndexDocument, IndexPassage, SearchScope
from archive.records.texts import DateRecord, Directed, LocalText, Source, Term, Vocabulary, WordsState

__all__ = [
    "AccountHead",
    "AccountWords",
    "Citation",
    "CollectionHead",
    "CollectionRecord",
    "ContentsEntry",
    "DateRecord",
    "Directed",
    "EssayHead",
    "EssayRecord",
    "FrameLink",
    "GlossaryRecord",
    "HitPassage",
    "HomeRecord",
    "IndexDocument",
    "IndexPassage",
    "LocalText",
    "PassageRecord",
    "PassageText",
    "PeriodOnLine",
    "SearchScope",
    "SimilarAccount",
    "SiteFrame",
    "Source",
    "Term",
    "TermCount",
    "TermLine",
    "TermPassage",
    "TermRecord",
    "TestimonyRecord",
    "TextColumn",
    "Vocabulary",
    "WordsState",
    "YearCount",
]
