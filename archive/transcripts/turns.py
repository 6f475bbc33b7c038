"""Turns out of paragraphs: who speaks, and when, read from labels and times in the text.

The rules:

- A label the file uses (see `labels`) begins a turn. A label with no words on its line names the speaker of what
  follows.
- In a conversation (three labelled turns and one in ten paragraphs) a paragraph without a label belongs to the speaker
  before it, as long as no heading comes between. A paragraph that is all in brackets or all in capitals is nobody's: it
  tells what happened in the room.
- Where a file marks answers by ` --- ` after the question, as courts of South Africa do, the words after the mark are
  a turn of their own, and nobody is named for them: the label names who asks.
- A time at the start of a line begins a turn at that time, if a sentence ended before it; a time at the end of a
  paragraph is its end. A time inside a sentence is dropped and counted.
- A short line without a full stop that stands before a time is the heading of what follows. So is a line on its own in
  capitals, where the format has no headings of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.transcripts.codes import NoticeCode
from archive.transcripts.header import is_header_block
from archive.transcripts.labels import SHARE_OF_LABELS, Labels, core, find_labels, titled_capitals
from archive.transcripts.records import Notices, Paragraph, SourceLine, Turn
from archive.transcripts.sentences import ends_sentence
from archive.transcripts.timecode import parse_timecode
from archive.transcripts.wrapping import join_lines

_CLOCK = r"\d{1,2}:\d{2}:\d{2}(?:[:;]\d{2}|[.,]\d{1,3})?"
_TIME = re.compile(
    rf"(?<![\w:.])(?:[\[({{<]\s*(?P<bracketed>{_CLOCK}|\d{{1,3}}:\d{{2}}(?:[.,]\d{{1,3}})?)\s*[\])}}>]"
    r"|(?P<smpte>\d{2}[:;]\d{2}[:;]\d{2}[:;]\d{2}))(?![\w:])",
    re.ASCII,
)
_TIME_FIRST = re.compile(
    rf"\s*(?P<clock>{_CLOCK}|\d{{2}}[:;]\d{{2}}[:;]\d{{2}}[:;]\d{{2}})(?:\s*[-–—])?(?=\s|$)", re.ASCII
)
_TIME_LAST = re.compile(rf"(?:^|\s)(?P<clock>{_CLOCK})\s*$", re.ASCII)
_TIME_ALONE = re.compile(r"\s*(?P<clock>\d{1,2}:\d{2})\s*$", re.ASCII)
_SPEAKER_TIME = re.compile(
    rf"\s*(?P<speaker>[^\W\d_][^:\n]{{0,40}}?)\s*[:,]?\s+[\[(]?(?P<clock>{_CLOCK}|\d{{1,2}}:\d{{2}})[\])]?\s*$"
)
_HEADING_WORDS = 10
_IN_BRACKETS = re.compile(r"(?:[(\[][^()\[\]]*[)\]][\s.]*)+")
_SWORN = re.compile(r"\b(?:duly sworn|sworn states|sworn, states|affirms|affirmed and states)\b", re.IGNORECASE)
_SWORN_WORDS = 14
_ANSWER = re.compile(r"(?<=\S)\s+-{3}\s+(?=\S)")
_ANSWERS_MARKED = 3
_LABELLED_FILE = 3
_MINUTE_LINES = 3


@dataclass(frozen=True, slots=True)
class _Event:
    """One thing found in a paragraph: one of the fields besides `line` is set."""

    line: int
    text: str = ""
    speaker: str = ""
    milliseconds: int | None = None
    heading: str = ""
    answer: bool = False


def make_turns(
    paragraphs: Sequence[Paragraph],
    notices: Notices,
    *,
    words: Counter[str] | None = None,
    capitals_are_headings: bool = False,
    carry_on: bool = True,
    caption: bool = False,
) -> list[Turn]:
    """The turns of a file's paragraphs, in order.

    Args:
        words: how often each word stands in the file, for words divided at a line's end.
        capitals_are_headings: a line on its own in capitals is a heading (formats without headings of their own).
        carry_on: paragraphs without a label may belong to the speaker before them; not where the format names the
            speaker of every unit and silence means that it is not known.
        caption: the paragraphs are captions.
    """
    return _Walk(list(paragraphs), notices, words or Counter(), capitals_are_headings, carry_on, caption).turns()


def _starts_with_time(text: str) -> bool:
    return bool(_TIME_FIRST.match(text) or _TIME.match(text.lstrip()))


def _is_topic(text: str) -> bool:
    """Short and without a mark at its end: it may be the heading of what follows."""
    words = text.split()
    if not 0 < len(words) <= _HEADING_WORDS or _TIME.search(text):
        return False
    return words[-1][-1] not in "…,;:،؛–—-" and not ends_sentence(words[-1])


def _is_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 3 and all(letter.isupper() for letter in letters)


@dataclass(slots=True)
class _Walk:
    """Walks the paragraphs of one file once; the fields after `caption` are its state."""

    paragraphs: list[Paragraph]
    notices: Notices
    vocabulary: Counter[str]
    capitals_are_headings: bool
    carry_on: bool
    caption: bool
    labels: Labels = field(init=False)
    done: list[Turn] = field(default_factory=list)
    headings: list[tuple[str, int]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    speaker: str = ""
    awaited: bool = False
    awaited_line: int = 1
    start_ms: int | None = None
    line: int = 1
    carried: int = 0
    inside: int = 0
    minute_lines: bool = False
    answers_marked: bool = False
    names_alone: Counter[str] = field(default_factory=Counter)
    questioner: str = ""

    def turns(self) -> list[Turn]:
        self.labels = find_labels(self._lines_for_labels(), len(self.paragraphs))
        alone = sum(bool(_TIME_ALONE.match(line.text)) for paragraph in self.paragraphs for line in paragraph.lines)
        self.minute_lines = alone >= _MINUTE_LINES
        self.names_alone.update(
            core(paragraph.lines[0].text).casefold()
            for paragraph in self.paragraphs
            if len(paragraph.lines) == 1 and titled_capitals(paragraph.lines[0].text)
        )
        marked = sum(bool(_ANSWER.search(line.text)) for paragraph in self.paragraphs for line in paragraph.lines)
        self.answers_marked = marked >= _ANSWERS_MARKED
        labelled = self._labelled()
        self.carry_on = (
            self.carry_on and labelled >= _LABELLED_FILE and labelled * SHARE_OF_LABELS >= len(self.paragraphs)
        )
        for index, paragraph in enumerate(self.paragraphs):
            following = self.paragraphs[index + 1] if index + 1 < len(self.paragraphs) else None
            self._paragraph(paragraph, following)
        self._keep_idle_label()
        for heading, line in self.headings:
            self.done.append(Turn(heading, line=line))
        if self.carried:
            self.notices.add(NoticeCode.SPEAKER_CARRIED_ON, count=self.carried)
        if self.inside:
            self.notices.add(NoticeCode.TIME_INSIDE_SENTENCE, count=self.inside)
        return self.done

    def _lines_for_labels(self) -> Iterator[str]:
        lines = [line.text for paragraph in self.paragraphs if not paragraph.heading for line in paragraph.lines]
        for index, text in enumerate(lines):
            if match := _SPEAKER_TIME.match(text):
                yield f"{match['speaker']}:"
            elif not (_is_topic(text) and index + 1 < len(lines) and _starts_with_time(lines[index + 1])):
                yield self._after_time(text)

    @staticmethod
    def _after_time(text: str) -> str:
        """The text without a time at its start; the indent stays when there is none."""
        bare = text.lstrip()
        match = _TIME_FIRST.match(bare) or _TIME.match(bare)
        return bare[match.end() :] if match else text

    def _labelled(self) -> int:
        explicit = sum(bool(paragraph.speaker) for paragraph in self.paragraphs)
        lines = (line.text for paragraph in self.paragraphs for line in paragraph.lines)
        return explicit + sum(self._begins_with_label(text) for text in lines)

    def _begins_with_label(self, text: str) -> bool:
        match = _SPEAKER_TIME.match(text)
        if match and self.labels.is_name(match["speaker"]):
            return True
        return self.labels.split(self._after_time(text)) is not None

    # -- one paragraph ------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        text = " ".join(" ".join(line.text.split()) for line in paragraph.lines).strip()
        if not text:
            return
        first = paragraph.lines[0].number
        if paragraph.heading or self._is_heading(paragraph, text, following):
            self.headings.append((text, first))
            if paragraph.heading:
                self._keep_idle_label()
                self.speaker = ""
            return
        if not paragraph.speaker and following and len(paragraph.lines) == 1 and self._names_speaker(text):
            self._await_words_of(core(text.rstrip(":： ")), first)
            return
        if self.answers_marked and not self.speaker and _ANSWER.search(text):
            self.speaker = self.questioner
        before = self.speaker
        if paragraph.speaker:
            self._keep_idle_label()
            self.speaker = paragraph.speaker
        elif not self.awaited and (not self.carry_on or self._is_nobodys(paragraph, text)):
            self.speaker = ""
        carried = bool(self.speaker) and not paragraph.speaker and not self.awaited
        if paragraph.start_ms is not None:
            self.start_ms = paragraph.start_ms
        events = list(self._events(paragraph, following))
        if carried and not any(event.speaker for event in events):
            self.carried += 1
        self._follow(events, paragraph)
        if not self.speaker and self.carry_on and not any(event.answer for event in events):
            self.speaker = before

    def _is_heading(self, paragraph: Paragraph, text: str, following: Paragraph | None) -> bool:
        if len(paragraph.lines) != 1 or following is None or paragraph.speaker or not self.capitals_are_headings:
            return False
        if not _is_capitals(text) or not _is_topic(text) or text.startswith(("(", "[")):
            return False
        return not titled_capitals(text) and self.labels.split(paragraph.lines[0].text) is None

    def _names_speaker(self, text: str) -> bool:
        name = text.rstrip(":： ")
        known = self.labels.is_name(name) or self.names_alone[core(name).casefold()] > 1
        return len(name.split()) <= 6 and name[-1:] not in ".!?" and _is_capitals(name) and known

    def _is_nobodys(self, paragraph: Paragraph, text: str) -> bool:
        if _IN_BRACKETS.fullmatch(text):
            return True
        if is_header_block([line.text for line in paragraph.lines]):
            return True
        if _SWORN.search(text) and len(text.split()) <= _SWORN_WORDS:
            return True
        return _is_capitals(text) and len(text.split()) >= 2

    def _events(self, paragraph: Paragraph, following: Paragraph | None) -> Iterator[_Event]:
        header = not paragraph.speaker and is_header_block([line.text for line in paragraph.lines])
        after = following.lines[0].text if following and following.lines else ""
        texts = [line.text for line in paragraph.lines]
        for index, line in enumerate(paragraph.lines):
            if header:
                yield _Event(line.number, text=line.text)
                continue
            next_text = texts[index + 1] if index + 1 < len(texts) else after
            yield from self._line(line, next_text, labelled=bool(paragraph.speaker), last=index + 1 == len(texts))

    def _line(self, line: SourceLine, next_text: str, *, labelled: bool, last: bool) -> Iterator[_Event]:
        text = line.text
        if not labelled and (match := _SPEAKER_TIME.match(text)) and self.labels.is_name(match["speaker"]):
            yield _Event(line.number, speaker=core(match["speaker"]))
            yield from self._time(match["clock"], line)
            return
        if self.minute_lines and (match := _TIME_ALONE.match(text)):
            yield from self._time(match["clock"], line)
            return
        initials = None if labelled else self.labels.split_initials(text)
        if initials:
            yield _Event(line.number, speaker=initials[0])
            text = initials[1]
        if _is_topic(text) and _starts_with_time(next_text) and not _starts_with_time(text):
            yield _Event(line.number, heading=" ".join(text.split()))
            return
        first = _TIME_FIRST.match(text)
        if first:
            yield from self._time(first["clock"], line)
            text = text[first.end() :]
        elif bracketed := _TIME.match(text.lstrip()):
            yield from self._time(bracketed["bracketed"] or bracketed["smpte"], line)
            text = text.lstrip()[bracketed.end() :]
        label = None if labelled or initials else self.labels.split(text)
        if label:
            yield _Event(line.number, speaker=label[0])
            text = label[1]
        yield from self._rest(text, line, last=last)

    def _rest(self, text: str, line: SourceLine, *, last: bool) -> Iterator[_Event]:
        """The words of a line with the times among them."""
        begin = 0
        for match in _TIME.finditer(text):
            yield from self._words(text[begin : match.start()], line)
            yield from self._time(match["bracketed"] or match["smpte"], line)
            begin = match.end()
        text = text[begin:]
        final = _TIME_LAST.search(text) if last else None
        if final:
            yield from self._words(text[: final.start()], line)
            yield from self._time(final["clock"], line)
        else:
            yield from self._words(text, line)

    def _words(self, text: str, line: SourceLine) -> Iterator[_Event]:
        """Words of a line, with the marks that an answer begins."""
        parts = _ANSWER.split(text) if self.answers_marked else [text]
        for index, part in enumerate(parts):
            if index:
                yield _Event(line.number, answer=True)
            yield _Event(line.number, text=part)

    def _time(self, clock: str, line: SourceLine) -> Iterator[_Event]:
        milliseconds = parse_timecode(clock)
        if milliseconds is None:
            self.notices.add(NoticeCode.TIME_UNREADABLE, line.number, text=clock)
            yield _Event(line.number, text=clock)
        else:
            yield _Event(line.number, milliseconds=milliseconds)

    # -- events to turns ----------------------------------------------------------------------------------------

    def _follow(self, events: Sequence[_Event], paragraph: Paragraph) -> None:
        events = [event for event in events if event != _Event(event.line, text=event.text) or event.text.strip()]
        ends: int | None = paragraph.end_ms
        if len(events) > 1 and events[-1].milliseconds is not None and events[-2].text:
            ends = events[-1].milliseconds
            events = events[:-1]
        for event in events:
            if event.speaker:
                self._flush(paragraph)
                self._await_words_of(event.speaker, event.line)
            elif event.answer:
                self._flush(paragraph)
                # Several answers in a paragraph are answers to questions between them: who asks is named once.
                self.questioner, self.speaker = self.speaker or self.questioner, ""
            elif event.heading:
                self._flush(paragraph)
                self.headings.append((event.heading, event.line))
            elif event.milliseconds is not None:
                self._take_time(event.milliseconds, paragraph)
            else:
                if not self.lines:
                    self.line = event.line
                self.awaited = False
                self.lines.append(event.text)
        self._flush(paragraph, ends)

    def _await_words_of(self, speaker: str, line: int) -> None:
        """The words that follow are this speaker's."""
        self._keep_idle_label()
        self.speaker, self.awaited, self.awaited_line = speaker, True, line

    def _keep_idle_label(self) -> None:
        """A label that no words followed (`INQUIRY RESUMES:`) is words itself, and nobody's."""
        if self.awaited:
            self.awaited = False
            self.done.append(Turn(self.speaker, line=self.awaited_line))

    def _take_time(self, milliseconds: int, paragraph: Paragraph) -> None:
        if self.lines:
            last = self.lines[-1].split()[-1]
            if not ends_sentence(last) and last[-1] not in "…–—-":
                self.inside += 1
                return
            self._flush(paragraph)
        self.start_ms = milliseconds

    def _flush(self, paragraph: Paragraph, end_ms: int | None = None) -> None:
        """Ends the turn that is being built; headings and times wait until there are words."""
        text = join_lines(self.lines, self.vocabulary, self.notices)
        self.lines = []
        if not text:
            return
        heading = " · ".join(heading for heading, _line in self.headings)
        self.headings = []
        turn = Turn(text, self.speaker, self.start_ms, end_ms, heading, paragraph.language, self.line, self.caption)
        self.start_ms = None
        self.done.append(turn)
