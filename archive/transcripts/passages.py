"""The rules that make passages of turns. No word is lost, added or moved.

1. Captions of one speaker, one language and one section are joined until a sentence ends near 60 words: a caption is
   a line on a screen, not a passage. Without any full stop they are joined up to 90 words. The passage takes the start
   of its first and the end of its last caption.
2. A caption of three words or fewer left over is merged with its neighbour of the same speaker.
3. A turn over 250 words is split into even parts at sentence ends, at a comma or semicolon when no sentence ends
   within reach, and after 250 words when nothing does. The first part keeps the start, the last one the end.
4. A file makes at most 8,000 passages.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.records import Notices, ParsedPassage, TranscriptError, Turn
from archive.transcripts.sentences import pauses, sentence_ends, text_ends_sentence

MAXIMUM_WORDS = 250
CAPTION_WORDS = 60
CAPTION_WORDS_WITHOUT_END = 90
SHORT_CAPTION_WORDS = 3
MAXIMUM_PASSAGES = 8_000


def split_words(text: str, limit: int = MAXIMUM_WORDS) -> list[str]:
    """The text in parts of at most `limit` words, cut as evenly as the sentence ends allow (rule 3)."""
    tokens = text.split()
    if len(tokens) <= limit:
        return [" ".join(tokens)] if tokens else []
    ends = sentence_ends(tokens)
    breaths = [index + 1 for index, token in enumerate(tokens[:-1]) if pauses(token)]
    parts = []
    begin = 0
    while len(tokens) - begin > limit:
        left = len(tokens) - begin
        target = begin + -(-left // -(-left // limit))
        cut = _nearest(ends, target, begin, begin + limit) or _nearest(breaths, target, begin, begin + limit)
        cut = cut or begin + limit
        parts.append(" ".join(tokens[begin:cut]))
        begin = cut
    parts.append(" ".join(tokens[begin:]))
    return parts


def _nearest(cuts: Sequence[int], target: int, begin: int, last: int) -> int | None:
    """The cut closest to the target, after `begin` and not after `last`, or None."""
    allowed = cuts[bisect_right(cuts, begin) : bisect_right(cuts, last)]
    if not allowed:
        return None
    place = bisect_left(allowed, target)
    return min(allowed[max(0, place - 1) : place + 1], key=lambda cut: abs(cut - target))


def _same_voice(first: Turn, second: Turn) -> bool:
    """Whether the second may be joined to the first: both captions of one speaker and language, no heading between."""
    return (
        first.caption
        and second.caption
        and not second.heading
        and first.speaker == second.speaker
        and first.language == second.language
    )


def _joined(first: Turn, second: Turn) -> Turn:
    """Both as one: the start of the first that has one, the end of the last."""
    start = first.start_ms if first.start_ms is not None else second.start_ms
    return replace(first, text=f"{first.text} {second.text}", start_ms=start, end_ms=second.end_ms)


def join_captions(turns: Iterable[Turn]) -> list[Turn]:
    """Captions joined into passages by rules 1 and 2; turns that are no captions stay as they are."""
    joined: list[Turn] = []
    words = 0
    for turn in turns:
        count = len(turn.text.split())
        if joined and _same_voice(joined[-1], turn) and _takes_more(joined[-1].text, words, count):
            joined[-1] = _joined(joined[-1], turn)
            words += count
        else:
            joined.append(turn)
            words = count
    return _without_short_captions(joined)


def _takes_more(text: str, words: int, more: int) -> bool:
    if text_ends_sentence(text):
        return words + more <= CAPTION_WORDS
    return words + more <= CAPTION_WORDS_WITHOUT_END


def _without_short_captions(turns: Sequence[Turn]) -> list[Turn]:
    merged: list[Turn] = []
    for turn in turns:
        short = len(turn.text.split()) <= SHORT_CAPTION_WORDS
        before_short = bool(merged) and len(merged[-1].text.split()) <= SHORT_CAPTION_WORDS
        if merged and _same_voice(merged[-1], turn) and (short or before_short):
            merged[-1] = _joined(merged[-1], turn)
        else:
            merged.append(turn)
    return merged


def make_passages(turns: Iterable[Turn], notices: Notices) -> tuple[ParsedPassage, ...]:
    """Passages of the turns, by the rules at the top.

    Raises:
        TranscriptError: no words at all, or more passages than a file may make.
    """
    passages: list[ParsedPassage] = []
    split = 0
    for turn in join_captions(turns):
        parts = split_words(turn.text)
        split += len(parts) > 1
        for index, part in enumerate(parts):
            passages.append(
                ParsedPassage(
                    text=part,
                    speaker=turn.speaker,
                    start_ms=turn.start_ms if index == 0 else None,
                    end_ms=turn.end_ms if index == len(parts) - 1 else None,
                    heading=turn.heading if index == 0 else "",
                    language=turn.language,
                )
            )
    if not passages:
        raise TranscriptError(RefusalCode.NO_WORDS)
    if len(passages) > MAXIMUM_PASSAGES:
        data: dict[str, str | int] = {"count": len(passages), "limit": MAXIMUM_PASSAGES}
        raise TranscriptError(RefusalCode.TOO_MANY_PASSAGES, data=data)
    if split:
        notices.add(NoticeCode.PASSAGES_SPLIT, count=split)
    return tuple(passages)
