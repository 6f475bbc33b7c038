"""The heads of the narratives: who told it, to whom, where, when and how old. Each state had a form of its own.

1. Labels (Arkansas, North Carolina, Kansas): ``Person interviewed:``, ``Interviewer:``, ``Worker:``, ``Age:``.
2. Sentences (Virginia, Maryland): ``Interview of Mrs. Fannie Berry``, ``Personal interview with Page Harris``.
3. Lines (Florida, Georgia, Indiana, Oklahoma, South Carolina): the narrator in capitals, the worker above or after
   ``Written by``, ``Field Worker``, ``By``.
4. Texas: the narrator's name begins the first paragraph, or stands alone above it.
"""

import re
from dataclasses import dataclass

from archive.dates import DateError, parse_date

_LONGEST_HEAD = 32
_GAP = re.compile(r"\n[ \t]*\n[ \t]*\n")
_NOTE = re.compile(r"[ ]*\[(?:(?:TR|HW|SP|~HW|Date [Ss]tamp|Illustration)[^\]]*|[\d\s-]*)\][ ]*")
_PERSON = re.compile(
    r"^\s*(?:p[ae]rson interviewed|information by|interviewed|story teller|name of informant|informant|source|reference"
    r"|name and address of informant|subject|this information given by|title|told by|as told by)\s*:?\s+(?P<name>.+)$",
    re.IGNORECASE,
)
_SURE = re.compile(r"\s*(?:p[ae]rson|interviewed|story teller|informant)", re.IGNORECASE)
_INTERVIEW_WITH = re.compile(
    r"\b(?:interviews? (?:of|with)|told by|autobiography of|life story of|story of|biography of|slavery days of)\s+"
    r"(?P<name>[^\n]+)",
    re.IGNORECASE,
)
_SOURCE_AT_END = re.compile(r"^\s*Source:\s*(?P<name>[^\n(,;]+)", re.MULTILINE)
_WORKER = re.compile(
    r"^\s*(?:name of )?(?:interviewer|field worker|worker|name of worker|written by|by|prepared by|submitted by"
    r"|interview(?:ed)? by|\(interviewed by)\s*(?:[:.]|--|\s)\s*(?P<name>\S.*?)\)?\s*$",
    re.IGNORECASE,
)
_WORKER_ALONE = re.compile(r"^\s*(?:written by|by|prepared by|submitted by)\s*:?\s*$", re.IGNORECASE)
_WORKER_AFTER = re.compile(r"^\s*(?P<name>[^,:]+?),?\s+\(?(?:field worker|interviewer)\)?", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:aged?\b[^\d\n:]{0,12}:?\s*|)(?P<age>\d{2,3})[^\S\n]*(?:years|yrs)\b|\bage[d:]?\s*(?:about|:)?\s*(?P<after>[^\s,][^\n,]{0,24})",
    re.I,
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = re.compile(
    rf"\b(?:{_MONTH}\s+\d{{1,2}}[,.]?\s+19\d\d|\d{{1,2}}\s+{_MONTH},?\s+19\d\d|{_MONTH},?\s+19\d\d)", re.IGNORECASE
)
_AMERICAN = re.compile(r"(?<![\d/-])(\d{1,2})[-/](\d{1,2})[-/](?:19)?(3[5-9])(?!\d)")
_NO_NAMES = re.compile(
    r"\b(?:PROJECT|WRITERS|FOLK ?LORE|PLANTATION|EX-?SLAVES?|SLAVES?|SLAVERY|STOR(?:Y|IES)|GUIDE|INTERVIEWS?"
    r"|NARRATIVES?|CUSTOMS|ANECDOTES|LIFE|FORM|CIRCUMSTANCES|DIST|DISTRICT|COUNTY|TOPEKA|OTTAWA|HUTCHINSON|ASSIGNMENT|FOLK"
    r"|TALES|MANUSCRIPT|NEGRO|SUBJECTS|FLORIDA|GEORGIA|ARKANSAS|OKLAHOMA|MARYLAND|INDIANA|VIRGINIA|TEXAS|W\.?P\.?A|CODE"
    r"|DATE|WORDS|RECEIVED|COPY|NAME|ATTACK|FIELD|CO|SUPERVISOR|EDITOR|MAY|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC|JAN|FEB|MAR)\b"
)
_TAIL = re.compile(
    r"\s*(?:--.*|,?\s*(?:an? )?\(?ex[- ]?(?:negro )?slave.*|,?\s*aged? .*|,?\s*\d+\s*y(?:ea)?rs.*|'s story.*|\s{2,}.*)"
    r"$",
    re.IGNORECASE,
)
_TEXAS = re.compile(
    r"\s*\*?(?P<name>(?:[A-Z][A-Z.'’\"-]*\s+){1,4}(?:[A-Z][A-Z.'’\"-]+)|(?:[A-Z]{2,}\s+){1,3}[A-Z]{2,})(?=[\s,(])"
)
_AGE_AFTER_NAME = re.compile(r"\s*\*?[A-Z][\w.'’ -]{3,40},\s+(\d{2,3}),")
_PERSONAL_NAME = re.compile(r"^[\"“(]?[A-Z][\w.'’\"-]*(?:\s+[\"“(]?(?:[A-Z][\w.'’\"-]*\)?|de|and|wife)){1,5}[\"”)]?$")


