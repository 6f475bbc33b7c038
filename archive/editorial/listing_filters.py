"""Filters and search of the testimonies list. What is looked for may stand in a draft only, so drafts are read too."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import (  # type: ignore[import-untyped]
    ChoiceFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import policy_registry

from archive.editorial.language_fields import admin_language, language_choices
from archive.editorial.terms import all_terms
from archive.folding import fold_label
from archive.models import AccountText, CollectionPage, Description, Kind, Level, TestimonyPage, TestimonyTheme, Theme
from archive.records import Vocabulary

STATES = [
    ("draft", _("Draft")),
    ("review", _("In review")),
    ("scheduled", _("Scheduled")),
    ("published", _("Published")),
    ("changed", _("Published, with unpublished changes")),
]
UNDECIDED = "undecided"


def _draft_contents(pages: Any) -> Iterable[tuple[int, dict[str, Any]]]:
    """Page id and content of the newest revision, for pages that are not as published. Costs one query; the contents
    are small, as the words stand elsewhere."""
    unpublished = pages.order_by().filter(live=False) | pages.order_by().filter(has_unpublished_changes=True)
    ids = unpublished.exclude(latest_revision=None).values("latest_revision_id")
    rows = Revision.objects.filter(pk__in=ids).values_list("object_id", "content")
    return [(int(object_id), content) for object_id, content in rows.iterator()]


def _ids(pages: Any, in_draft: Callable[[dict[str, Any]], bool], published: Iterable[int]) -> set[int]:
    drafts = _draft_contents(_plain(pages))
    with_draft = {pk for pk, _content in drafts}
    return {pk for pk, content in drafts if in_draft(content)} | (set(published) - with_draft)


def _plain(pages: Any) -> Any:
    """The same pages without the annotations of the list, to be used in subqueries."""
    return TestimonyPage.objects.filter(pk__in=pages.order_by().values("pk"))


def ids_found(pages: Any, query: str) -> set[int]:
    """The testimonies whose reference or title, in any language, draft or published, contains ``query``."""
    wanted, reference = fold_label(query), query.strip().upper()

    def says(titles: Iterable[str]) -> bool:
        return bool(wanted) and any(wanted in fold_label(title) for title in titles)

    by_reference = set(_plain(pages).filter(reference__contains=reference).values_list("pk", flat=True))
    rows = Description.objects.filter(page__in=_plain(pages)).values_list("page_id", "title")
    published = {pk for pk, title in rows if says([title])}
    found = _ids(pages, lambda content: says(row["title"] for row in content.get("descriptions", [])), published)
    return by_reference | found


def _collections(request: Any) -> Any:
    policy = policy_registry.get_by_type(Page)
    return CollectionPage.objects.filter(pk__in=policy.explorable_instances(request.user).values("pk"))


class CollectionFilter(ModelMultipleChoiceFilter):
    """The testimonies below the chosen collections."""

    def get_filter_predicate(self, v: Any) -> dict[str, str]:
        """By path: a testimony stands below its collection."""
        return {"path__startswith": v.path}


class TestimonyFilterSet(WagtailFilterSet):
    """Collection, state, access level, kind, language, theme."""

    __test__ = False

    collection = CollectionFilter(label=_("Collection"), queryset=_collections, widget=forms.CheckboxSelectMultiple)
    state = ChoiceFilter(
        label=_("State"), choices=STATES, widget=forms.RadioSelect, empty_label=_("All"), method="by_state"
    )
    level = ChoiceFilter(
        label=pgettext_lazy("testimony", "Access level"),
        choices=[*Level.choices, ("hold", _("On hold")), (UNDECIDED, _("Not decided"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
        method="by_level",
    )
    kind = MultipleChoiceFilter(
        label=_("Kind"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple, method="by_kind"
    )
    language = ChoiceFilter(
        label=_("Language of the text"), choices=language_choices, widget=forms.Select, method="by_language"
    )
    theme = ChoiceFilter(label=_("Theme"), choices=lambda: theme_choices(), widget=forms.Select, method="by_theme")

    class Meta:
        model = TestimonyPage
        fields: list[str] = []

    def by_state(self, pages: Any, name: str, value: str) -> Any:
        """The state as the list's column shows it."""
        in_review = WorkflowState.objects.active().values_list("object_id", flat=True)
        reviewed = [int(pk) for pk in in_review if str(pk).isdigit()]
        return {
            "draft": lambda: pages.filter(live=False).exclude(pk__in=[*reviewed, *_scheduled()]),
            "review": lambda: pages.filter(pk__in=reviewed),
            "scheduled": lambda: pages.filter(pk__in=_scheduled()),
            "published": lambda: pages.filter(live=True),
            "changed": lambda: pages.filter(live=True, has_unpublished_changes=True),
        }[value]()

    def by_level(self, pages: Any, name: str, value: str) -> Any:
        """The decision about access; where nobody has decided, none of the levels."""
        if value == UNDECIDED:
            return pages.filter(access_rule=None)
        if value == "hold":
            return pages.filter(access_rule__hold=True)
        return pages.filter(access_rule__level=value)

    def by_kind(self, pages: Any, name: str, values: list[str]) -> Any:
        """The kind, as the newest draft has it."""
        if not values:
            return pages
        published = _plain(pages).filter(kind__in=values).values_list("pk", flat=True)
        return pages.filter(pk__in=_ids(pages, lambda content: content.get("kind") in values, published))

    def by_language(self, pages: Any, name: str, value: str) -> Any:
        """The languages that the words exist in."""
        published = AccountText.objects.filter(language=value).values_list("page_id", flat=True)
        return pages.filter(
            pk__in=_ids(
                pages,
                lambda content: any(row["language"] == value for row in content.get("account_texts", [])),
                published,
            )
        )

    def by_theme(self, pages: Any, name: str, value: str) -> Any:
        """The theme or a narrower one, on the testimony or on a passage."""
        wanted = narrower_ids(int(value))
        relations = ("testimony_themes", "passage_themes")
        passage_theme = TestimonyPage._meta.get_field("passage_themes").related_model
        published = {
            *TestimonyTheme.objects.filter(term_id__in=wanted).values_list("page_id", flat=True),
            *passage_theme._default_manager.filter(term_id__in=wanted).values_list("page_id", flat=True),
        }

        def tagged(content: dict[str, Any]) -> bool:
            return any(row["term"] in wanted for relation in relations for row in content.get(relation, []))

        return pages.filter(pk__in=_ids(pages, tagged, published))


def _scheduled() -> Any:
    rows = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)
    return [int(pk) for pk in rows]


def narrower_ids(theme_id: int) -> set[int]:
    """A theme with every narrower one."""

    theme = Theme.objects.filter(pk=theme_id).first()
    if theme is None:
        return set()
    return set(Theme.objects.filter(path__startswith=theme.path).values_list("pk", flat=True))


def theme_choices() -> list[tuple[str, str]]:
    """The themes in tree order, with their paths."""
    return [
        (str(term.id), f"{term.path} › {term.label}" if term.path else term.label)
        for term in all_terms(Vocabulary.THEME, admin_language())
    ]
