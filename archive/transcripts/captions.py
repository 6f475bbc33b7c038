"""WebVTT and SRT, read by webvtt-py.

The library passes over blocks it cannot read; here no word may be lost, so the blocks are put in order first: a block
of words whose time is missing or cannot be read gets a placeholder time that is taken off again. A cue's identifier
that is a title is the heading of the cue; a voice span is the speaker.
"""

import html as entities
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import webvtt
from webvtt.errors import MalformedFileError

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.passages import make_passages
from archive.transcripts.records import Notices, Paragraph, ParsedTranscript, SourceLine, TranscriptError, Turn
from archive.transcripts.timecode import parse_timecode, settle_times
from archive.transcripts.turns import make_turns

_ARROW = "-->"
_TIMING = re.compile(r"\s*((?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)*\s+([^>]{1,200})>")
_LANGUAGE = re.compile(r"<lang(?:\.[\w.-]+)*\s+([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)>")
_OVERRIDE = re.compile(r"\{\\[a-z][^{}]{0,40}\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d{1,2}:[\d:.]{1,12}>")
_BLOCKS_WITHOUT_WORDS = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class _Cue:
    """A block of the file: times in milliseconds, None when it has none that can be read."""

    line: int
    identifier: str
    start_ms: int | None
    end_ms: int | None
    text: tuple[str, ...]


def read_webvtt(text: str, charset: str, notices: Notices) -> ParsedTranscript:
    """Passages of a WebVTT file that was decoded already.

    Raises:
        TranscriptError: no words, or the library does not take it for WebVTT.
    """
    passages = make_passages(settle_times(webvtt_turns(text, notices), notices), notices)
    return ParsedTranscript(passages, notices.all(), "webvtt", charset, _metadata(text))


def read_srt(text: str, charset: str, notices: Notices) -> ParsedTranscript:
    """Passages of an SRT file that was decoded already; raises as `read_webvtt`."""
    turns = _turns(list(_cues(text, notices, srt=True)), notices, srt=True)
    passages = make_passages(settle_times(turns, notices), notices)
    return ParsedTranscript(passages, notices.all(), "srt", charset, {})


def webvtt_turns(text: str, notices: Notices) -> list[Turn]:
    """The captions of a WebVTT text as turns, times not yet settled. OHMS 6 files hold such a text."""
    return _turns(list(_cues(text, notices, srt=False)), notices, srt=False)


def _metadata(text: str) -> dict[str, str]:
    """What the header says: `WEBVTT - title`, `Language: ar`."""
    head = text.split("\n\n", 1)[0].split("\n")
    metadata: dict[str, str] = {}
    title = head[0].removeprefix("WEBVTT").strip(" \t-–—")
    if title:
        metadata["title"] = title
    for line in head[1:]:
        key, colon, value = line.partition(":")
        if colon and key.strip().casefold() == "language" and value.strip():
            metadata["language"] = value.strip()
    return metadata


def _blocks(text: str) -> Iterator[list[SourceLine]]:
    """Blocks between blank lines. A second line with an arrow in a block begins a new one, as players read it."""
    block: list[SourceLine] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or (_ARROW in line and any(_ARROW in before.text for before in block)):
            if block:
                yield block
            block = []
        if line.strip():
            block.append(SourceLine(number, line))
    if block:
        yield block


def _cues(text: str, notices: Notices, *, srt: bool) -> Iterator[_Cue]:
    annotations = 0
    for index, block in enumerate(_blocks(text)):
        arrow = next((place for place, line in enumerate(block) if _ARROW in line.text), None)
        if index == 0 and not srt and arrow is None:
            continue
        if arrow is None and not srt and _BLOCKS_WITHOUT_WORDS.match(block[0].text):
            continue
        words = [line.text for line in block[(arrow if arrow is not None else -1) + 1 :]]
        kept = [line for line in words if not _is_annotation(line)]
        annotations += len(words) - len(kept)
        before = [line.text for line in block[: arrow or 0]]
        if index == 0 and not srt:
            before = before[1:]
        start, end = _times(block[arrow].text, block[arrow].number, notices) if arrow is not None else (None, None)
        identifier = before[-1].strip() if before else ""
        if arrow is None and len(kept) == 1 and kept[0].strip().isdigit():
            continue
        lead = [] if len(before) < 2 else before[:-1]
        if any(line.strip() for line in (*lead, *kept)):
            yield _Cue(block[arrow or 0].number, identifier, start, end, (*lead, *kept))
    if annotations:
        notices.add(NoticeCode.ANNOTATIONS_LEFT_OUT, count=annotations)


