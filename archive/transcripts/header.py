"""Header fields at the top of a transcript (`Interviewer: …`, `Person interviewed: …`, «الراوي: …») become metadata.

Only the first block of lines is looked at, it must hold two fields of which one cannot be a speaker's label, and every
value must be short: words somebody said are never taken for a header.
"""

import re
from collections.abc import Sequence

from archive.transcripts.codes import NoticeCode
from archive.transcripts.records import Notices, SourceLine

FIELDS = {
    "title": "title",
    "narrator": "narrator",
    "interviewee": "narrator",
    "person interviewed": "narrator",
    "name of interviewee": "narrator",
    "informant": "narrator",
    "witness": "narrator",
    "name": "narrator",
    "names": "narrator",
    "subject": "narrator",
    "interviewer": "interviewer",
    "interviewed by": "interviewer",
    "worker": "interviewer",
    "date": "date",
    "date of interview": "date",
    "starting date": "date",
    "recorded": "date",
    "recorded on": "date",
    "place": "place",
    "location": "place",
    "language": "language",
    "age": "age",
    "editor": "editor",
    "edited by": "editor",
    "transcriber": "transcriber",
    "transcribed by": "transcriber",
    "rights": "rights",
    "licence": "rights",
    "collection": "collection",
    "case number": "case_number",
    "url": "source_url",
    "type": "kind",
    "العنوان": "title",
    "الراوي": "narrator",
    "الراوية": "narrator",
    "الاسم": "narrator",
    "المحاور": "interviewer",
    "المحاورة": "interviewer",
    "أجرى المقابلة": "interviewer",
    "التاريخ": "date",
    "تاريخ المقابلة": "date",
    "المكان": "place",
    "مكان المقابلة": "place",
    "اللغة": "language",
    "العمر": "age",
    "الحقوق": "rights",
}
_SPEAKERS_TOO = frozenset(
    {"narrator", "interviewee", "interviewer", "informant", "witness", "الراوي", "الراوية", "المحاور", "المحاورة"}
)
_FIELD = re.compile(r"\s*([^\W\d_][^:：\n]{1,30}?)\s*[:：]\s+(\S.*?)\s*$")
_LONGEST_VALUE = 12


def field_of(line: str) -> tuple[str, str, str] | None:
    """Key, label as written in small letters, and value of a header line, or None."""
    match = _FIELD.match(line)
    if match is None:
        return None
    label = " ".join(match[1].casefold().split())
    key = FIELDS.get(label)
    if key is None or len(match[2].split()) > _LONGEST_VALUE or match[2].endswith(("?", "!", "؟")):
        return None
    return key, label, " ".join(match[2].split())


def is_header_block(lines: Sequence[str]) -> bool:
    """Whether the lines are header fields: two different ones, and one of them is no speaker's label."""
    found = [field for line in lines if (field := field_of(line))]
    labels = [label for _key, label, _value in found]
    return (
        len(set(labels)) >= 2
        and len(set(labels)) == len(labels)
        and any(label not in _SPEAKERS_TOO for label in labels)
    )


def read_header(lines: Sequence[SourceLine], notices: Notices) -> tuple[dict[str, str], list[SourceLine]]:
    """Metadata of the first block of lines when that is a header, and the lines without it.

    Lines of the block that are no field stay, except an indented one, which continues the value before it.
    """
    begin = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    end = begin
    while end < len(lines) and lines[end].text.strip():
        end += 1
    block = lines[begin:end]
    if len(block) > 30 or not is_header_block([line.text for line in block]):
        return {}, list(lines)
    metadata: dict[str, str] = {}
    rest: list[SourceLine] = []
    current = ""
    for line in block:
        field = field_of(line.text)
        if field:
            current = field[0]
            value = field[2]
        elif current and line.text[:2].isspace() and len(line.text.split()) <= _LONGEST_VALUE:
            value = " ".join(line.text.split())
        else:
            current = ""
            rest.append(line)
            continue
        metadata[current] = f"{metadata[current]}, {value}" if current in metadata else value
    notices.add(NoticeCode.HEADER_FIELDS, block[0].number, count=len(metadata))
    return metadata, [*rest, *lines[end:]]