@dataclass(frozen=True, slots=True)
class Head:
    """What a head says; empty where it does not. ``date`` is EDTF; ``title`` is for a text that names no narrator."""

    narrator: str = ""
    interviewer: str = ""
    age: str = ""
    date: str = ""
    date_wording: str = ""
    title: str = ""


def divide(part: str) -> tuple[str, str]:
    """Head and words of a narrative: the head ends at two blank lines, or else before the first paragraph of prose."""
    lines = part.split("\n")
    if _is_prose(lines[:3]):
        return "", part
    blank = 0
    for index, line in enumerate(lines[:_LONGEST_HEAD]):
        blank = 0 if line.strip() else blank + 1
        if blank == 2 or (blank == 1 and _is_prose(lines[index + 1 : index + 4])):
            return "\n".join(lines[:index]).strip("\n"), "\n".join(lines[index:]).strip("\n")
    return "", part


def read_head(head: str, words: str) -> Head:
    """Read a head; ``words`` follow it and name the narrator where the head does not."""
    plain = _NOTE.sub(" ", head)
    lines = [line.strip() for line in plain.split("\n") if line.strip()]
    narrator = _narrator(lines, plain, words)
    date, wording = _date(head)
    return Head(
        narrator, _interviewer(lines, narrator), _age(plain) or _age_after_name(words), date, wording, _title(lines)
    )


def _title(lines: list[str]) -> str:
    """A line that may stand for the text where nobody is named: the last one in capitals that is no stamp."""
    titles = [line for line in lines if _letters(line).isupper() and not _DAY.search(line)]
    return titles[-1].strip('[]"') if titles else "Narrative" if lines else ""


def _is_prose(lines: list[str]) -> bool:
    """Whether lines are the beginning of a paragraph: full lines, or opening quotation marks."""
    if not lines or not lines[0].strip() or ":" in lines[0][:28]:
        return False
    full = [line for line in lines if len(line.strip()) > 55]
    return len(full) >= 2 or (len(full) >= 1 and lines[0].lstrip().startswith(('"', "“", "*")))


def _letters(text: str) -> str:
    return "".join(letter for letter in re.sub(r"\bMc|\bMac", "MC", text) if letter.isalpha())


def _narrator(lines: list[str], head: str, words: str) -> str:
    for line in lines:
        match = _PERSON.match(line)
        sure = bool(match and _SURE.match(line))
        if match and (_is_name(_name(match["name"])) or (sure and _PERSONAL_NAME.match(_name(match["name"])))):
            return _name(match["name"])
    if (match := _INTERVIEW_WITH.search(head)) and _is_name(_name(match["name"])):
        return _name(match["name"])
    for line in lines:
        bare = _bare(line.strip("[]() "))
        if _letters(bare).isupper() and _is_name(_name(bare)):
            return _name(bare)
    if len(lines) == 1 and _PERSONAL_NAME.match(lines[0]):
        return lines[0]
    if (match := _TEXAS.match(_NOTE.sub(" ", words[:400]).lstrip())) and not _NO_NAMES.search(match["name"]):
        return _name(match["name"])
    found = _SOURCE_AT_END.findall(words[-1_500:])
    return _name(found[-1]) if found and _is_name(_name(found[-1])) else ""


def _name(text: str) -> str:
    """A name without what follows it, in small letters where it stands in capitals."""
    text = _bare(text)
    if _letters(text).isupper():
        text = re.sub(r"[^\W\d_]{2,}", lambda word: word[0].capitalize(), text)
    return " ".join(text.split())


def _bare(text: str) -> str:
    """A name as it stands, without address, age and "ex-slave"."""
    text = _TAIL.sub("", text.strip(" \"'“”[].,"))
    return re.split(r",|\s\(|;|\.\s(?=\d)", text)[0].strip(" \"'“”[].,:")


def _is_name(text: str) -> bool:
    return bool(_PERSONAL_NAME.match(text)) and not _NO_NAMES.search(text.upper())


def _interviewer(lines: list[str], narrator: str) -> str:
    for index, line in enumerate(lines):
        if _WORKER_ALONE.match(line) and index + 1 < len(lines):
            return _clean_worker(lines[index + 1])
        match = _WORKER.match(line) or _WORKER_AFTER.match(line)
        if match and re.search(r"[A-Za-z]{2}", match["name"]):
            return _clean_worker(match["name"])
    # The worker's own name on a line by itself, above the narrator's, which is in capitals.
    alone = (line for line in lines if _is_name(line) and not _letters(line).isupper() and line != narrator)
    return next(alone, "")


def _clean_worker(text: str) -> str:
    name = re.split(r",|\s\(|\s{2,}|--", text)[0].strip(" :.-")
    return name if len(name.split()) <= 6 else ""


def _age(head: str) -> str:
    match = _AGE.search(head)
    return (match["age"] or match["after"] or "").strip(" .-") if match else ""


def _age_after_name(words: str) -> str:
    match = _AGE_AFTER_NAME.match(_NOTE.sub(" ", words[:400]))
    return match[1] if match else ""


def _date(head: str) -> tuple[str, str]:
    """EDTF and wording of the last date in a head: stamps stand below it."""
    for wording in reversed(_DAY.findall(head)):
        try:
            return parse_date(re.sub(r"\b(\d{1,2})\.\s", r"\1, ", wording)).edtf, wording
        except DateError:
            continue
    match = _AMERICAN.search(head)
    if match and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31:
        return f"19{match[3]}-{int(match[1]):02d}-{int(match[2]):02d}", match[0]
    return "", ""
