"""The demo's essays: clean HTML in the form in which the page editor keeps it."""

import re
from functools import lru_cache
from typing import Any

import nh3
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from archive.models import EssayText

_TAGS = {"h2", "h3", "p", "ul", "ol", "li", "blockquote", "strong", "b", "em", "i", "a", "br"}
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def editor_html(html: str) -> str:
    """HTML cleaned by an allow-list and written as the editor of essays would save it, so that opening and saving it
    changes nothing. The editor's keys of paragraphs, which are random, are left out; it makes new ones."""
    schemes = {"https", "http", "mailto"}
    clean = nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes=schemes, link_rel=None)
    converter = _converter()
    saved: str = converter.to_database_format(converter.from_database_format(clean))
    return _BLOCK_KEY.sub("", saved)


@lru_cache(maxsize=1)
def _converter() -> Any:
    features: list[str] = EssayText._meta.get_field("body").features
    return ContentstateConverter(features)
