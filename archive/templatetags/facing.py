"""How the words of a testimony stand on its page.

Two languages face each other, and one rule places the numbers: the number stands where the original begins. Where the
original runs against the page both texts open from a spine (``facing``); where it runs with the page the numbers are at
the outer edge (``beside``); one language alone is ``single``, and ``single against`` if it runs against the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import template
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.languages import direction
from archive.records import AccountHead, ContentsEntry, PassageRecord, PassageText, TestimonyRecord, TextColumn
from archive.templatetags.reading import page_language

register = template.Library()


@dataclass(frozen=True, slots=True)
class Slot:
    """A column that is shown. ``place`` and ``fold`` are its classes in the frame and in a folded passage."""

    index: int
    column: TextColumn
    place: str
    fold: str


@dataclass(frozen=True, slots=True)
class View:
    """A way to see the words. ``query`` is the value of ``show`` in the address."""

    label: str
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The frame of a testimony page, its columns and what the reader may switch to.

    ``main`` is the slot in which the page's own language stands: titles and notes go there.
    """

    frame: str
    slots: tuple[Slot, ...]
    views: tuple[View, ...]
    main: str
    other: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One language of one passage. ``speaker`` only where it changes; ``absent`` says why there are no words."""

    slot: Slot
    text: str = ""
    language: str = ""
    direction: str = ""
    speaker: str = ""
    asks: bool = False
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A numbered passage."""

    passage: PassageRecord
    cells: tuple[Cell, ...]
    words: int  # of the first language that has any


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading in one column; ``main`` is the one that counts in the outline of the page."""

    slot: Slot
    text: str
    main: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Passages under one heading; the first section may have none."""

    anchor: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]


def _base(tag: str) -> str:
    return tag.split("-")[0]


def _translation_for(columns: Sequence[TextColumn], language: str, *, aligned: bool = False) -> int | None:
    """The translation to show: the page's own language first, else the first there is."""
    offered = [index for index, column in enumerate(columns) if index and (column.aligned or not aligned)]
    own = [index for index in offered if _base(columns[index].language) == language]
    return next(iter(own + offered), None)


def _chosen(columns: Sequence[TextColumn], show: str, language: str) -> tuple[int, ...]:
    """Indexes of the columns to show. A value of ``show`` that means nothing here is as good as none."""
    if len(columns) < 2:
        return tuple(range(len(columns)))
    named = next((index for index, column in enumerate(columns) if column.language == show), None)
    if show == "original":
        named = 0
    if show == "translation":
        named = _translation_for(columns, language)
    if named is not None:
        return (named,)
    beside = _translation_for(columns, language, aligned=True)
    if beside is not None:
        return (0, beside)
    own = next((index for index, column in enumerate(columns) if _base(column.language) == language), 0)
    return (own,)


def _views(columns: Sequence[TextColumn], chosen: tuple[int, ...], language: str) -> tuple[View, ...]:
    if len(columns) < 2:
        return ()
    views = []
    if _translation_for(columns, language, aligned=True) is not None:
        views.append(View(_("Both"), "both", len(chosen) == 2))
    views += [View(column.language_name, column.language, chosen == (index,)) for index, column in enumerate(columns)]
    return tuple(views)


@register.simple_tag
def lay_out(record: TestimonyRecord, show: str = "") -> Layout:
    """Choose frame and columns. ``show``: ``both``, ``original``, ``translation`` or the language of a column."""
    language = page_language()
    columns = record.columns
    chosen = _chosen(columns, show, language)
    views = _views(columns, chosen, language)
    page = direction(language)
    if len(chosen) == 2:
        original, translated = columns[chosen[0]], columns[chosen[1]]
        slots: tuple[Slot, ...] = (Slot(chosen[0], original, "at-a", "x"), Slot(chosen[1], translated, "at-b", "y"))
        if original.direction == page:
            return Layout("beside", slots, views, main="at-a", other="at-b")
        return Layout("facing", slots, views, main="at-b", other="at-a")
    slots = tuple(Slot(index, columns[index], "at-a", "x") for index in chosen)
    against = bool(slots) and slots[0].column.direction != page
    return Layout("single against" if against else "single", slots, views, main="at-a", other="at-a")


def _role(role: str, language: str) -> str:
    """The word for a speaker who has no name, in the language of the words if the interface has it."""
    if role not in {"narrator", "interviewer"}:
        return ""
    with translation.override(language if _base(language) in {"ar", "en"} else page_language()):
        return _("Narrator") if role == "narrator" else _("Interviewer")


