"""How a page of results says what a query may have meant."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from search.views.records import SuggestionView

register = template.Library()


@register.filter
def linked(suggestions: Iterable[SuggestionView]) -> SafeString:
    """A link for each proposal, every one isolated, as they may be in either script; with the commas of the page."""
    comma = "، " if (get_language() or "en").startswith("ar") else ", "
    link = '<a href="{}" rel="nofollow"><bdi dir="auto">{}</bdi></a>'
    return format_html_join(comma, link, ((item.url, item.label) for item in suggestions))
