"""Testimonies as a list: in the menu, and in the explorer under a collection."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Revision

from archive.editorial.language_fields import admin_language
from archive.editorial.listing_filters import TestimonyFilterSet, ids_found
from archive.languages import language_name
from archive.models import (
    AccessRule,
    AccountText,
    CollectionPage,
    CollectionText,
    Description,
    Level,
    TestimonyPage,
)


@dataclass(slots=True)
class Line:
    """What the list says of one testimony beside its reference and state."""

    titles: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    level: str = ""
    collection: str = ""

    @property
    def title(self) -> str:
        """The title in the admin's language, or else another."""
        spoken = admin_language()
        return self.titles.get(spoken) or next(iter(self.titles.values()), "")

    @property
    def language_names(self) -> str:
        """The languages that the words exist in."""
        return " · ".join(language_name(tag, admin_language()) for tag in dict.fromkeys(self.languages))


def lines_for(pages: Iterable[TestimonyPage]) -> dict[int, Line]:
    """A line for each page, from its newest draft: five queries, however many pages there are."""
    shown = list(pages)
    ids = [page.pk for page in shown]
    lines = {pk: Line() for pk in ids}
    drafts = {
        page.latest_revision_id: page.pk
        for page in shown
        if page.latest_revision_id and (page.has_unpublished_changes or not page.live)
    }
    for pk, content in Revision.objects.filter(pk__in=drafts).values_list("pk", "content"):
        line = lines[drafts[pk]]
        line.titles = {row["language"]: row["title"] for row in content.get("descriptions", []) if row["title"]}
        line.languages = [row["language"] for row in content.get("account_texts", [])]
    published = set(ids) - set(drafts.values())
    for pk, language, title in Description.objects.filter(page_id__in=published).values_list(
        "page_id", "language", "title"
    ):
        lines[pk].titles[language] = title
    for pk, language in AccountText.objects.filter(page_id__in=published).values_list("page_id", "language"):
        lines[pk].languages.append(language)
    for pk, level, hold in AccessRule.objects.filter(testimony_id__in=ids).values_list("testimony_id", "level", "hold"):
        lines[pk].level = _("On hold") if hold else str(Level(level).label) if level in Level.values else level
    _name_collections(shown, lines)
    return lines


def _name_collections(pages: list[TestimonyPage], lines: dict[int, Line]) -> None:
    above = {page.pk: page.path[: -page.steplen] for page in pages}
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    rows = CollectionText.objects.filter(page__path__in=set(above.values()))
    for path, language, title in rows.values_list("page__path", "language", "title"):
        titles[path][language] = title
    for pk, path in above.items():
        named = titles.get(path, {})
        lines[pk].collection = named.get(admin_language()) or next(iter(named.values()), "")


class LineColumn(Column):
    """A column that shows one attribute of the page's line."""

    cell_template_name = "archive/editorial/line_cell.html"

    def get_value(self, instance: Any) -> str:
        """From the lines that the view put on its pages; the column's name ends in the attribute's."""
        line = getattr(instance, "rawi_line", None)
        return str(getattr(line, self.name.removeprefix("line_"), "")) if line else ""


COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=gettext_lazy("Reference"), sort_key="reference", classname="title"),
    LineColumn("line_title", label=gettext_lazy("Title")),
    LineColumn("line_collection", label=gettext_lazy("Collection")),
    PageStatusColumn("status", label=gettext_lazy("State"), sort_key="live", width="10%"),
    LineColumn("line_level", label=pgettext_lazy("testimony", "Access level")),
    LineColumn("line_language_names", label=gettext_lazy("Languages")),
    DateColumn(
        "latest_revision_created_at",
        label=gettext_lazy("Updated"),
        sort_key="latest_revision_created_at",
        width="10%",
    ),
]


class TestimonyListing:
    """What both lists share: lines for the pages of one screen, and a search that reads drafts."""

    __test__ = False

    def get_table(self, object_list: Any) -> Any:
        """Put the lines on the pages of this screen, then draw the table."""
        pages = [page for page in object_list if isinstance(page, TestimonyPage)]
        lines = lines_for(pages)
        for page in pages:
            page.rawi_line = lines[page.pk]
        return super().get_table(object_list)  # type: ignore[misc]

    def search_queryset(self, queryset: Any) -> Any:
        """By reference and by title in any language, drafts included."""
        if not self.is_searching:  # type: ignore[attr-defined]
            return queryset
        return queryset.filter(pk__in=ids_found(queryset, self.search_query))  # type: ignore[attr-defined]

    def order_queryset(self, queryset: Any) -> Any:
        """As asked for; the newest change first when nothing is asked for, found or not."""
        ordered = super().order_queryset(queryset)  # type: ignore[misc]
        return ordered if ordered.ordered else ordered.order_by("-latest_revision_created_at")


class TestimonyIndexView(TestimonyListing, IndexView):
    """Every testimony that this user may see in the admin."""

    base_columns = COLUMNS
    base_filterset_class = TestimonyFilterSet


class TestimonyExplorerView(TestimonyListing, ExplorableIndexView):
    """The testimonies of one collection."""

    base_columns = [column for column in COLUMNS if column.name != "line_collection"]
    base_filterset_class = TestimonyFilterSet


class TestimonyListingViewSet(PageListingViewSet):
    """The entry of the menu."""

    __test__ = False

    name = "testimonies"
    model = TestimonyPage
    icon = "doc-full"
    menu_label = gettext_lazy("Testimonies")
    menu_order = 90
    add_to_admin_menu = True
    index_view_class = TestimonyIndexView
    columns = COLUMNS
    filterset_class = TestimonyFilterSet


class TestimonyPageViewSet(PageViewSet):
    """The same columns in the explorer, below a collection."""

    __test__ = False

    name = "testimony_pages"
    model = TestimonyPage
    icon = "doc-full"
    parent_models = [CollectionPage]
    index_view_class = TestimonyExplorerView
    columns = [column for column in COLUMNS if column.name != "line_collection"]
    filterset_class = TestimonyFilterSet
