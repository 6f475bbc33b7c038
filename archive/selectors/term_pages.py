"""The pages of themes, periods, places and people: scope, neighbours, and the accounts and passages tagged with
them.
"""

from collections import defaultdict
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from archive.access import Reader, holding_words, readable_passages, visible_to
from archive.models import (
    AUTHORITY_MODELS,
    TAG_RELATIONS,
    AccountText,
    PassageNote,
    Period,
    Place,
    TestimonyPage,
    TextRole,
)
from archive.models.authority import LabelKind
from archive.records import (
    DateRecord,
    LocalText,
    PassageText,
    TermCount,
    TermLine,
    TermPassage,
    TermRecord,
    Vocabulary,
)
from archive.selectors.heads import heads_of
from archive.selectors.reading import anchor_number
from archive.selectors.snapshot import Snapshot, current_snapshot
from archive.selectors.time_lines import period_dates, row_of
from archive.selectors.together import told_together
from archive.selectors.wording import other_language, prose

ACCOUNTS_PER_PAGE = 50
PASSAGES_PER_PAGE = 60


def term_record(
    reader: Reader,
    vocabulary: Vocabulary,
    slug: str,
    language: str,
    page: int = 1,
    snapshot: Snapshot | None = None,
) -> TermRecord | None:
    """The term's page, or None when readers may not see such a term. At most 16 queries, one more without ``snapshot``.

    ``page`` turns the pages of its accounts and of its passages (50 and 60 a page) together.
    """
    snapshot = snapshot or current_snapshot()
    index = snapshot.terms(vocabulary, language)
    term = index.by_slug.get(slug)
    if term is None:
        return None
    model = AUTHORITY_MODELS[vocabulary]
    # Asked again, so that one restricted or merged since the snapshot has no page either.
    found = model._default_manager.filter(pk=term.id, restricted=False, merged_into=None)
    record = found.prefetch_related("labels", "notes").first()
    if record is None:
        return None
    narrower = index.descendants(term)
    covered = [term.id, *(child.id for child in narrower)]
    now = timezone.now()
    pages = visible_to(reader, now).filter(tagged_with(reader, vocabulary, covered)).distinct()
    account_total = pages.count()
    start = (page - 1) * ACCOUNTS_PER_PAGE
    ids = list(pages.order_by("reference").values_list("pk", flat=True)[start : start + ACCOUNTS_PER_PAGE])
    shown = visible_to(reader, now).filter(pk__in=ids).order_by("reference")
    heads = heads_of(reader, shown, language, now, snapshot)
    passages, passage_total = _tagged_passages(reader, vocabulary, covered, language, page, snapshot)
    labels = list(record.labels.all())
    preferred = {label.language: label.text for label in labels if label.kind == LabelKind.PREFERRED}
    other = preferred.get(other_language(language))
    scopes = {note.language: note.scope for note in record.notes.all()}
    return TermRecord(
        term=term,
        other_label=LocalText(other, other_language(language)) if other and other != term.label.text else None,
        variants=tuple(LocalText(label.text, label.language) for label in labels if label.kind == LabelKind.VARIANT),
        scope=prose(scopes, language),
        broader=index.ancestors(term),
        narrower=index.children.get(term.id, ()),
        related=tuple(sibling for sibling in index.children.get(term.parent_id, ()) if sibling.id != term.id)
        if term.parent_id is not None
        else (),
        dates=period_dates(row_of(record), language) if isinstance(record, Period) else None,
        dates_note=prose({note.language: note.dates_note for note in record.notes.all()}, language)
        if isinstance(record, Period)
        else None,
        exact_match=record.exact_match,
        place_type=str(record.get_place_type_display()) if isinstance(record, Place) else "",
        coordinates=(float(record.latitude), float(record.longitude))
        if isinstance(record, Place) and record.latitude is not None and record.longitude is not None
        else None,
        accounts=tuple(heads.values()),
        account_total=account_total,
        passages=passages,
        passage_total=passage_total,
        together=told_together(reader, pages, vocabulary, index, now, without=term)
        if vocabulary == Vocabulary.THEME and account_total
        else (),
        in_periods=_in_periods(reader, pages, language, now, snapshot)
        if vocabulary == Vocabulary.THEME and account_total
        else (),
    )


def _in_periods(
    reader: Reader, pages: "QuerySet[TestimonyPage]", language: str, now: datetime, snapshot: Snapshot
) -> tuple[TermCount, ...]:
    """The periods of a theme's accounts, oldest first. One query."""
    periods = snapshot.terms(Vocabulary.PERIOD, language)
    counted = {item.term.id: item for item in told_together(reader, pages, Vocabulary.PERIOD, periods, now)}
    line = snapshot.time_line(language)
    return tuple(counted[period.term.id] for period in line if period.term.id in counted)


def tagged_with(reader: Reader, vocabulary: Vocabulary, term_ids: list[int]) -> Q:
    """Testimonies tagged with one of the terms, or with a passage tagged so whose words ``reader`` may read."""
    on_page, on_passage = TAG_RELATIONS[vocabulary]
    return Q(**{f"{on_page}__term__in": term_ids}) | Q(
        pk__in=holding_words(reader).filter(**{f"{on_passage}__term__in": term_ids}).values("pk")
    )


