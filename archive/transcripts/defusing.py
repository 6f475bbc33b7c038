"""XML is looked at by defusedxml before any other library sees it: no entities, no document type from outside."""

import io
import re
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
from lxml import etree

from archive.transcripts.codes import RefusalCode
from archive.transcripts.records import TranscriptError

MAXIMUM_ELEMENTS = 500_000
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def check_xml(data: bytes, name: str) -> None:
    """Raises TranscriptError for entities, an outside DTD, broken XML (with line and column) or too many elements.

    Cost: one pass of the parser; elements are dropped as they are read.
    """
    count = 0
    try:
        for _event, element in defusedxml.ElementTree.iterparse(io.BytesIO(data), forbid_dtd=False):
            element.clear()
            count += 1
            if count > MAXIMUM_ELEMENTS:
                raise TranscriptError(RefusalCode.TOO_LARGE, data={"size": count, "limit": MAXIMUM_ELEMENTS})
    except EntitiesForbidden as error:
        raise TranscriptError(RefusalCode.ENTITY_BOMB) from error
    except (ExternalReferenceForbidden, DTDForbidden) as error:
        raise TranscriptError(RefusalCode.EXTERNAL_DTD) from error
    except ParseError as error:
        line, column = error.position
        detail: dict[str, str | int] = {"format": name, "detail": str(error).split(":")[0][:80]}
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, line, column + 1, detail) from error
    except (ValueError, LookupError, RecursionError) as error:
        detail = {"format": name, "detail": str(error)[:80]}
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, data=detail) from error


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element, after `check_xml`; nothing is fetched, no entity is put in.

    Args:
        name: the format, for the message when it is not well formed.
    """
    check_xml(data, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        detail: dict[str, str | int] = {"format": name, "detail": (error.msg or "")[:80]}
        raise TranscriptError(RefusalCode.NOT_WELL_FORMED, line, column, detail) from error
    if getattr(root.getroottree().docinfo, "system_url", None):
        raise TranscriptError(RefusalCode.EXTERNAL_DTD)
    return root


def check_markup(text: str) -> None:
    """For HTML, which has no XML parser before it: refuses entity declarations. A plain DOCTYPE is normal there."""
    if _ENTITY.search(text):
        outside = re.search(r"<!ENTITY[^>]{0,500}\b(?:SYSTEM|PUBLIC)\b", text, re.IGNORECASE)
        raise TranscriptError(RefusalCode.EXTERNAL_DTD if outside else RefusalCode.ENTITY_BOMB)


def local(element: etree._Element) -> str:
    """The element's name without its namespace, "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: etree._Element | None) -> str:
    """All text inside, white space collapsed; "" for None."""
    return "" if element is None else " ".join("".join(str(text) for text in element.itertext()).split())
