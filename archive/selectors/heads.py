"""Testimonies in lists: catalogue records in one query, whatever the length of the list."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from archive.access import Inputs, Reader, judge, visible_to
from archive.models import (
    AccessGrant,
    AccountText,
    CollectionPage,
    ContentNote,
    Description,
    HomeText,
    Kind,
    PassageNote,
    PublicNameKind,
    TestimonyPage,
    TestimonyPlace,
    TextRole,
)
from archive.records import AccountHead, CollectionHead, LocalText, Vocabulary
from archive.selectors.collections import collection_heads
from archive.selectors.json_rows import json_rows
from archive.selectors.prepared import Prepared
from archive.selectors.snapshot import Snapshot, current_snapshot
from archive.selectors.wording import date_record, other_language, page_url, pick

_STEP = TestimonyPage.steplen


class HasRole(Protocol):
    """Whatever has the role of an account text."""

    @property
    def role(self) -> str:
        """One of TextRole."""


_Text = TypeVar("_Text", bound=HasRole)


class _TextFacts(NamedTuple):
    """What a list shows of an account text."""

    sort_order: int
    id: int
    language: str
    role: str
    passage_total: int
    duration_ms: int | None


class _Row(NamedTuple):
    """A testimony as a list reads it; what begins with ``rule_`` is its access rule's."""

    pk: int
    path: str
    slug: str
    reference: str
    kind: str
    public_name_kind: str
    told_about: str
    told_about_wording: str
    told_about_disputed: bool
    told_from: date | None
    told_to: date | None
    recorded_on: str
    recorded_on_wording: str
    recorded_from: date | None
    sample: bool
    rule_level: str | None
    rule_listed: bool
    rule_embargo_until: datetime | None
    rule_hold: bool
    description_rows: list[Any] | None
    text_rows: list[Any] | None
    place_rows: list[Any] | None
    noted: bool
    granted: bool


def account_heads(
    reader: Reader, ids: Iterable[int], language: str, now: datetime | None = None, snapshot: Snapshot | None = None
) -> dict[int, AccountHead]:
    """The records of those testimonies among ``ids`` that ``reader`` may see, by id.

    One query, and one more without ``snapshot``. Access is asked of the database in the same query.
    """
    now = now or timezone.now()
    who = {} if reader.user_id is None else {"user_id": reader.user_id}
    return _heads(reader, _AMONG.rows(now=now, ids=list(ids), **who), language, now, snapshot)


def heads_of(
    reader: Reader,
    pages: "QuerySet[TestimonyPage]",
    language: str,
    now: datetime,
    snapshot: Snapshot | None = None,
) -> dict[int, AccountHead]:
    """Records of a queryset that access has already filtered, in its order. Costs as ``account_heads``."""
    return _heads(reader, _with_children(reader, pages, now), language, now, snapshot)


def _heads(
    reader: Reader, found: Iterable[tuple[Any, ...]], language: str, now: datetime, snapshot: Snapshot | None
) -> dict[int, AccountHead]:
    rows = [_Row._make(row) for row in found]
    if not rows:
        return {}
    snapshot = snapshot or current_snapshot()
    collections = _collections(rows, language, snapshot)
    heads = (_head(reader, row, collections, language, now, snapshot) for row in rows)
    return {head.id: head for head in heads if head is not None}


def _with_children(reader: Reader, pages: "QuerySet[TestimonyPage]", now: datetime) -> "QuerySet[Any, Any]":
    """The pages with all that a list shows of them and of what hangs on them, as the values of a ``_Row``."""
    own = {"page_id": OuterRef("pk")}
    granted = Exists(
        AccessGrant.objects.filter(reader_id=reader.user_id, testimony_id=OuterRef("pk"), expires_at__gt=now)
    )
    return pages.annotate(
        description_rows=json_rows(Description.objects.filter(**own), "language", "title", "public_name"),
        text_rows=json_rows(
            AccountText.objects.filter(**own),
            *("sort_order", "pk", "language", "role", "edition__passage_total", "edition__duration_ms"),
        ),
        place_rows=json_rows(TestimonyPlace.objects.filter(**own), "sort_order", "pk", "term_id"),
        noted=Exists(ContentNote.objects.filter(**own)) | Exists(PassageNote.objects.filter(**own)),
        granted=granted if reader.registered else Value(False, output_field=BooleanField()),
    ).values_list(*(name.replace("rule_", "access_rule__") for name in _Row._fields))


