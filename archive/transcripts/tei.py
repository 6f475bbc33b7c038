"""TEI P5: spoken (`u`), drama-like (`sp`) and prose (`p`, `ab`) texts, read by lxml.

`who` is looked up in the header's persons, else `speaker` is the speaker. Of `choice` the words as they were said or
written are kept (`sic`, `orig`, `abbr`), not the editor's. Notes of the editor are left out and counted; what happened
(`incident`, `kinesic`, `vocal`) stands in square brackets, stage directions are passages of nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.defusing import local, parse_xml, text_of
from archive.transcripts.passages import make_passages
from archive.transcripts.records import Notices, Paragraph, ParsedTranscript, SourceLine, TranscriptError
from archive.transcripts.timecode import parse_timecode, settle_times
from archive.transcripts.turns import make_turns

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BLOCKS = frozenset("p ab u l stage head item cell seg quote".split())
_NOTES = frozenset({"note", "fw", "interp", "interpGrp", "figDesc"})
_NO_WORDS = frozenset({"speaker", "castList", "timeline"})
_EDITED = frozenset({"corr", "reg", "expan"})
_HAPPENINGS = frozenset({"incident", "kinesic", "vocal", "event"})
_BREAKS = frozenset({"lb", "pb", "cb", "milestone", "gb"})
_UNITS = {"s": 1000, "ms": 1, "min": 60_000, "h": 3_600_000}


@dataclass(slots=True)
class _Document:
    """What the header says, and the paragraphs found so far."""

    people: dict[str, str]
    times: dict[str, int]
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: int = 0


@dataclass(frozen=True, slots=True)
class _Context:
    speaker: str = ""
    language: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


def read_tei(data: bytes) -> ParsedTranscript:
    """Passages of a TEI P5 file (the first text of a corpus file).

    Raises:
        TranscriptError: broken or hostile XML, no `text` element, no words.
    """
    root = parse_xml(data, "tei")
    text = next((element for element in root.iter() if local(element) == "text"), None)
    if text is None:
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, data={"format": "tei", "detail": "no text element"})
    notices = Notices()
    document = _Document(_people(root), _timeline(root))
    _walk(text, document, _Context(language=_language(text)))
    if document.notes:
        notices.add(NoticeCode.NOTES_LEFT_OUT, count=document.notes)
    turns = settle_times(make_turns(document.paragraphs, notices, carry_on=False), notices)
    charset = (root.getroottree().docinfo.encoding or "utf-8").casefold()
    return ParsedTranscript(make_passages(turns, notices), notices.all(), "tei", charset, _metadata(root))


def _descendants(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if local(element) == name)


def _language(element: etree._Element) -> str:
    value = element.get(_LANG) or ""
    return value if _LANGUAGE.fullmatch(value) else ""


def _people(root: etree._Element) -> dict[str, str]:
    people: dict[str, str] = {}
    for person in root.iter():
        if local(person) not in {"person", "personGrp", "castItem", "role"} or not person.get(_ID):
            continue
        names = [element for element in person.iter() if local(element) in {"persName", "name", "role", "roleName"}]
        name = text_of(names[0]) if names else (person.get("n") or "")
        if name:
            people[person.get(_ID) or ""] = name
    return people


def _timeline(root: etree._Element) -> dict[str, int]:
    """Milliseconds of each point of the timeline, by its identifier."""
    times: dict[str, int] = {}
    for timeline in _descendants(root, "timeline"):
        scale = _UNITS.get(timeline.get("unit") or "s", 1000)
        before = 0
        for when in _descendants(timeline, "when"):
            interval, absolute = when.get("interval") or "", when.get("absolute") or ""
            since = times.get((when.get("since") or "").lstrip("#"), before if not when.get("since") else 0)
            clock = parse_timecode(absolute.rpartition("T")[2]) if absolute else None
            if clock is not None:
                before = clock
            elif re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", interval):
                before = since + round(float(interval) * _UNITS.get(when.get("unit") or "", scale))
            elif times:
                continue
            times[when.get(_ID) or ""] = before
    return times


def _metadata(root: etree._Element) -> dict[str, str]:
    header = next(_descendants(root, "teiHeader"), None)
    if header is None:
        return {}
    metadata: dict[str, str] = {}
    statement = next(_descendants(header, "titleStmt"), None)
    titles = [text_of(title) for title in _descendants(statement, "title")] if statement is not None else []
    if any(titles):
        metadata["title"] = ". ".join(filter(None, titles))
    for name, key in (("licence", "rights"), ("publisher", "publisher"), ("language", "language")):
        element = next(_descendants(header, name), None)
        if element is not None and text_of(element):
            metadata[key] = element.get("ident") or text_of(element)
    date = next((element for name in ("recording", "creation") for element in _descendants(header, name)), None)
    dated = next(_descendants(date, "date"), None) if date is not None else None
    if dated is not None:
        metadata["date"] = dated.get("when") or text_of(dated)
    return {key: value for key, value in metadata.items() if value}


def _walk(element: etree._Element, document: _Document, context: _Context) -> None:
    """Depth is bounded by the parser (256)."""
    _add(document, (element.text or "").strip(" \t\r\n:"), element, context)
    for child in element:
        name = local(child)
        if name in _NOTES:
            document.notes += name == "note"
        elif name == "head":
            _take(child, document, _Context(language=context.language), heading=True)
        elif name == "stage" or name in _HAPPENINGS:
            _take(child, document, _Context(language=context.language))
        elif name in _BLOCKS and not _has_blocks(child):
            _take(child, document, _inside(child, document, context))
        elif name and name not in _NO_WORDS and not _is_alternative(child):
            _walk(child, document, _inside(child, document, context))
        _add(document, (child.tail or "").strip(" \t\r\n:"), child, context)


def _is_alternative(element: etree._Element) -> bool:
    """Whether it is the editor's reading beside the one that was written."""
    parent = element.getparent()
    return local(element) in _EDITED and parent is not None and local(parent) == "choice" and len(parent) > 1


