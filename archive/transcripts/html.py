"""HTML and XHTML, read by lxml's HTML parser.

Headings become headings, `<br>` a line break inside a paragraph; scripts, styles, forms and page navigation are
dropped. An element whose class says "speaker" is the speaker of its paragraph, as in the hearings of the South African
Truth and Reconciliation Commission; a class that ends in "label" in front of a short value is a header field, as there.
"""

import re
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml import html as lxml_html

from archive.transcripts import charset
from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.defusing import check_markup
from archive.transcripts.header import FIELDS
from archive.transcripts.passages import make_passages
from archive.transcripts.records import Notices, Paragraph, ParsedTranscript, SourceLine, TranscriptError
from archive.transcripts.timecode import settle_times
from archive.transcripts.turns import make_turns

_META_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = frozenset(
    "script style template noscript nav form button select input textarea iframe object embed svg math canvas audio "
    "video head".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_EMPTY = "\ufdd0"  # no character: Unicode keeps it for uses like this one
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(slots=True)
class _Page:
    """The state of one walk over the document."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    fields: int = 0
    parts: list[str] = field(default_factory=list)
    speaker: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    line: int = 1
    heading: bool = False
    language: str = ""

    def end_paragraph(self) -> None:
        """Makes a paragraph of the text gathered since the last block began or ended."""
        lines = [" ".join(line.split()) for line in "".join(self.parts).split("\n")]
        speaker = " ".join("".join(self.speaker).split()).rstrip(":： ")
        label = " ".join("".join(self.label).split()).rstrip(":： ")
        self.parts, self.speaker, self.label = [], [], []
        lines = lines if any(lines) else []
        if label and self._take_field(label, " ".join(lines)):
            return
        if label:
            lines = [f"{label}: {' '.join(lines)}"]
        if not lines:
            if speaker:
                self.paragraphs.append(Paragraph((SourceLine(self.line, f"{speaker}:"),), language=self.language))
            return
        lines[0] = lines[0].lstrip(":： ") if speaker else lines[0]
        if self.heading:
            lines = [" ".join(filter(None, lines))]
        for group in _groups(lines):
            source = tuple(SourceLine(self.line, line) for line in group)
            self.paragraphs.append(Paragraph(source, self.heading, speaker, self.language))
            speaker = ""

    def _take_field(self, label: str, value: str) -> bool:
        key = FIELDS.get(label.casefold()) or re.sub(r"\W+", "_", label.casefold()).strip("_")
        if not key or len(value.split()) > 30 or len(label.split()) > 5:
            return False
        if value:
            self.metadata.setdefault(key, value)
            self.fields += 1
        return True


def _groups(lines: list[str]) -> list[list[str]]:
    """Lines between empty ones: two line breaks in a row end a paragraph."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line:
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def read_html(data: bytes, notices: Notices, *, keep_empty: bool = False) -> ParsedTranscript:
    """Passages of an HTML file.

    Args:
        keep_empty: a paragraph without words becomes a passage without words, as a translation has where one passage is
            not translated yet.

    Raises:
        TranscriptError: entity declarations, an unknown charset, no words, or nesting that the parser refuses.
    """
    declared = _META_CHARSET.search(data[:16_384]) or _XML_CHARSET.match(data)
    text, name = charset.decode(data, notices, declared[1].decode("ascii") if declared else "")
    check_markup(text)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(_XML_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        detail: dict[str, str | int] = {"format": "html", "detail": str(error)[:80]}
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, data=detail) from error
    page = _Page()
    title = root.findtext(".//title")
    if title and title.strip():
        page.metadata["title"] = " ".join(title.split())
    if language := _language_of(root):
        page.metadata["language"] = language
    if keep_empty:
        _mark_empty(root)
    _walk(root, page)
    if page.fields:
        notices.add(NoticeCode.HEADER_FIELDS, count=page.fields)
    turns = settle_times(make_turns(page.paragraphs, notices), notices)
    passages = tuple(
        replace(passage, text="", speaker="") if passage.text == _EMPTY else passage
        for passage in make_passages(turns, notices)
    )
    if not any(passage.text for passage in passages):
        raise TranscriptError(RefusalCode.NO_WORDS)
    return ParsedTranscript(passages, notices.all(), "html", name, page.metadata)


def _mark_empty(root: etree._Element) -> None:
    """Gives paragraphs without words a sign that stands for none, so that they go through the rules in their place."""
    for element in root.iter("p"):
        if not len(element) and not (element.text or "").strip():
            element.text = _EMPTY


def _language_of(element: etree._Element) -> str:
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].rpartition(":")[2] == "lang" and _LANGUAGE.fullmatch(str(value)):
            return str(value)
    return ""


def _walk(root: etree._Element, page: _Page) -> None:
    """Goes through the document without recursion: hostile files nest deeply."""
    skipping = 0
    languages = [_language_of(root)]
    kinds: list[str] = ["parts"]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROPPED:
            skipping += 1 if event == "start" else -1
            if event == "end" and not skipping:
                _add(page, kinds[-1], element.tail)
            continue
        if skipping:
            continue
        if event == "start":
            _start(element, tag, page, kinds, languages)
        else:
            _end(element, tag, page, kinds, languages)
    page.end_paragraph()


def _add(page: _Page, kind: str, text: str | None) -> None:
    if text:
        getattr(page, kind).append(re.sub(r"\s+", " ", text))


def _start(element: etree._Element, tag: str, page: _Page, kinds: list[str], languages: list[str]) -> None:
    classes = (element.get("class") or "").casefold().split()
    languages.append(_language_of(element) or languages[-1])
    if tag in _INLINE or tag == "br":
        speaks = any(name in {"speaker", "speakername", "speaker-name"} for name in classes)
        labels = any(name.endswith("label") for name in classes)
        kinds.append("speaker" if speaks else "label" if labels else kinds[-1])
        if speaks and "".join(page.parts).strip():
            page.end_paragraph()
        if tag == "br":
            page.parts.append("\n")
    else:
        page.end_paragraph()
        kinds.append("parts")
        page.heading = tag in _HEADINGS
        page.line = int(getattr(element, "sourceline", 0) or page.line)
        page.language = languages[-1]
    _add(page, kinds[-1], element.text)


def _end(element: etree._Element, tag: str, page: _Page, kinds: list[str], languages: list[str]) -> None:
    if tag not in _INLINE and tag != "br":
        page.end_paragraph()
        page.heading = False
    kinds.pop()
    languages.pop()
    page.language = languages[-1]
    _add(page, kinds[-1], element.tail)
