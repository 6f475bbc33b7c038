"""Which `NAME:` at the start of a line is a speaker.

A colon makes no speaker: "He said: …" has one too. A label is believed when it is a role ("Interviewer", «سؤال»), when
it is in capitals with a title (`MR MALAN`), or when the same label comes back in the file; never when it is the name of
a header field ("Age", "Date"). Some transcripts set initials before a wide gap instead (`TF   OK.`) and often explain
them (`TF = Trish`); those are read too.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.transcripts.records import SourceLine

SHARE_OF_LABELS = 10
"""In a conversation at least one paragraph in so many begins with a label."""

_LABEL = re.compile(r"\s*(?:>>+\s*|[-–—]\s+)?(?P<label>[^\W_][^:：\n\t]{0,58}?)\s*[:：](?=[\s\"“«‘'(\[…]|$)\s*")
_GAP_LABEL = re.compile(r"\s{0,4}(?P<label>[A-Z]{1,3})(?:[ \u00a0]{2,}|\t+|\s*$)")
_LABEL_PIECES, _LABEL_PIECE_WORDS = 6, 4
_LEGEND = re.compile(r"(?<!\w)([A-Z]{1,3})\s*=\s*([^\W\d_][\w.' -]{0,40}?)(?=\s{2}|\s*[,;]|\s+[A-Z]{1,3}\s*=|\s*$)")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_NUMBER = re.compile(r"[\s#]*\d+$")
_PARTICLES = frozenset("van von der den de du da di bin ibn bint al el of the and & la le abu umm".split())
_ROLES = frozenset(
    "interviewer interviewee narrator witness questioner question answer speaker respondent informant moderator "
    "facilitator presenter host guest translator interpreter unidentified unknown researcher investigator "
    "commissioner chairperson chairman chair chairwoman judge clerk counsel prosecutor president participant "
    "audience سؤال جواب س ج المحاور المحاورة محاور محاورة المقابل المقابلة الراوي الراوية راوي راوية الشاهد "
    "الشاهدة شاهد شاهدة المذيع المذيعة الضيف الضيفة المترجم المترجمة الباحث الباحثة القاضي الرئيس المتحدث "
    "المتحدثة متحدث متحدثة المتكلم المتكلمة السائل المجيب صوت".split()
)
_TITLES = frozenset(
    "mr mrs ms miss dr adv prof rev revd father bishop archbishop sister judge justice commissioner general col "
    "colonel capt captain brig brigadier maj major lt sgt sergeant insp inspector hon senator minister president "
    "chairperson chairman chair chairwoman interpreter witness facilitator translator".split()
)
_NO_SPEAKERS = frozenset(
    "note notes date dated time times place location subject subjects topic topics title reference references ref "
    "source sources page pages tape tapes track side disc file http https ftp mailto tel telephone fax mobile "
    "phone email e-mail url web website age address language languages no number case names name victim victims "
    "violation transcribers transcriber transcribed worker editor edited written person persons informants "
    "worker's year day month session part chapter section appendix exhibit annexure summary keywords keyword "
    "duration collection rights copyright attention warning example examples p.s ps nb n.b to from cc re via "
    "published publisher venue hearing words district bibliography citation nature testimony abstract "
    "restrictions format credit credits produced state county comments comment personal occupation birthplace "
    "born race ملاحظة ملاحظات التاريخ تاريخ المكان مكان العنوان عنوان الموضوع المصدر المراجع مثال مثلا الهاتف "
    "العمر الصفحة".split()
)


def core(label: str) -> str:
    """The label without asides in brackets or punctuation around it: `MR X (through interpreter)` is `MR X`."""
    return " ".join(_ASIDE.sub(" ", label).split()).strip(" .,-–—*_")


def _words(label: str) -> list[str]:
    return core(label).casefold().replace(".", "").split()


def _is_role(label: str) -> bool:
    words = _NUMBER.sub("", core(label).casefold()).split()
    return bool(words) and (" ".join(words) in _ROLES or (len(words) == 2 and words[0] in _ROLES))


def _is_capitals(label: str) -> bool:
    letters = [letter for letter in core(label) if letter.isalpha()]
    return len(letters) >= 2 and all(letter.isupper() for letter in letters)


def _is_name(label: str) -> bool:
    """Every word begins with a capital or is a particle; in scripts without capitals, up to four words."""
    words = core(label).split()
    if not words or len(words) > 6 or not any(letter.isalpha() for letter in words[0]):
        return False
    first = words[0][0]
    if not (first.isupper() or first.islower()):
        return len(words) <= 4
    return all(word[0].isupper() or word.casefold() in _PARTICLES or word[0].isdigit() for word in words)


def titled_capitals(text: str) -> bool:
    """Capitals that begin with a title, as `DR ORR`: a speaker's name even when it stands on a line of its own."""
    words = _words(text)
    return (
        bool(words) and len(words) <= 5 and words[0] in _TITLES and _is_capitals(text) and text.strip()[-1:] not in "!?"
    )


