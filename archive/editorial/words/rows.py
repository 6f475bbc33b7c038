"""The passages of a text as rows of a form: read from a POST as they were typed, checked, turned into passages.

A row keeps what was typed, right or wrong, so that a form which cannot be saved comes back as it was sent. Rows are
named by a key; the fields of a row are ``p-<key>-text`` and so on; the order of the rows is the order in which their
keys arrive in ``row``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from archive.editorial.language_fields import admin_language
from archive.languages import language_name
from archive.models import SpeakerRole
from archive.passages import DraftPassage
from archive.records import Vocabulary
from archive.transcripts.timecode import format_timecode, parse_timecode

Tag = tuple[Vocabulary, int]
NOTE_LANGUAGES = ("ar", "en")
HEADING_LENGTH, SPEAKER_LENGTH, NOTE_LENGTH = 255, 120, 255
_KEY = re.compile(r"[a-z0-9-]{1,20}")
_ANCHOR = re.compile(r"[a-z0-9-]{1,16}")
_NOTE_SEPARATOR = " · "


@dataclass(slots=True)
class Row:
    """One passage in the form. ``start`` and ``end`` are times as typed; ``errors`` are sentences for the archivist."""

    key: str
    anchor: str = ""
    text: str = ""
    heading: str = ""
    speaker: str = ""
    speaker_role: str = ""
    language: str = ""
    start: str = ""
    end: str = ""
    tags: list[Tag] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    # For showing only.
    number: int = 0
    source: str = ""
    chips: list[tuple[str, str]] = field(default_factory=list)

    @property
    def tag_keys(self) -> str:
        """The tags as the hidden field carries them: ``theme:12 place:3``."""
        return " ".join(f"{vocabulary.value}:{pk}" for vocabulary, pk in self.tags)

    @property
    def lines(self) -> int:
        """How many lines the text takes, for the height of its field."""
        return min(14, max(2, len(self.text) // 85 + 1 + self.text.count("\n")))

    @property
    def note_fields(self) -> list[tuple[str, str, str]]:
        """The content notes to show, as tag, name and words: in the site's languages, and in any other there is."""
        spoken = admin_language()
        tags = dict.fromkeys([*NOTE_LANGUAGES, *self.notes])
        return [(tag, language_name(tag, spoken), self.notes.get(tag, "")) for tag in tags]

    @property
    def has_note(self) -> bool:
        """Whether readers find the passage folded."""
        return any(text.strip() for text in self.notes.values())


def row_of(passage: Mapping[str, Any], tags: Iterable[Tag], notes: Mapping[str, str]) -> Row:
    """The row of a passage as the database has it."""
    return Row(
        key=passage["anchor"],
        anchor=passage["anchor"],
        text=passage["text"],
        heading=passage["heading"],
        speaker=passage["speaker"],
        speaker_role=passage["speaker_role"],
        language=passage["language"],
        start=_clock(passage["start_ms"]),
        end=_clock(passage["end_ms"]),
        tags=list(tags),
        notes=dict(notes),
    )


def draft_passage(passage: Mapping[str, Any]) -> DraftPassage:
    """A passage of the database as one to be saved again unchanged."""
    names = ("text", "anchor", "heading", "speaker", "speaker_role", "language", "start_ms", "end_ms")
    return DraftPassage(**{name: passage[name] for name in names})


def _clock(milliseconds: int | None) -> str:
    return "" if milliseconds is None else format_timecode(milliseconds)


