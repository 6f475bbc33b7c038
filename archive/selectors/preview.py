"""The head of a draft, for the admin's preview: built from the page object, which may not be saved yet."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from archive.models import AccessRule, CollectionPage, Kind, PublicNameKind, TestimonyPage
from archive.models.edtf import bounds
from archive.records import AccountHead, CollectionHead, LocalText, Vocabulary, WordsState
from archive.selectors.collections import collection_heads
from archive.selectors.heads import first_text
from archive.selectors.terms import terms_by_id
from archive.selectors.wording import date_record, other_language, page_url, pick


def draft_head(page: TestimonyPage, language: str) -> AccountHead:
    """The catalogue record that ``page`` would have if it were published and open."""
    titles = {row.language: row.title for row in page.descriptions.all()}
    names = {row.language: row.public_name for row in page.descriptions.all()}
    title = pick(titles, language) or LocalText(page.reference, "en")
    other = titles.get(other_language(language), "")
    texts = list(page.account_texts.all())
    first = first_text(texts)
    place_ids = [row.term_id for row in page.testimony_places.all()]
    places = terms_by_id(Vocabulary.PLACE, place_ids, language)
    rule = AccessRule.objects.filter(testimony_id=page.pk).first() if page.pk else None
    until = rule.embargo_until if rule else None
    slug = page.slug or "draft"
    try:
        permalink = reverse("permalink", args=[page.reference])
    except NoReverseMatch:  # no reference has been typed yet
        permalink = page_url(f"testimonies/{slug}/")
    return AccountHead(
        id=page.pk or 0,
        reference=page.reference,
        url=page_url(f"testimonies/{slug}/"),
        permalink=permalink,
        title=title,
        other_title=LocalText(other, other_language(language)) if other and other != title.text else None,
        public_name=pick(names, language) if page.public_name_kind != PublicNameKind.WITHHELD else None,
        public_name_kind=page.public_name_kind,
        kind=page.kind,
        kind_label=str(Kind(page.kind).label),
        told_about=date_record(
            page.told_about,
            page.told_about_wording,
            page.told_about_disputed,
            language,
            bounds(page.told_about),
        ),
        recorded_on=date_record(page.recorded_on, page.recorded_on_wording, False, language),
        places=tuple(places[pk] for pk in place_ids if pk in places),
        languages=tuple(dict.fromkeys(text.language for text in texts)),
        original_language=first.language if first else "",
        collection=_collection(page, language),
        passage_total=first.edition.passage_total if first else 0,
        duration_ms=first.edition.duration_ms if first else None,
        state=WordsState.ELSEWHERE if page.kind == Kind.ELSEWHERE else WordsState.OPEN,
        embargo_until=timezone.localtime(until).date() if until else None,
        sample=page.sample,
        has_content_notes=bool(page.content_notes.all()) or bool(page.passage_notes.all()),
    )


def _collection(page: TestimonyPage, language: str) -> CollectionHead:
    parent = page.path[: -page.steplen] if page.path else ""
    heads = collection_heads(CollectionPage.objects.filter(path=parent), language)
    for head in heads.values():
        return head
    return CollectionHead(id=0, slug="", title=LocalText("", language), summary=None, url=page_url(""))
