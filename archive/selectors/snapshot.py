"""What stands on almost every page and changes rarely, held by each process: the vocabularies as far as readers may
see them, collections, the archive's name, the essays of the footer.

A page asks the database for one token (``SnapshotToken``) and uses what is held for that token, else reads it anew. The
token changes in the transaction of every change, so the next page of every process sees it; time tells nothing but the
scheduled end of a page. Nothing that a reader may not see is held, and no decision about a testimony depends on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page

from archive.access import open_pages
from archive.models import CollectionPage, EssayPage, EssayText, HomeText, Section, SnapshotToken
from archive.records import CollectionHead, EssayHead, FrameLink, LocalText, PeriodOnLine, SiteFrame, Vocabulary
from archive.selectors.collections import CollectionRow, collection_head, collection_rows
from archive.selectors.terms import NAMED, TermIndex, VocabularyRows, index_of, name_groups, vocabulary_rows
from archive.selectors.time_lines import PeriodRow, line_of, period_rows
from archive.selectors.wording import page_url, pick, prose

_Made = TypeVar("_Made")
_NEVER = datetime.max.replace(tzinfo=UTC)
_TESTIMONY_DEPTH = 4  # of the tree: home page, collections and essays stand above


class EssayRow(NamedTuple):
    """An essay as it is stored. ``texts`` are (language, title, summary)."""

    slug: str
    title: str
    section: str
    texts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Snapshot:
    """One state of it. Safe between threads; what a language makes of it is kept once it was asked for."""

    token: str
    read_at: datetime
    valid_until: datetime  # then the scheduled end of a page comes
    vocabularies: dict[Vocabulary, VocabularyRows]
    collections: tuple[CollectionRow, ...]
    essays: tuple[EssayRow, ...]
    home: tuple[tuple[str, str, str], ...]  # language, name, statement
    periods: tuple[PeriodRow, ...]
    _made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def terms(self, vocabulary: Vocabulary, language: str) -> TermIndex:
        """A vocabulary with its labels in ``language``."""
        return self._once(("terms", vocabulary, language), lambda: index_of(self.vocabularies[vocabulary], language))

    def collection_heads(self, language: str) -> dict[str, CollectionHead]:
        """The collections that readers may visit, by their path in the tree."""
        return self._once(
            ("collections", language), lambda: {row.path: collection_head(row, language) for row in self.collections}
        )

    def collection_titles(self, language: str) -> dict[str, LocalText]:
        """Their titles by slug."""
        return self._once(
            ("titles", language),
            lambda: {head.slug: head.title for head in self.collection_heads(language).values()},
        )

    def time_line(self, language: str, current: str = "") -> tuple[PeriodOnLine, ...]:
        """The periods to scale, up to today; the one with the slug ``current`` marked."""
        line = self._once(
            ("time line", language, timezone.localdate()),
            lambda: line_of(self.periods, self.terms(Vocabulary.PERIOD, language), language),
        )
        return tuple(replace(period, current=True) if period.term.slug == current else period for period in line)

    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names of every term that readers may see, as groups of spellings of one thing."""
        return self._once(("names",), lambda: tuple(name_groups(self.vocabularies[name] for name in NAMED)))

    def frame(self, language: str) -> SiteFrame:
        """What every page shows of the archive."""
        return self._once(("frame", language), lambda: self._frame(language))

    def _once(self, key: tuple[Any, ...], make: Callable[[], _Made]) -> _Made:
        # Addresses are part of what is made: they depend on the active language and on where the site is mounted.
        key = (*key, get_language(), get_script_prefix())
        if key not in self._made:
            self._made[key] = make()
        made: _Made = self._made[key]
        return made

    def _frame(self, language: str) -> SiteFrame:
        def links(section: str) -> tuple[FrameLink, ...]:
            heads = (essay_head(row, language) for row in self.essays if row.section == section)
            return tuple(FrameLink(head.title, head.url) for head in heads)

        return SiteFrame(
            name=pick({tongue: name for tongue, name, _statement in self.home}, language)
            or LocalText("راوٍ" if language == "ar" else "Rawi", language),
            statement=prose({tongue: statement for tongue, _name, statement in self.home}, language),
            footer_archive=links(Section.ARCHIVE),
            footer_readers=links(Section.READERS),
            sample=any(row.sample for row in self.collections),
        )