def read_rows(data: QueryDict, known_anchors: set[str]) -> list[Row]:
    """The rows of a POST. An anchor that the testimony does not know is dropped: the passage gets a new one."""
    rows = []
    for key in dict.fromkeys(data.getlist("row")):
        if not _KEY.fullmatch(key):
            continue
        anchor = data.get(f"p-{key}-anchor", "")
        prefix = f"p-{key}-note-"
        rows.append(
            Row(
                key=key,
                anchor=anchor if _ANCHOR.fullmatch(anchor) and anchor in known_anchors else "",
                text=_words(data.get(f"p-{key}-text", "")),
                heading=_line(data.get(f"p-{key}-heading", "")),
                speaker=_line(data.get(f"p-{key}-speaker", "")),
                speaker_role=data.get(f"p-{key}-role", ""),
                language=data.get(f"p-{key}-language", "").strip(),
                start=data.get(f"p-{key}-start", "").strip(),
                end=data.get(f"p-{key}-end", "").strip(),
                tags=read_tags(data.get(f"p-{key}-tags", "")),
                notes={name[len(prefix) :]: _line(data.get(name, "")) for name in data if name.startswith(prefix)},
            )
        )
    return rows


def _line(text: str) -> str:
    return " ".join(text.split())


def _words(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def read_tags(text: str) -> list[Tag]:
    """The tags of a hidden field; what is none is left out, as are doubles."""
    tags: list[Tag] = []
    for key in text.split():
        name, _colon, number = key.partition(":")
        if name in set(Vocabulary) and number.isascii() and number.isdigit():
            tag = (Vocabulary(name), int(number))
            if tag not in tags:
                tags.append(tag)
    return tags


def check(rows: list[Row], *, may_be_empty: bool) -> bool:
    """Note on each row what is wrong with it; returns whether all are right. ``may_be_empty``: in a translation a
    passage without words is one that is not translated yet."""
    anchors: set[str] = set()
    for row in rows:
        row.errors = _errors(row, may_be_empty)
        if row.anchor and row.anchor in anchors:
            row.anchor = ""  # a key that was sent twice: the second is a new passage
        anchors.add(row.anchor)
    return not any(row.errors for row in rows)


def _errors(row: Row, may_be_empty: bool) -> list[str]:
    errors = []
    if not row.text and not may_be_empty:
        errors.append(_("This passage has no words. Write them or delete the passage."))
    for value, limit, name in (
        (row.heading, HEADING_LENGTH, _("Section heading")),
        (row.speaker, SPEAKER_LENGTH, _("Speaker")),
        *((text, NOTE_LENGTH, _("Content note")) for text in row.notes.values()),
    ):
        if len(value) > limit:
            errors.append(_("%(field)s: at most %(limit)s characters.") % {"field": name, "limit": limit})
    if row.speaker_role not in {"", *SpeakerRole.values}:
        row.speaker_role = ""
    times = [(value, parse_timecode(value) if value else None) for value in (row.start, row.end)]
    for value, parsed in times:
        if value and parsed is None:
            errors.append(_("“%(value)s” is not a time. Give one like 00:04:18 or 4:18.") % {"value": value})
    start, end = times[0][1], times[1][1]
    if start is not None and end is not None and end < start:
        errors.append(_("The end comes before the start"))
    return errors


def passage_of(row: Row) -> DraftPassage:
    """The passage that a checked row says."""
    return DraftPassage(
        text=row.text,
        anchor=row.anchor,
        heading=row.heading,
        speaker=row.speaker,
        speaker_role=row.speaker_role,
        language=row.language,
        start_ms=parse_timecode(row.start) if row.start else None,
        end_ms=parse_timecode(row.end) if row.end else None,
    )


def take_over(row: Row, passage: DraftPassage) -> Row:
    """The row with the words, anchor and times of a passage that was split or merged."""
    return replace(
        row,
        anchor=passage.anchor,
        text=passage.text,
        heading=passage.heading,
        speaker=passage.speaker,
        speaker_role=passage.speaker_role,
        start=_clock(passage.start_ms),
        end=_clock(passage.end_ms),
        tags=list(row.tags),
        notes=dict(row.notes),
        errors=[],
    )


def joined_notes(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """The content notes of two passages that became one: none is lost."""
    notes = dict(first)
    for language, text in second.items():
        if text and text not in notes.get(language, ""):
            notes[language] = _NOTE_SEPARATOR.join(part for part in (notes.get(language, ""), text) if part)
    return notes