def candidate(line: str) -> str:
    """The label a line may begin with, or ""."""
    match = _LABEL.match(line)
    if match is None:
        return ""
    label = core(match["label"])
    words = _words(label)
    if not words or len(words) > 6 or words[0] in _NO_SPEAKERS or words[-1] in _NO_SPEAKERS:
        return ""
    return label if _is_role(label) or _is_capitals(label) or _is_name(label) else ""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels one file uses.

    Args:
        names: labels with a colon that are speakers, case-folded.
        initials: initials before a wide gap; empty when the file does not write that way.
        legend: what the file says the initials stand for.
    """

    names: frozenset[str]
    initials: frozenset[str]
    legend: Mapping[str, str]

    def split_initials(self, line: str) -> tuple[str, str] | None:
        """Speaker and the rest of a line that begins with initials and a wide gap, or None."""
        gap = _GAP_LABEL.match(line) if self.initials else None
        if gap is None or gap["label"] not in self.initials:
            return None
        return self.legend.get(gap["label"], gap["label"]), line[gap.end() :].strip()

    def split(self, line: str) -> tuple[str, str] | None:
        """Speaker and the rest of the line, or None when the line begins with no label."""
        if initials := self.split_initials(line):
            return initials
        label = candidate(line)
        match = _LABEL.match(line)
        if match is None or label.casefold() not in self.names:
            return None
        # An aside in the label (`MR X (through interpreter):`) stays with the words.
        asides = " ".join(aside.strip() for aside in _ASIDE.findall(match["label"]))
        return label, f"{asides} {line[match.end() :].strip()}".strip()

    def is_name(self, text: str) -> bool:
        """Whether the text as it stands is one of the file's labels."""
        return core(text).casefold() in self.names


def join_broken_labels(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with speakers' names that were broken over several of them (text out of PDFs) on one line again.

    Only a name in capitals with a title, that stands unbroken elsewhere in the file, and at most six short lines after
    its beginning: an answer must not be given to whoever asked. Blank lines among them go. Cost: one pass.
    """
    whole = {label for line in lines if (label := candidate(line.text)) and titled_capitals(label)}
    if not whole:
        return list(lines)
    joined: list[SourceLine] = []
    index = 0
    while index < len(lines):
        line, end = lines[index], index + 1
        if ":" not in line.text and titled_capitals(core(line.text)):
            text, end = _broken_label(lines, index, whole)
            line = SourceLine(line.number, text)
        joined.append(line)
        index = end
    return joined


def _broken_label(lines: Sequence[SourceLine], index: int, whole: Collection[str]) -> tuple[str, int]:
    """The line at ``index`` joined with those that end its label, and where the next one is; itself where none do."""
    text = lines[index].text.rstrip()
    taken = 0
    for place in range(index + 1, len(lines)):
        piece = lines[place].text.strip()
        if not piece:
            continue
        text, taken = f"{text} {piece}", taken + 1
        if ":" in piece:
            known = candidate(text) in whole
            return (text, place + 1) if known else (lines[index].text, index + 1)
        if taken == _LABEL_PIECES or len(piece.split()) > _LABEL_PIECE_WORDS:
            break
    return lines[index].text, index + 1


def find_labels(lines: Iterable[str], paragraphs: int = 0) -> Labels:
    """The labels of a file, from the lines of its paragraphs. Cost: one pass.

    Args:
        paragraphs: how many the file has. Where fewer than one in ten begins with a label that comes back, the text is
            a story and not a conversation: only roles and titles in capitals are labels then.
    """
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    gaps: Counter[str] = Counter()
    legend: dict[str, str] = {}
    for line in lines:
        if label := candidate(line):
            counts[label.casefold()] += 1
            spelling.setdefault(label.casefold(), label)
        elif gap := _GAP_LABEL.match(line):
            gaps[gap["label"]] += 1
        pairs = _LEGEND.findall(line)
        if len(pairs) > 1:
            legend.update(pairs)
    again = {name: count for name, count in counts.items() if count > 1}
    conversation = sum(again.values()) * SHARE_OF_LABELS >= paragraphs
    many = conversation and sum(again.values()) >= 6
    names = set()
    for name in counts:
        label = spelling[name]
        single_letter = len(name) == 1 and name.isascii()
        sure = (_is_role(label) and not single_letter) or titled_capitals(label)
        if sure or (conversation and name in again) or (many and _is_capitals(label)):
            names.add(name)
    used = [name for name, count in gaps.items() if count > 1 or name in legend]
    # In justified text any word may stand before a wide gap: where labels have colons, initials must be explained.
    believed = legend or (not many and len(used) > 1 and sum(gaps.values()) >= 6)
    initials = frozenset(used) if believed else frozenset()
    if legend and initials:
        initials |= frozenset(gaps) | frozenset(legend)
    return Labels(frozenset(names), initials, legend)