def _among(now: datetime, ids: list[int], user_id: int | None = None) -> "QuerySet[Any, Any]":
    reader = Reader(user_id)
    return _with_children(reader, visible_to(reader, now).filter(pk__in=ids), now)


_AMONG = Prepared(_among)


def _collections(rows: "list[_Row]", language: str, snapshot: Snapshot) -> dict[str, CollectionHead]:
    """The collections that the pages stand in. One that came between the snapshot and the pages is read now."""
    known = snapshot.collection_heads(language)
    unknown = {row.path[:-_STEP] for row in rows} - known.keys()
    return known | collection_heads(CollectionPage.objects.filter(path__in=unknown), language) if unknown else known


def _head(
    reader: Reader,
    page: _Row,
    collections: dict[str, CollectionHead],
    language: str,
    now: datetime,
    snapshot: Snapshot,
) -> AccountHead | None:
    decision = judge(
        reader,
        Inputs(
            live=True,
            parents_live=True,
            level=page.rule_level,
            listed=page.rule_listed,
            embargo_until=page.rule_embargo_until,
            hold=page.rule_hold,
            granted=page.granted,
            elsewhere=page.kind == Kind.ELSEWHERE,
        ),
        now,
    )
    if not decision.visible or decision.state is None:
        return None
    titles = {tongue: title for tongue, title, _name in page.description_rows or ()}
    names = {tongue: name for tongue, _title, name in page.description_rows or ()}
    title = pick(titles, language) or LocalText(page.reference, "en")
    other = titles.get(other_language(language))
    texts = [_TextFacts(*row) for row in sorted(page.text_rows or ())]
    first = first_text(texts)
    places = snapshot.terms(Vocabulary.PLACE, language).by_id
    until = timezone.localtime(decision.embargo_until).date() if decision.embargo_until else None
    return AccountHead(
        id=page.pk,
        reference=page.reference,
        url=page_url(f"testimonies/{page.slug}/"),
        permalink=reverse("permalink", args=[page.reference]),
        title=title,
        other_title=LocalText(other, other_language(language))
        if other and title.language != other_language(language)
        else None,
        public_name=pick(names, language) if page.public_name_kind != PublicNameKind.WITHHELD else None,
        public_name_kind=page.public_name_kind,
        kind=page.kind,
        kind_label=str(Kind(page.kind).label),
        told_about=date_record(
            page.told_about,
            page.told_about_wording,
            page.told_about_disputed,
            language,
            (page.told_from, page.told_to),
        ),
        recorded_on=date_record(
            page.recorded_on, page.recorded_on_wording, False, language, (page.recorded_from, None)
        ),
        places=tuple(places[term_id] for _order, _pk, term_id in sorted(page.place_rows or ()) if term_id in places),
        languages=tuple(dict.fromkeys(text.language for text in texts)),
        original_language=first.language if first else "",
        collection=collections[page.path[:-_STEP]],
        passage_total=first.passage_total if first else 0,
        duration_ms=first.duration_ms if first else None,
        state=decision.state,
        embargo_until=until,
        sample=page.sample,
        has_content_notes=page.noted,
    )


_ROLE_ORDER = {TextRole.ORIGINAL: 0, TextRole.TRANSCRIPT: 1, TextRole.TRANSLATION: 2}


def first_text(texts: list[_Text]) -> _Text | None:
    """The text that the others are set beside: the original, else the transcript, else whatever comes first."""
    return min(texts, key=lambda text: _ROLE_ORDER[TextRole(text.role)], default=None)


def kind_label(kind: str) -> str:
    """A kind of account in the active language; empty for what is no kind."""
    return str(Kind(kind).label) if kind in Kind.values else ""


def site_name(language: str) -> str:
    """The archive's name in ``language``, as its home page has it."""
    names = dict(HomeText.objects.filter(page__live=True).values_list("language", "name"))
    chosen = pick(names, language)
    return chosen.text if chosen else "Rawi"