_held: Snapshot | None = None


def snapshot_token() -> "QuerySet[SnapshotToken, Any]":
    """The token as a query of one row, for whoever asks for it together with something else."""
    return SnapshotToken.objects.values_list("token", flat=True)


def snapshot_for(token: str | None) -> Snapshot:
    """The state that belongs to a token just read; without a token one that is not kept.

    No query while this process holds it, else fourteen.
    """
    global _held
    held, now = _held, timezone.now()
    if token and held is not None and held.token == token and held.read_at <= now < held.valid_until:
        return held
    # After the token: never older than what the token stands for. If it changed meanwhile, the next page reads anew.
    read = _read(token or "", now)
    if token:
        _held = read
    return read


def current_snapshot() -> Snapshot:
    """The state as the database has it now. One query while this process holds it."""
    return snapshot_for(snapshot_token().first())


def keep_snapshot(request: HttpRequest, snapshot: Snapshot) -> None:
    """Use this state for the whole of a request."""
    request.archive_snapshot = snapshot  # type: ignore[attr-defined]


def request_snapshot(request: HttpRequest) -> Snapshot:
    """The state that a request uses, asked for once."""
    kept: Snapshot | None = getattr(request, "archive_snapshot", None)
    if kept is None:
        kept = current_snapshot()
        keep_snapshot(request, kept)
    return kept


def site_frame(language: str, request: HttpRequest | None = None) -> SiteFrame:
    """The archive's name and the footer's links. One query, or none where the request has asked before."""
    snapshot = current_snapshot() if request is None else request_snapshot(request)
    return snapshot.frame(language)


def essay_rows(sections: list[str]) -> list[EssayRow]:
    """The published essays of some sections, in the order of the tree. Two queries."""
    pages = list(
        open_pages(EssayPage)
        .filter(section__in=sections)
        .order_by("path")
        .values_list("pk", "slug", "title", "section")
    )
    texts: dict[int, list[tuple[str, str, str]]] = {pk: [] for pk, *_rest in pages}
    for text in EssayText.objects.filter(page_id__in=texts).defer("body"):
        texts[text.page_id].append((text.language, text.title, text.summary))
    return [EssayRow(slug, title, section, tuple(texts[pk])) for pk, slug, title, section in pages]


def essay_head(row: EssayRow, language: str) -> EssayHead:
    """An essay in lists."""
    return EssayHead(
        title=prose({tongue: title for tongue, title, _summary in row.texts}, language) or LocalText(row.title, "en"),
        summary=prose({tongue: summary for tongue, _title, summary in row.texts}, language),
        url=page_url(f"essays/{row.slug}/" if row.section == Section.CONTEXT else f"{row.slug}/"),
    )


def _read(token: str, now: datetime) -> Snapshot:
    ends = Page.objects.filter(live=True, depth__lt=_TESTIMONY_DEPTH, expire_at__gt=now).order_by("expire_at")
    return Snapshot(
        token=token,
        read_at=now,
        valid_until=ends.values_list("expire_at", flat=True).first() or _NEVER,
        vocabularies={vocabulary: vocabulary_rows(vocabulary) for vocabulary in Vocabulary},
        collections=tuple(collection_rows(open_pages(CollectionPage, now).order_by("path"))),
        essays=tuple(essay_rows([Section.ARCHIVE, Section.READERS])),
        home=tuple(HomeText.objects.filter(page__live=True).values_list("language", "name", "statement")),
        periods=period_rows(),
    )
