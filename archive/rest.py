"""The archive's part of the JSON API: testimonies and vocabularies, under the same access decision as the pages."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Router, Schema

from archive.access import request_reader, visible_to
from archive.records import AccountHead, DateRecord, Term, TestimonyRecord, Vocabulary
from archive.selectors.heads import account_heads
from archive.selectors.reading import by_reference, testimony_record
from archive.selectors.term_pages import vocabulary_lines

router = Router()
LANGUAGE = "en"  # addresses and labels in JSON do not follow Accept-Language: one address, one answer
PER_PAGE = 20
MAX_PAGE = 10_000


class TextOut(Schema):
    """Words in a language."""

    text: str
    language: str


class DateOut(Schema):
    """A date: EDTF, and in words."""

    edtf: str
    words: str
    wording: str
    disputed: bool


class TermOut(Schema):
    """A tag."""

    vocabulary: str
    slug: str
    label: TextOut
    url: str


class AccountOut(Schema):
    """The catalogue record of a testimony."""

    reference: str
    title: TextOut
    other_title: TextOut | None
    public_name: TextOut | None
    public_name_kind: str
    kind: str
    told_about: DateOut | None
    recorded_on: DateOut | None
    places: list[TermOut]
    languages: list[str]
    collection: str
    passage_total: int
    state: str
    embargo_until: str | None
    sample: bool
    url: str


class AccountsOut(Schema):
    """A page of catalogue records."""

    total: int
    page: int
    accounts: list[AccountOut]


class PassageTextOut(Schema):
    """A passage in one language; empty words mean: not translated yet."""

    language: str
    text: str
    speaker: str


class PassageOut(Schema):
    """A passage."""

    anchor: str
    url: str
    start_ms: int | None
    end_ms: int | None
    content_note: TextOut | None
    texts: list[PassageTextOut]
    tags: list[TermOut]


class TestimonyOut(AccountOut):
    """A testimony with its words, where this reader may read them."""

    about: TextOut | None
    themes: list[TermOut]
    periods: list[TermOut]
    people: list[TermOut]
    content_notes: list[TextOut]
    rights: str
    sources: list[dict[str, str]]
    passages: list[PassageOut]


class TermLineOut(Schema):
    """A term of a vocabulary with the number of accounts under it."""

    slug: str
    label: TextOut
    parent: str | None
    scope: TextOut | None
    account_total: int
    dates: DateOut | None
    url: str


def _text(value: Any) -> TextOut | None:
    return TextOut(text=value.text, language=value.language) if value else None


def _date(value: DateRecord | None) -> DateOut | None:
    if value is None:
        return None
    return DateOut(edtf=value.edtf, words=value.words, wording=value.wording, disputed=value.disputed)


def term_out(term: Term) -> TermOut:
    """A tag as JSON."""
    return TermOut(
        vocabulary=term.vocabulary.value,
        slug=term.slug,
        label=TextOut(text=term.label.text, language=term.label.language),
        url=term.url,
    )


def _account(head: AccountHead) -> dict[str, Any]:
    return {
        "reference": head.reference,
        "title": _text(head.title),
        "other_title": _text(head.other_title),
        "public_name": _text(head.public_name),
        "public_name_kind": head.public_name_kind,
        "kind": head.kind,
        "told_about": _date(head.told_about),
        "recorded_on": _date(head.recorded_on),
        "places": [term_out(term) for term in head.places],
        "languages": list(head.languages),
        "collection": head.collection.slug,
        "passage_total": head.passage_total,
        "state": head.state.value,
        "embargo_until": head.embargo_until.isoformat() if head.embargo_until else None,
        "sample": head.sample,
        "url": head.url,
    }


def _testimony(record: TestimonyRecord) -> TestimonyOut:
    return TestimonyOut(
        **_account(record.head),
        about=_text(record.about),
        themes=[term_out(term) for term in record.themes],
        periods=[term_out(term) for term in record.periods],
        people=[term_out(term) for term in record.people],
        content_notes=[note for note in map(_text, record.content_notes) if note],
        rights=record.rights_uri,
        sources=[{"citation": row.citation, "url": row.url} for row in record.sources],
        passages=[
            PassageOut(
                anchor=passage.anchor,
                url=passage.url,
                start_ms=passage.start_ms,
                end_ms=passage.end_ms,
                content_note=_text(passage.note),
                texts=[
                    PassageTextOut(language=text.language, text=text.text, speaker=text.speaker)
                    for text in passage.texts
                    if text
                ],
                tags=[term_out(term) for term in passage.tags],
            )
            for passage in record.passages
        ],
    )


@router.get("/testimonies", response=AccountsOut, summary="The testimonies, by reference")
def testimonies(request: HttpRequest, page: int = 1) -> AccountsOut:
    """The catalogue records that this reader may see, twenty a page."""
    with translation.override(LANGUAGE):
        reader = request_reader(request)
        number = min(max(page, 1), MAX_PAGE)
        pages = visible_to(reader).order_by("reference")
        ids = list(pages.values_list("pk", flat=True)[(number - 1) * PER_PAGE : number * PER_PAGE])
        heads = account_heads(reader, ids, LANGUAGE)
        accounts = [AccountOut(**_account(heads[pk])) for pk in ids if pk in heads]
        return AccountsOut(total=pages.count(), page=number, accounts=accounts)


@router.get("/testimonies/{reference}", response=TestimonyOut, summary="One testimony")
def one_testimony(request: HttpRequest, reference: str) -> TestimonyOut:
    """The record and, where this reader may read them, the words. 404 where they may not know of it."""
    with translation.override(LANGUAGE):
        page = by_reference(reference)
        record = testimony_record(request_reader(request), page, LANGUAGE) if page else None
        if record is None:
            raise Http404
        return _testimony(record)


def _vocabulary(request: HttpRequest, vocabulary: Vocabulary) -> list[TermLineOut]:
    with translation.override(LANGUAGE):
        lines = vocabulary_lines(request_reader(request), vocabulary, LANGUAGE)
        slugs = {line.term.id: line.term.slug for line in lines}
        return [
            TermLineOut(
                slug=line.term.slug,
                label=TextOut(text=line.term.label.text, language=line.term.label.language),
                parent=slugs.get(line.term.parent_id) if line.term.parent_id else None,
                scope=_text(line.scope),
                account_total=line.account_total,
                dates=_date(line.dates),
                url=line.term.url,
            )
            for line in lines
        ]


@router.get("/themes", response=list[TermLineOut], summary="The themes, as a tree")
def themes(request: HttpRequest) -> list[TermLineOut]:
    """Every theme in tree order with the number of accounts that this reader may see."""
    return _vocabulary(request, Vocabulary.THEME)


@router.get("/periods", response=list[TermLineOut], summary="The periods")
def periods(request: HttpRequest) -> list[TermLineOut]:
    """Every period with its dates and the number of accounts that this reader may see."""
    return _vocabulary(request, Vocabulary.PERIOD)


@router.get("/places", response=list[TermLineOut], summary="The places, as a tree")
def places(request: HttpRequest) -> list[TermLineOut]:
    """Every place in tree order with the number of accounts that this reader may see."""
    return _vocabulary(request, Vocabulary.PLACE)
