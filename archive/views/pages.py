"""The views of the page types, registered with the gate's models."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language

from archive.access import request_reader
from archive.models import CollectionPage, EssayPage, HomePage, TestimonyPage
from archive.models.gated import register_view
from archive.records import PassageRecord, TestimonyRecord
from archive.selectors.pages import collection_record, essay_record, home_record
from archive.selectors.reading import preview_record, testimony_record
from archive.selectors.snapshot import request_snapshot
from archive.similar import similar_accounts

SHOW_BOTH = "both"


def register() -> None:
    """Register the view of every page type."""
    register_view("HomePage", home)
    register_view("CollectionPage", collection)
    register_view("EssayPage", essay)
    register_view("TestimonyPage", testimony)


def page_language() -> str:
    """The language of the page being shown."""
    return (get_language() or "en").split("-")[0]


def render(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> TemplateResponse:
    """A page that no shared cache may keep: what it shows depends on decisions that may change the next second."""
    response = TemplateResponse(request, template, context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def home(request: HttpRequest, page: HomePage, preview: bool = False) -> HttpResponse:  # noqa: ARG001 as the gate calls views
    """The home page."""
    record = home_record(request_reader(request), page, page_language(), request_snapshot(request))
    return render(request, "archive/home.html", {"record": record})


def collection(request: HttpRequest, page: CollectionPage, preview: bool = False) -> HttpResponse:  # noqa: ARG001 as the gate calls views
    """A collection with its accounts."""
    record = collection_record(request_reader(request), page, page_language(), request_snapshot(request))
    return render(request, "archive/collection.html", {"record": record})


def essay(request: HttpRequest, page: EssayPage, preview: bool = False) -> HttpResponse:  # noqa: ARG001 as the gate calls views
    """An essay."""
    return render(request, "archive/essay.html", {"record": essay_record(page, page_language())})


def testimony(request: HttpRequest, page: TestimonyPage, preview: bool = False) -> HttpResponse:
    """A testimony: all its words on one page, or the state that says why not."""
    language = page_language()
    if preview:
        try:
            record = preview_record(request.user, page, language)
        except PermissionDenied:
            raise Http404 from None
    else:
        found = testimony_record(request_reader(request), page, language, request_snapshot(request))
        if found is None:
            raise Http404
        record = found
    context = testimony_context(request, record)
    if not preview:
        context["similar"] = similar_accounts(request_reader(request), record, language)
    return render(request, "archive/testimony.html", context)


def testimony_context(request: HttpRequest, record: TestimonyRecord) -> dict[str, object]:
    """The page's context: the record, which columns are shown, and the passage that was asked for."""
    languages = [column.language for column in record.columns]
    show = request.GET.get("show", SHOW_BOTH)
    if show not in languages:
        show = SHOW_BOTH
    anchor = request.GET.get("passage", "")
    chosen: PassageRecord | None = next((item for item in record.passages if item.anchor == anchor), None)
    gone = anchor if anchor and chosen is None and anchor in record.retired_anchors else ""
    return {
        "record": record,
        "show": show,
        "chosen": chosen,
        "gone_anchor": gone,
        "gone_successor": record.retired_anchors.get(gone, "") if gone else "",
        "unknown_anchor": anchor if anchor and chosen is None and not gone and record.passages else "",
    }
