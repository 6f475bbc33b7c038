"""The admin's page on the search index: what there is, what waits, what failed; and three things to have done.

Only for who may look after the index (``search.administer_index``, superusers among them). It shows numbers and kinds
of error, and no word of a testimony.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from archive.api import testimony_exists
from search.engines import EngineHealth, EngineUnavailable, describe_engine, search_engine
from search.models import SearchState, SearchTask, SyncClock
from search.sync import drain_after_commit
from search.tasks import GIVEN_UP, ask, worker_runs

PERMISSION = "search.administer_index"
MOST_AT_ONCE = 60  # testimonies that one press of the button brings up to date; the worker does the rest
_FAILURES = 20
_LATE = timedelta(minutes=5)  # a note older than this is said to be late


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits. ``oldest``: when the longest waiting was noted."""

    noted: int
    hides: int
    failed: int
    oldest: datetime | None

    @property
    def late(self) -> bool:
        """Whether somebody should look why nothing is done."""
        return self.oldest is not None and timezone.now() - self.oldest > _LATE


class IndexState(WagtailAdminTemplateMixin, TemplateView):
    """The page, and its buttons."""

    template_name = "search/admin/index_state.html"
    page_title = gettext_lazy("Search index")
    header_icon = "search"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may look after the index; kept by no cache."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Six queries, and the engine's own account of itself."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        health, version, trouble = _health()
        clock = SyncClock.objects.filter(pk=1).first()
        tasks = list(SearchTask.objects.filter(finished=None).order_by("pk")[:4])
        alive = timezone.now() - GIVEN_UP
        failing = SearchState.objects.filter(wanted__gt=F("indexed"), tries__gt=0)
        context |= {
            "health": health,
            "engine": version,
            "trouble": trouble,
            "queue": read_queue(),
            "failures": failing.order_by("-hide", "wanted")
            .annotate(exists=testimony_exists("testimony_id"))
            .values("testimony_id", "tries", "last_error", "updated", "exists")[:_FAILURES],
            "waiting": [task for task in tasks if task.heard is None or task.heard < alive],
            "running": [task for task in tasks if task.heard is not None and task.heard >= alive],
            "last_check": _last(SearchTask.Kind.CHECK),
            "last_rebuild": _last(SearchTask.Kind.REBUILD),
            "worker": worker_runs(clock.worker_seen if clock else None),
            "worker_seen": clock.worker_seen if clock else None,
        }
        check = context["last_check"]
        context["drift"] = sorted(check.found.items()) if check else []
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of ``drain``, ``check``, ``rebuild``. The two long ones are put down for the worker."""
        match request.POST.get("action", ""):
            case "drain":
                # After the commit of this request: the index is written outside its transaction.
                transaction.on_commit(_drain_some, robust=True)
                messages.success(request, _("What was noted is being brought into the index."))
            case "check":
                ask(SearchTask.Kind.CHECK, request.user)
                messages.success(request, _("The check is noted for the search worker."))
            case "rebuild":
                ask(SearchTask.Kind.REBUILD, request.user)
                messages.success(request, _("The rebuild is noted for the search worker."))
            case _:
                messages.error(request, _("Nothing was changed: the form did not say what to do."))
        return redirect("search_index_state")


def read_queue() -> Queue:
    """What waits for the index. One query."""
    waiting = SearchState.objects.filter(wanted__gt=F("indexed"))
    counted = waiting.aggregate(
        noted=Count("pk"), hides=Count("pk", Q(hide=True)), failed=Count("pk", Q(tries__gt=0)), first=Min("wanted")
    )
    # A version is the moment of its note, in milliseconds.
    first = counted.pop("first")
    return Queue(**counted, oldest=None if first is None else datetime.fromtimestamp(first / 1000, UTC))


def _drain_some() -> None:
    drain_after_commit(limit=MOST_AT_ONCE, patient=False)


def _health() -> tuple[EngineHealth | None, str, str]:
    try:
        return search_engine().health(), describe_engine(), ""
    except EngineUnavailable as error:
        return None, "", str(error)


def _last(kind: str) -> SearchTask | None:
    return SearchTask.objects.filter(kind=kind).exclude(finished=None).order_by("-finished").first()