def _cell(passage: PassageRecord, slot: Slot, last_speaker: str) -> tuple[Cell, str]:
    """The cell and the speaker after it. Words without a speaker go on with the one before."""
    words = passage.texts[slot.index]
    if words is None or not words.text:
        absent = (
            pgettext("passage", "Not yet translated") if slot.index else _("This passage is only in the translation")
        )
        return Cell(slot, absent=absent), last_speaker
    speaker = words.speaker or _role(words.speaker_role, words.language)
    shown = "" if speaker == last_speaker else speaker
    asks = words.speaker_role == "interviewer"
    return Cell(slot, words.text, words.language, words.direction, shown, asks), speaker or last_speaker


def _elsewhere(passage: PassageRecord, slot: Slot) -> bool:
    """Whether a passage belongs to another text than this column's: one with anchors of its own."""
    return passage.texts[slot.index] is None and (passage.texts[0] is None or not slot.column.aligned)


def _rows(passages: Sequence[PassageRecord], slots: Sequence[Slot]) -> Iterator[Row]:
    last = {slot.index: "" for slot in slots}
    for passage in passages:
        if all(_elsewhere(passage, slot) for slot in slots):
            continue
        cells = []
        for slot in slots:
            cell, last[slot.index] = _cell(passage, slot, last[slot.index])
            cells.append(cell)
        first = next((cell.text for cell in cells if cell.text), "")
        yield Row(passage, tuple(cells), len(first.split()))


def _headings(entry: ContentsEntry | None, layout: Layout) -> tuple[Heading, ...]:
    if entry is None:
        return ()
    held = [slot for slot in layout.slots if entry.headings[slot.index]]
    main = next((slot for slot in held if slot.place == layout.main), held[0] if held else None)
    return tuple(Heading(slot, entry.headings[slot.index], slot is main) for slot in held)


@register.simple_tag
def sections_of(record: TestimonyRecord, layout: Layout) -> list[Section]:
    """The passages under their headings, as rows of cells. Takes time in proportion to the passages."""
    begins = {entry.anchor: entry for entry in record.contents}
    groups: list[tuple[ContentsEntry | None, list[PassageRecord]]] = []
    for passage in record.passages:
        entry = begins.get(passage.anchor)
        if entry is not None or not groups:
            groups.append((entry, []))
        groups[-1][1].append(passage)
    sections = []
    for entry, passages in groups:
        rows = tuple(_rows(passages, layout.slots))
        if rows:
            sections.append(Section(entry.anchor if entry else "", _headings(entry, layout), rows))
    return sections


@register.simple_tag
def contents_of(record: TestimonyRecord, layout: Layout) -> list[tuple[ContentsEntry, Heading]]:
    """The table of contents: each section with the heading a reader of this page can read."""
    entries = []
    for entry in record.contents:
        headings = _headings(entry, layout)
        if headings:
            entries.append((entry, next(heading for heading in headings if heading.main)))
    return entries


@register.simple_tag
def noted_passages(record: TestimonyRecord) -> list[PassageRecord]:
    """The passages that carry a content note."""
    return [passage for passage in record.passages if passage.note]


@dataclass(frozen=True, slots=True)
class Retired:
    """An anchor that no passage of this edition has. ``instead`` is the passage that took its words, if one did."""

    anchor: str
    instead: str
    number: int


@register.simple_tag
def retired_of(record: TestimonyRecord) -> list[Retired]:
    """The gone anchors, so that an old link finds a notice in the place of a passage."""
    numbers = {passage.anchor: passage.number for passage in record.passages}
    return [
        Retired(anchor, instead if instead in numbers else "", numbers.get(instead, 0))
        for anchor, instead in record.retired_anchors.items()
    ]


@dataclass(frozen=True, slots=True)
class Voices:
    """A passage on the front page: in the page's own language, and facing it in the original or another."""

    own: PassageText | None
    other: PassageText | None


@register.simple_tag
def voices_of(passage: PassageRecord) -> Voices:
    """At most two languages of a passage."""
    spoken = [words for words in passage.texts if words is not None and words.text]
    own = next((words for words in spoken if _base(words.language) == page_language()), None)
    other = next((words for words in spoken if words is not own), None)
    return Voices(own or other, other if own else None)


@register.simple_tag
def lay_out_home(featured: AccountHead | None) -> Layout:
    """The front page's frame: that of the account it shows; without one, as for an Arabic original."""
    page = direction(page_language())
    original = direction(featured.original_language) if featured else "rtl"
    if original == page:
        return Layout("beside", (), (), main="at-a", other="at-b")
    return Layout("facing", (), (), main="at-b", other="at-a")
