"""Links in essays: only those that lead somewhere."""

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from archive.access import open_to_anyone


class OpenPageLinks(PageLinkHandler):
    """Links to pages of the archive. A page that not everybody may know of is not linked: its address holds its
    reference. The words of the link stay.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """The opening tags for these links, in their order."""
        pages = cls.get_many(attrs_list)
        open_ids = open_to_anyone({page.pk for page in pages if page})
        return [f'<a href="{escape(page.url)}">' if page and page.pk in open_ids else "<a>" for page in pages]
