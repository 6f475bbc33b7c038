"""OHMS records (Oral History Metadata Synchronizer), schema 5.4 and 6.0.

5.4 keeps a transcript of wrapped lines and `sync`: the length of a step in minutes, then for every step the line it
begins on (`1:|12(3)|25(8)`). A line in the middle of a turn cannot begin a passage, so a step's time goes to the first
turn that begins on its line or after it, before the next step. 6.0 keeps a WebVTT text instead. Points of the index
that name a time are headings of the first passage at or after it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from archive.transcripts import captions, furniture
from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.defusing import local, parse_xml, text_of
from archive.transcripts.passages import make_passages
from archive.transcripts.plain import paragraphs_of
from archive.transcripts.records import Notices, ParsedTranscript, SourceLine, TranscriptError, Turn
from archive.transcripts.timecode import settle_times
from archive.transcripts.turns import make_turns
from archive.transcripts.wrapping import vocabulary

_SYNC = re.compile(r"\s*(\d+(?:\.\d+)?)\s*:(.*)", re.DOTALL)
_POINT = re.compile(r"(\d+)\s*(?:\((\d+)\))?")
_MARKS = re.compile(r"\[\[/?(?:footnotes?|notes?|link)\]\]|\{[\d:]*\}")
_METADATA = {
    "title": "title",
    "interviewee": "narrator",
    "interviewer": "interviewer",
    "language": "language",
    "rights": "rights",
    "collection_name": "collection",
    "repository": "publisher",
    "accession": "accession",
    "duration": "duration",
    "usage": "usage",
}


def read_ohms(data: bytes) -> ParsedTranscript:
    """Passages of an OHMS record.

    Raises:
        TranscriptError: broken or hostile XML, XML that is no OHMS record (`unknown-format`), or no transcript in it.
    """
    root = parse_xml(data, "ohms")
    record = root if local(root) == "record" else next((child for child in root if local(child) == "record"), None)
    fields = {local(child) for child in record} if record is not None else set()
    if record is None or not fields & {"transcript", "vtt_transcript"} or not fields & {"sync", "version", "mediafile"}:
        raise TranscriptError(RefusalCode.UNKNOWN_FORMAT, data={"kind": f"xml {local(root)}"[:40]})
    notices = Notices()
    webvtt = _field(record, "vtt_transcript")
    if webvtt.strip():
        turns = captions.webvtt_turns(webvtt.replace("\r\n", "\n").strip("\ufeff \n"), notices)
    else:
        turns = _synchronised(_field(record, "transcript"), _field(record, "sync"), notices)
    if any(_field(record, name).strip() for name in ("transcript_alt", "vtt_transcript_alt")):
        notices.add(NoticeCode.SECOND_TEXT_LEFT_OUT)
    turns = _with_index(settle_times(turns, notices), _index(record))
    charset = (root.getroottree().docinfo.encoding or "utf-8").casefold()
    return ParsedTranscript(make_passages(turns, notices), notices.all(), "ohms", charset, _metadata(record))


def _child(record: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in record if local(child) == name), None)


def _field(record: etree._Element, name: str) -> str:
    child = _child(record, name)
    return "" if child is None else "".join(str(text) for text in child.itertext())


def _metadata(record: etree._Element) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for name, key in _METADATA.items():
        values = [text_of(child) for child in record if local(child) == name and text_of(child)]
        if values:
            metadata[key] = "; ".join(values)
    date = _child(record, "date")
    value = (date.get("value") or text_of(date)) if date is not None else ""
    if value or _field(record, "date_nonpreferred_format").strip():
        metadata["date"] = value or _field(record, "date_nonpreferred_format").strip()
    return metadata


def _synchronised(transcript: str, sync: str, notices: Notices) -> list[Turn]:
    if not transcript.strip():
        raise TranscriptError(RefusalCode.NO_WORDS)
    texts = _MARKS.sub("", transcript.replace("\r\n", "\n")).split("\n")
    lines = [SourceLine(number, text) for number, text in enumerate(texts, start=1)]
    starts = _sync_points(sync, len(lines), notices)
    lines = furniture.remove_furniture([lines], notices)
    turns = make_turns(paragraphs_of(lines), notices, words=vocabulary(lines), capitals_are_headings=True)
    return _with_times(turns, starts)


def _sync_points(sync: str, lines: int, notices: Notices) -> list[tuple[int, int]]:
    """Line (from 1) and milliseconds of each step."""
    match = _SYNC.fullmatch(sync)
    if match is None:
        return []
    step = round(float(match[1]) * 60_000)
    entries = match[2].split("|")
    # Text before the first bar is nothing: the first step begins at the first bar.
    entries = entries[1:] if not entries[0].strip() else entries
    points: list[tuple[int, int]] = [(1, 0)]
    outside = 0
    for number, entry in enumerate(entries, start=1):
        point = _POINT.fullmatch(entry.strip())
        if point is None:
            continue
        if int(point[1]) >= lines:
            outside += 1
            continue
        points.append((int(point[1]) + 1, number * step))
    if outside:
        notices.add(NoticeCode.SYNC_POINTS_LEFT_OUT, count=outside)
    return points if len(points) > 1 else []


def _with_times(turns: Sequence[Turn], points: Sequence[tuple[int, int]]) -> list[Turn]:
    timed: list[Turn] = []
    waiting = list(points)
    for turn in turns:
        reached = [point for point in waiting if turn.line is not None and point[0] <= turn.line]
        waiting = waiting[len(reached) :]
        if reached and turn.start_ms is None:
            turn = replace(turn, start_ms=reached[-1][1])
        timed.append(turn)
    return timed


def _index(record: etree._Element) -> list[tuple[int, str]]:
    """Milliseconds and title of each point of the index."""
    index = _child(record, "index")
    points: list[tuple[int, str]] = []
    for point in index if index is not None else ():
        title = text_of(_child(point, "title")).strip(" ;")
        seconds = text_of(_child(point, "time"))
        if title and re.fullmatch(r"\d{1,7}(?:\.\d+)?", seconds):
            points.append((round(float(seconds) * 1000), title))
    return sorted(points)


def _with_index(turns: Sequence[Turn], points: Sequence[tuple[int, str]]) -> list[Turn]:
    """Each title goes before the first turn that begins at its time or later; titles after the last go to the last."""
    result = list(turns)
    timed = [position for position, turn in enumerate(turns) if turn.start_ms is not None]
    for milliseconds, title in points:
        place = next((position for position in timed if (turns[position].start_ms or 0) >= milliseconds), None)
        if place is None and timed:
            place = timed[-1]
        if place is not None:
            heading = result[place].heading
            result[place] = replace(result[place], heading=f"{heading} · {title}" if heading else title)
    return result
