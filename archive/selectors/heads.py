"""Testimonies in lists: catalogue records in a bounded number of queries, whatever the length of the list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from archive.access import Inputs, Reader, judge, visible_to
from archive.dates import date_in_words
from archive.digits import prose_digits
from archive.models import (
    AccessGrant,
    AccountText,
    CollectionPage,
    CollectionText,
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
from archive.records import AccountHead, CollectionHead, DateRecord, LocalText, Vocabulary
from archive.selectors.terms import terms_by_id

_STEP = TestimonyPage.steplen


def other_language(language: str) -> str:
    """The other language of the interface."""
    return "en" if language == "ar" else "ar"


def page_url(path: str) -> str:
    """A path below the active language's prefix."""
    return reverse("wagtail_serve", args=[path])


def date_record(
    edtf: str, wording: str, disputed: bool, language: str, bounds: tuple[object, object] = (None, None)
) -> DateRecord | None:
    """A date in words, or None when there is none."""
    if not edtf:
        return None
    earliest, latest = bounds
    return DateRecord(
        edtf=edtf,
        words=date_in_words(edtf, language, disputed=disputed),
        wording=wording,
        disputed=disputed,
        earliest=earliest,  # type: ignore[arg-type]
        latest=latest,  # type: ignore[arg-type]
    )


def pick(texts: dict[str, str], language: str) -> LocalText | None:
    """The words in ``language``, else in the other language of the site, else in any; None when all are empty."""
    for wanted in (language, other_language(language), *texts):
        if texts.get(wanted):
            return LocalText(texts[wanted], wanted)
    return None


def prose(texts: dict[str, str], language: str) -> LocalText | None:
    """Sentences of the archive, chosen like ``pick``, in the digits of their language."""
    chosen = pick(texts, language)
    return LocalText(prose_digits(chosen.text, chosen.language), chosen.language) if chosen else None


def collection_heads(pages: "QuerySet[CollectionPage]", language: str) -> dict[str, CollectionHead]:
    """Collections by their path in the tree, in the order of ``pages``. Two queries."""
    rows = list(pages.values_list("path", "pk", "slug", "title", "sample"))
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    summaries: dict[int, dict[str, str]] = defaultdict(dict)
    for text in CollectionText.objects.filter(page_id__in=[row[1] for row in rows]):
        titles[text.page_id][text.language] = text.title
        summaries[text.page_id][text.language] = text.summary
    return {
        path: CollectionHead(
            id=pk,
            slug=slug,
            title=pick(titles[pk], language) or LocalText(title, "en"),
            summary=prose(summaries[pk], language),
            url=page_url(f"collections/{slug}/"),
            sample=sample,
        )
        for path, pk, slug, title, sample in rows
    }


def account_heads(
    reader: Reader, ids: Iterable[int], language: str, now: datetime | None = None
) -> dict[int, AccountHead]:
    """The records of those testimonies among ``ids`` that ``reader`` may see, by id. At most twelve queries."""
    now = now or timezone.now()
    return heads_of(reader, visible_to(reader, now).filter(pk__in=list(ids)), language, now)


def heads_of(
    reader: Reader,
    pages: "QuerySet[TestimonyPage]",
    language: str,
    now: datetime,
) -> dict[int, AccountHead]:
    """Records of a queryset that access has already filtered, in its order. At most twelve queries."""
    rows = list(pages.select_related("access_rule"))
    ids = [page.pk for page in rows]
    if not ids:
        return {}
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for row in Description.objects.filter(page_id__in=ids):
        titles[row.page_id][row.language] = row.title
        names[row.page_id][row.language] = row.public_name
    texts: dict[int, list[AccountText]] = defaultdict(list)
    for text in AccountText.objects.filter(page_id__in=ids).select_related("edition").order_by("sort_order", "pk"):
        texts[text.page_id].append(text)
    place_ids: dict[int, list[int]] = defaultdict(list)
    for page_id, term_id in (
        TestimonyPlace.objects.filter(page_id__in=ids).order_by("sort_order", "pk").values_list("page_id", "term_id")
    ):
        place_ids[page_id].append(term_id)
    places = terms_by_id(Vocabulary.PLACE, {pk for ids_of in place_ids.values() for pk in ids_of}, language)
    noted = set(ContentNote.objects.filter(page_id__in=ids).values_list("page_id", flat=True)) | set(
        PassageNote.objects.filter(page_id__in=ids).values_list("page_id", flat=True)
    )
    granted = (
        set(
            AccessGrant.objects.filter(reader_id=reader.user_id, testimony_id__in=ids, expires_at__gt=now).values_list(
                "testimony_id", flat=True
            )
        )
        if reader.registered
        else set()
    )
    parents = {page.pk: page.path[:-_STEP] for page in rows}
    collections = collection_heads(CollectionPage.objects.filter(path__in=set(parents.values())), language)

    heads: dict[int, AccountHead] = {}
    for page in rows:
        rule = page.access_rule
        decision = judge(
            reader,
            Inputs(
                live=True,
                parents_live=True,
                level=rule.level,
                listed=rule.listed,
                embargo_until=rule.embargo_until,
                hold=rule.hold,
                granted=page.pk in granted,
                elsewhere=page.kind == Kind.ELSEWHERE,
            ),
            now,
        )
        if not decision.visible or decision.state is None:
            continue
        title = pick(titles[page.pk], language) or LocalText(page.reference, "en")
        other = titles[page.pk].get(other_language(language))
        first = first_text(texts[page.pk])
        until = timezone.localtime(decision.embargo_until).date() if decision.embargo_until else None
        heads[page.pk] = AccountHead(
            id=page.pk,
            reference=page.reference,
            url=page_url(f"testimonies/{page.slug}/"),
            permalink=reverse("permalink", args=[page.reference]),
            title=title,
            other_title=LocalText(other, other_language(language))
            if other and title.language != other_language(language)
            else None,
            public_name=pick(names[page.pk], language) if page.public_name_kind != PublicNameKind.WITHHELD else None,
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
            places=tuple(places[term_id] for term_id in place_ids[page.pk] if term_id in places),
            languages=tuple(dict.fromkeys(text.language for text in texts[page.pk])),
            original_language=first.language if first else "",
            collection=collections[parents[page.pk]],
            passage_total=first.edition.passage_total if first else 0,
            duration_ms=first.edition.duration_ms if first else None,
            state=decision.state,
            embargo_until=until,
            sample=page.sample,
            has_content_notes=page.pk in noted,
        )
    return heads


_ROLE_ORDER = {TextRole.ORIGINAL: 0, TextRole.TRANSCRIPT: 1, TextRole.TRANSLATION: 2}


def first_text(texts: list[AccountText]) -> AccountText | None:
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