def _has_blocks(element: etree._Element) -> bool:
    return any(local(child) in _BLOCKS | {"sp", "div", "lg"} for child in element.iterdescendants())


def _inside(element: etree._Element, document: _Document, context: _Context) -> _Context:
    speaker = context.speaker
    if local(element) in {"u", "sp", "annotationBlock", "said"}:
        speaker = _speaker(element, document)
    start = document.times.get((element.get("start") or "").lstrip("#"))
    end = document.times.get((element.get("end") or "").lstrip("#"))
    return _Context(
        speaker,
        _language(element) or context.language,
        start if start is not None else context.start_ms,
        end if end is not None else context.end_ms,
    )


def _speaker(element: etree._Element, document: _Document) -> str:
    names = [document.people.get(who.lstrip("#"), "") for who in (element.get("who") or "").split()]
    if any(names):
        return ", ".join(filter(None, names))
    written = next((child for child in element if local(child) == "speaker"), None)
    if written is not None:
        return text_of(written).rstrip(":： ")
    return (element.get("who") or "").lstrip("#")


def _take(element: etree._Element, document: _Document, context: _Context, heading: bool = False) -> None:
    _add(document, "".join(_words(element, document)), element, context, heading)


def _add(document: _Document, text: str, element: etree._Element, context: _Context, heading: bool = False) -> None:
    text = " ".join(text.split())
    if text:
        line = SourceLine(int(getattr(element, "sourceline", 0) or 1), text)
        document.paragraphs.append(
            Paragraph((line,), heading, context.speaker, context.language, context.start_ms, context.end_ms)
        )


def _words(element: etree._Element, document: _Document) -> Iterator[str]:
    if local(element) in _HAPPENINGS and text_of(element):
        yield f"[{text_of(element)}]"
        return
    yield element.text or ""
    for child in element:
        name = local(child)
        if name in _NOTES:
            document.notes += name == "note"
        elif name in _BREAKS:
            yield "" if child.get("break") == "no" else " "
        elif name == "gap":
            yield "[…]"
        elif name == "pause":
            yield " "
        elif name and name not in _NO_WORDS and not _is_alternative(child):
            yield from _words(child, document)
        yield child.tail or ""