def _is_annotation(line: str) -> bool:
    """A line that is a JSON object: data for programs, as some index files carry in their cues."""
    if not (line.startswith("{") and line.rstrip().endswith("}")):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _times(line: str, number: int, notices: Notices) -> tuple[int | None, int | None]:
    match = _TIMING.match(line)
    start = parse_timecode(match[1]) if match else None
    end = parse_timecode(match[2]) if match else None
    if match is None or start is None or end is None:
        notices.add(NoticeCode.TIME_UNREADABLE, number, text=" ".join(line.split())[:60])
    return start, end


def _read(cues: list[_Cue], *, srt: bool) -> list[webvtt.Caption]:
    """The captions as the library reads them, one for each cue."""
    mark = "," if srt else "."
    lines = [] if srt else ["WEBVTT", ""]
    for number, cue in enumerate(cues, start=1):
        lines += [str(number)] if srt else []
        lines.append(f"00:00:00{mark}000 {_ARROW} 00:00:00{mark}000")
        lines += [line.replace(_ARROW, "→") for line in cue.text]
        lines.append("")
    try:
        captions = webvtt.from_buffer(io.StringIO("\n".join(lines)), format="srt" if srt else "vtt").captions
    except (MalformedFileError, ValueError) as error:
        data: dict[str, str | int] = {"format": "srt" if srt else "webvtt", "detail": str(error)[:80]}
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, data=data) from error
    if len(captions) != len(cues):
        data = {"format": "srt" if srt else "webvtt", "detail": f"{len(cues)} cues, {len(captions)} read"}
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, data=data)
    return list(captions)


def _turns(cues: list[_Cue], notices: Notices, *, srt: bool) -> list[Turn]:
    if not cues:
        raise TranscriptError(RefusalCode.NO_WORDS)
    paragraphs: list[Paragraph] = []
    voices = False
    for cue, caption in zip(cues, _read(cues, srt=srt), strict=True):
        if not srt and _is_title(cue.identifier):
            paragraphs.append(Paragraph((SourceLine(cue.line, cue.identifier),), heading=True))
        parts = list(_by_voice(caption.raw_text))
        for place, (voice, raw) in enumerate(parts):
            voices = voices or bool(voice)
            lines = tuple(SourceLine(cue.line, line) for line in _plain(raw))
            language = _LANGUAGE.search(raw)
            paragraphs.append(
                Paragraph(
                    lines,
                    speaker=voice,
                    language=language[1] if language else "",
                    start_ms=cue.start_ms if place == 0 else None,
                    end_ms=cue.end_ms if place == len(parts) - 1 else None,
                )
            )
    return make_turns(paragraphs, notices, carry_on=not voices, caption=True)


def _is_title(identifier: str) -> bool:
    """Whether a cue's identifier is words rather than a counter or a key."""
    if not any(letter.isalpha() for letter in identifier):
        return False
    return " " in identifier or not any(letter.isdigit() or letter in "-_" for letter in identifier)


def _by_voice(raw: str) -> Iterator[tuple[str, str]]:
    """Speaker and text for each voice span of a cue; text before the first span has no speaker."""
    begin, voice = 0, ""
    for match in _VOICE.finditer(raw):
        if _TAG.sub("", raw[begin : match.start()]).strip():
            yield voice, raw[begin : match.start()]
        begin, voice = match.end(), " ".join(entities.unescape(match[1]).split())
    yield voice, raw[begin:]


def _plain(raw: str) -> list[str]:
    """The lines of a cue without tags; text in angle brackets that is no tag stays."""
    text = _TAG.sub("", _OVERRIDE.sub("", raw))
    return [entities.unescape(line) for line in text.split("\n")]
