"""What the search index takes: each testimony as a space may hold it, built from the database as it stands now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page

from archive.access import (
    ANONYMOUS,
    FULL_SPACE,
    PUBLIC_SPACE,
    Reader,
    open_pages,
    published,
    readable_passages,
    visible_to,
)
from archive.models import (
    AUTHORITY_MODELS,
    TAG_RELATIONS,
    AccessRule,
    AccountText,
    CollectionPage,
    Description,
    Kind,
    Level,
    Passage,
    PassageNote,
    PublicNameKind,
    TestimonyPage,
)
from archive.records import HitPassage, IndexDocument, IndexPassage, Vocabulary
from archive.selectors.prepared import Prepared
from archive.selectors.reading import anchor_number
from archive.selectors.terms import TermIndex, term_index
from archive.selectors.wording import page_url

_BATCH = 50


def indexable_ids() -> Iterator[int]:
    """The ids of every testimony there is, published or not, in their order."""
    yield from TestimonyPage.objects.order_by("pk").values_list("pk", flat=True).iterator()


def testimony_exists(column: str) -> Exists:
    """Whether there is a testimony, published or not, with the id in ``column`` of the rows that are asked for."""
    return Exists(TestimonyPage.objects.filter(pk=OuterRef(column)))


def pages_ended(now: datetime) -> "QuerySet[Page]":
    """The pages whose time on the site is over, though nothing has taken them off it yet."""
    return Page.objects.filter(live=True, expire_at__lte=now).order_by()


def testimonies_below(paths: Iterable[str]) -> set[int]:
    """The testimonies at or below pages, given by their paths. One query for each."""
    return {
        key
        for path in paths
        for key in TestimonyPage.objects.filter(path__startswith=path).values_list("pk", flat=True)
    }


def testimonies_due(since: datetime, now: datetime) -> list[int]:
    """The testimonies whose embargo or whose time on the site ended after ``since`` and not after ``now``: what may be
    found has changed.
    """
    rules = AccessRule.objects.filter(embargo_until__gt=since, embargo_until__lte=now)
    ended = pages_ended(now).filter(expire_at__gt=since).values_list("path", flat=True)
    return sorted(testimonies_below(ended).union(rules.values_list("testimony_id", flat=True)))


def index_documents(ids: Iterable[int], space: str, versions: dict[int, int] | None = None) -> Iterator[IndexDocument]:
    """The documents of ``space`` (public or full) for those of ``ids`` that it may hold; the others are not in it.

    The public space holds what anyone may see; the full space adds the records of listed testimonies and the words that
    signed-in readers or holders of a grant may read. Words under embargo or closed are in neither. About 20 queries for
    50 testimonies.
    """
    if space not in {PUBLIC_SPACE, FULL_SPACE}:
        raise ValueError(f"There is no search space {space!r}.")
    wanted = list(ids)
    terms = {vocabulary: term_index(vocabulary, "en") for vocabulary in Vocabulary}
    for start in range(0, len(wanted), _BATCH):
        yield from _documents(wanted[start : start + _BATCH], space, terms, versions or {})


def _documents(
    ids: list[int], space: str, terms: dict[Vocabulary, TermIndex], versions: dict[int, int]
) -> Iterator[IndexDocument]:
    now = timezone.now()
    base = visible_to(ANONYMOUS, now) if space == PUBLIC_SPACE else TestimonyPage.objects.filter(published(now))
    pages = list(base.filter(pk__in=ids).select_related("access_rule").order_by("pk"))
    if not pages:
        return
    found = [page.pk for page in pages]
    descriptions: dict[int, list[Description]] = defaultdict(list)
    for row in Description.objects.filter(page_id__in=found).order_by("sort_order", "pk"):
        descriptions[row.page_id].append(row)
    texts: dict[int, list[AccountText]] = defaultdict(list)
    for text in AccountText.objects.filter(page_id__in=found).order_by("sort_order", "pk"):
        texts[text.page_id].append(text)
    on_page, on_passage = _tags(found, 0), _tags(found, 1)
    labels = _labels(terms)
    passages: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    with_words = [page for page in pages if _has_words(page, space, now)]
    editions = [text.edition_id for page in with_words for text in texts[page.pk]]
    rows = (
        Passage.rows.filter(edition_id__in=editions)
        .exclude(text="")
        .order_by("position")
        .values("pk", "edition_id", "position", "anchor", "text", "language", "start_ms")
    )
    for row in rows:
        passages[row["edition_id"]].append(dict(row))
    collections = dict(open_pages(CollectionPage, now).values_list("path", "slug"))

    for page in pages:
        level = _words_level(page, now)
        opened = level in _levels(space)
        if not opened and not page.access_rule.listed:
            continue
        # Tags of words that every reader of this space may read stand with the record's own.
        open_to_all = opened and level != Level.APPROVED
        outer, inner = {}, {}
        for vocabulary in Vocabulary:
            own_tags = on_page[vocabulary][page.pk]
            word_tags = on_passage[vocabulary][page.pk] if _has_words(page, space, now) else []
            outer[vocabulary] = _slugs(terms[vocabulary], own_tags + word_tags if open_to_all else own_tags)
            inner[vocabulary] = tuple(
                slug for slug in _slugs(terms[vocabulary], word_tags) if slug not in outer[vocabulary]
            )
        own = descriptions[page.pk]
        sequence = iter(range(1, 65_536))
        yield IndexDocument(
            testimony_id=page.pk,
            reference=page.reference,
            version=versions.get(page.pk, 0),
            level=level if opened else Level.CLOSED.value,
            listed=page.access_rule.listed,
            titles=tuple(row.title for row in own),
            names=tuple(row.public_name for row in own if row.public_name)
            if page.public_name_kind != PublicNameKind.WITHHELD
            else (),
            summaries=tuple(row.summary for row in own if row.summary),
            term_labels=tuple(
                label
                for vocabulary in Vocabulary
                for term_id in on_page[vocabulary][page.pk]
                for label in labels[vocabulary].get(term_id, ())
            ),
            themes=outer[Vocabulary.THEME],
            periods=outer[Vocabulary.PERIOD],
            places=outer[Vocabulary.PLACE],
            persons=outer[Vocabulary.PERSON],
            collection=collections.get(page.path[: -page.steplen], ""),
            languages=tuple(dict.fromkeys(text.language for text in texts[page.pk])),
            kind=page.kind,
            told_from=page.told_from,
            told_from_year=page.told_from.year if page.told_from else None,
            told_to_year=page.told_to.year if page.told_to else None,
            recorded_from=page.recorded_from,
            passages=tuple(
                IndexPassage(
                    passage_id=row["pk"],
                    sequence=next(sequence),
                    anchor=row["anchor"],
                    language=row["language"] or text.language,
                    text=row["text"],
                    start_ms=row["start_ms"],
                )
                for text in (texts[page.pk] if opened else ())
                for row in passages[text.edition_id]
            ),
            inner_themes=inner[Vocabulary.THEME],
            inner_periods=inner[Vocabulary.PERIOD],
            inner_places=inner[Vocabulary.PLACE],
            published=page.first_published_at,
        )


def _levels(space: str) -> frozenset[str]:
    if space == PUBLIC_SPACE:
        return frozenset({Level.PUBLIC.value})
    return frozenset({Level.PUBLIC.value, Level.REGISTERED.value, Level.APPROVED.value})


def _has_words(page: TestimonyPage, space: str, now: datetime) -> bool:
    return page.kind != Kind.ELSEWHERE and _words_level(page, now) in _levels(space)


def _words_level(page: TestimonyPage, now: datetime) -> str:
    """The level of the words as an index may hold them: closed while an embargo runs."""
    rule = page.access_rule
    if rule.embargo_until is not None and rule.embargo_until > now:
        return Level.CLOSED.value
    return str(rule.level)


def _tags(ids: list[int], which: int) -> dict[Vocabulary, dict[int, list[int]]]:
    found: dict[Vocabulary, dict[int, list[int]]] = {}
    for vocabulary in Vocabulary:
        model = TestimonyPage._meta.get_field(TAG_RELATIONS[vocabulary][which]).related_model
        tags: dict[int, list[int]] = defaultdict(list)
        for page_id, term_id in model._default_manager.filter(page_id__in=ids).values_list("page_id", "term_id"):
            tags[page_id].append(term_id)
        found[vocabulary] = tags
    return found


def _labels(terms: dict[Vocabulary, TermIndex]) -> dict[Vocabulary, dict[int, list[str]]]:
    found: dict[Vocabulary, dict[int, list[str]]] = {}
    for vocabulary, index in terms.items():
        labels: dict[int, list[str]] = defaultdict(list)
        label_model = AUTHORITY_MODELS[vocabulary]._meta.get_field("labels").related_model
        for record_id, text in label_model._default_manager.filter(record_id__in=index.by_id).values_list(
            "record_id", "text"
        ):
            labels[record_id].append(text)
        found[vocabulary] = labels
    return found


def _slugs(index: TermIndex, term_ids: Iterable[int]) -> tuple[str, ...]:
    slugs: dict[str, None] = {}
    for term_id in term_ids:
        term = index.by_id.get(term_id)
        if term is None:
            continue
        for item in (*index.ancestors(term), term):
            slugs[item.slug] = None
    return tuple(slugs)


def hit_passages(reader: Reader, passage_ids: Iterable[int]) -> dict[int, HitPassage]:
    """The words behind search hits, re-read under ``reader``'s access: what a stale index names is not there.

    One query, none for no ids.
    """
    wanted = list(passage_ids)
    if not wanted:
        return {}
    who = {} if reader.user_id is None else {"user_id": reader.user_id}
    found = [_Hit._make(row) for row in _HITS.rows(now=timezone.now(), ids=wanted, **who)]
    return {
        hit.pk: HitPassage(
            passage_id=hit.pk,
            testimony_id=hit.testimony_id,
            anchor=hit.anchor,
            number=anchor_number(hit.anchor),
            url=page_url(f"testimonies/{hit.slug}/") + f"#{hit.anchor}",
            language=hit.language or hit.text_language,
            text=hit.text,
            start_ms=hit.start_ms,
            folded=hit.noted,
        )
        for hit in found
    }


class _Hit(NamedTuple):
    """What is read of a passage that was found."""

    pk: int
    testimony_id: int
    anchor: str
    text: str
    language: str
    start_ms: int | None
    noted: bool
    text_language: str
    slug: str


def _hits(now: datetime, ids: list[int], user_id: int | None = None) -> "QuerySet[Any, Any]":
    noted = PassageNote.objects.filter(page_id=OuterRef("testimony_id"), anchor=OuterRef("anchor"))
    return (
        readable_passages(Reader(user_id), now)
        .filter(pk__in=ids)
        .annotate(noted=Exists(noted))
        .values_list(
            *("pk", "testimony_id", "anchor", "text", "language", "start_ms", "noted"),
            *("edition__account_texts__language", "edition__account_texts__page__slug"),
        )
    )


_HITS = Prepared(_hits)