def _tagged_passages(
    reader: Reader, vocabulary: Vocabulary, term_ids: list[int], language: str, page: int, snapshot: Snapshot
) -> tuple[tuple[TermPassage, ...], int]:
    now = timezone.now()
    tag_model = TestimonyPage._meta.get_field(TAG_RELATIONS[vocabulary][1]).related_model
    tags = (
        tag_model._default_manager.filter(term_id__in=term_ids)
        .order_by("page__reference", "page_id", "sort_order", "pk")
        .values_list("page_id", "anchor")
    )
    pairs = list(dict.fromkeys(tags))
    if not pairs:
        return (), 0
    page_ids = {page_id for page_id, _anchor in pairs}
    # Which languages' words to show: the page's language where there is one, else the original's.
    chosen: dict[int, list[AccountText]] = defaultdict(list)
    for text in AccountText.objects.filter(page_id__in=page_ids).order_by("sort_order", "pk"):
        chosen[text.page_id].append(text)
    for texts in chosen.values():
        texts.sort(key=lambda text: (text.language != language, text.role == TextRole.TRANSLATION))
    anchors = {anchor for _page_id, anchor in pairs}
    rows = (
        readable_passages(reader, now)
        .filter(testimony_id__in=page_ids, anchor__in=anchors)
        .exclude(text="")
        .values_list("testimony_id", "edition_id", "anchor", "pk")
    )
    found: dict[tuple[int, str], dict[object, int]] = defaultdict(dict)
    for page_id, edition_id, anchor, pk in rows:
        found[page_id, anchor][edition_id] = pk
    shown: list[tuple[int, str, int, str]] = []
    for page_id, anchor in pairs:
        for text in chosen[page_id]:
            pk = found.get((page_id, anchor), {}).get(text.edition_id)
            if pk is not None:
                shown.append((page_id, anchor, pk, text.language))
                break
    total = len(shown)
    start = (page - 1) * PASSAGES_PER_PAGE
    shown = shown[start : start + PASSAGES_PER_PAGE]
    words = {
        row["pk"]: row
        for row in readable_passages(reader, now)
        .filter(pk__in=[pk for _p, _a, pk, _l in shown])
        .values("pk", "text", "speaker", "speaker_role", "language")
    }
    tagged = visible_to(reader, now).filter(pk__in={page_id for page_id, *_rest in shown})
    heads = heads_of(reader, tagged, language, now, snapshot)
    notes: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for note in PassageNote.objects.filter(page_id__in=heads, anchor__in=anchors):
        notes[note.page_id, note.anchor][note.language] = note.text
    return (
        tuple(
            TermPassage(
                account=heads[page_id],
                anchor=anchor,
                number=anchor_number(anchor),
                url=f"{heads[page_id].url}#{anchor}",
                text=PassageText(
                    language=words[pk]["language"] or text_language,
                    text=words[pk]["text"],
                    speaker=words[pk]["speaker"],
                    speaker_role=words[pk]["speaker_role"],
                ),
                note=prose(notes[page_id, anchor], language) if (page_id, anchor) in notes else None,
            )
            for page_id, anchor, pk, text_language in shown
            if page_id in heads and pk in words
        ),
        total,
    )


def vocabulary_lines(
    reader: Reader, vocabulary: Vocabulary, language: str, snapshot: Snapshot | None = None
) -> tuple[TermLine, ...]:
    """A whole vocabulary in tree order, with counts of the accounts that ``reader`` may see. Three queries, one more
    without ``snapshot``.
    """
    snapshot = snapshot or current_snapshot()
    index = snapshot.terms(vocabulary, language)
    on_page, on_passage = TAG_RELATIONS[vocabulary]
    tagged: dict[int, set[int]] = defaultdict(set)
    for relation, pages in ((on_page, visible_to(reader)), (on_passage, holding_words(reader))):
        for term_id, page_id in (
            pages.filter(**{f"{relation}__term__isnull": False}).values_list(f"{relation}__term_id", "pk").distinct()
        ):
            tagged[term_id].add(page_id)
    model = AUTHORITY_MODELS[vocabulary]
    scopes: dict[int, dict[str, str]] = defaultdict(dict)
    for note in model._meta.get_field("notes").related_model._default_manager.all():
        scopes[note.record_id][note.language] = note.scope
    dates: dict[int, DateRecord | None] = {}
    if vocabulary == Vocabulary.PERIOD:
        dates = {row.id: period_dates(row, language) for row in snapshot.periods}
    lines = []

    def walk(parent: int | None) -> None:
        for term in index.children.get(parent, ()):
            under = {term.id, *(child.id for child in index.descendants(term))}
            total = len(set().union(*(tagged[term_id] for term_id in under)))
            lines.append(TermLine(term, prose(scopes[term.id], language), total, dates.get(term.id)))
            walk(term.id)

    walk(None)
    return tuple(lines)
