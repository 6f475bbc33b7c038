"""Who may see what: the only place that decides.

One rule in three forms that tests prove equal: ``decide`` on one testimony, ``visible_to`` and ``readable_by`` as
queryset filters, ``search_scope`` for the index. The most restrictive input wins; anything missing, unknown or
failing means no. Computed when it is read, never by a job, so an embargo ends and a hold begins to the second.

Two questions are answered apart. *Visible*: may this reader know that the testimony exists and see its catalogue
record? *Readable*: may they read its words? The inputs today are the publication state (the collection's and the home
page's too; a page whose scheduled end has come is not published, even if nothing has taken it off the site yet), the
level, whether it is listed, the embargo, holds and grants.

On the public site the archive's staff, superusers included, read what a registered reader may read: no shortcut. They
see drafts in the admin's preview, which asks Wagtail's page permissions.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from archive.models import (
    AccessGrant,
    AccessRule,
    CollectionPage,
    EssayPage,
    HomePage,
    Kind,
    Level,
    Passage,
    TestimonyPage,
)
from archive.records import SearchScope, WordsState

PUBLIC_SPACE = "public"
FULL_SPACE = "full"
_STEP = Page.steplen
# Root, home page, collection, testimony. A testimony anywhere else stands under no known parents: closed.
_TESTIMONY_DEPTH = 4
_OpenPage = TypeVar("_OpenPage", CollectionPage, EssayPage)
# What a page shows of a passage.
PASSAGE_FIELDS = (
    *("edition_id", "anchor", "text", "heading", "speaker", "speaker_role", "language"),
    *("start_ms", "end_ms"),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. ``user_id`` is None for somebody who has not signed in."""

    user_id: int | None = None

    @property
    def registered(self) -> bool:
        """Whether they have signed in with an active account."""
        return self.user_id is not None


ANONYMOUS = Reader()


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the decision about one testimony depends on, beside the reader and the time."""

    live: bool
    parents_live: bool
    level: str | None  # None: nobody has decided
    listed: bool
    embargo_until: datetime | None
    hold: bool
    granted: bool  # this reader has a grant that has not expired
    elsewhere: bool  # the archive holds no words of it


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. ``state`` says why the words may or may not be read; it is None when the record is not visible."""

    visible: bool
    readable: bool
    state: WordsState | None
    embargo_until: datetime | None = None


HIDDEN = Decision(visible=False, readable=False, state=None)


def reader_for(user: Any) -> Reader:
    """The reader behind a Django user. Anything but an active, authenticated user is anonymous."""
    if user is not None and getattr(user, "is_authenticated", False) is True and user.is_active is True:
        return Reader(user_id=user.pk)
    return ANONYMOUS


def judge(reader: Reader, inputs: Inputs, now: datetime) -> Decision:
    """The rule itself, on plain values."""
    if not inputs.live or not inputs.parents_live or inputs.hold or inputs.level not in Level.values:
        return HIDDEN
    state = _words_state(reader, inputs, now)
    readable = state in {WordsState.OPEN, WordsState.ELSEWHERE}
    if not readable and not inputs.listed:
        return HIDDEN
    until = inputs.embargo_until if state == WordsState.EMBARGOED else None
    return Decision(visible=True, readable=readable, state=state, embargo_until=until)


def _words_state(reader: Reader, inputs: Inputs, now: datetime) -> WordsState:
    if inputs.level == Level.CLOSED:
        return WordsState.CLOSED
    if inputs.embargo_until is not None and inputs.embargo_until > now:
        return WordsState.EMBARGOED
    allowed = (
        inputs.level == Level.PUBLIC
        or (inputs.level == Level.REGISTERED and reader.registered)
        or (inputs.level == Level.APPROVED and reader.registered and inputs.granted)
    )
    if allowed:
        return WordsState.ELSEWHERE if inputs.elsewhere else WordsState.OPEN
    return WordsState.SIGN_IN if inputs.level == Level.REGISTERED or not reader.registered else WordsState.ASK


def inputs_for(reader: Reader, page: TestimonyPage, now: datetime) -> Inputs:
    """What the decision about ``page`` depends on, read from the database (three queries)."""
    rule = AccessRule.objects.filter(testimony_id=page.pk).first()
    granted = (
        reader.registered
        and AccessGrant.objects.filter(reader_id=reader.user_id, testimony_id=page.pk, expires_at__gt=now).exists()
    )
    row = Page.objects.filter(pk=page.pk).values_list("live", "expire_at", "path", "depth").first()
    live, expire_at, path, depth = row if row else (False, None, "", 0)
    parents = [path[: _STEP * level] for level in range(2, _TESTIMONY_DEPTH)]
    parents_live = (
        depth == _TESTIMONY_DEPTH
        and Page.objects.filter(_standing(now), path__in=parents).count() == _TESTIMONY_DEPTH - 2
    )
    return Inputs(
        live=live and (expire_at is None or expire_at > now),
        parents_live=parents_live,
        level=rule.level if rule else None,
        listed=bool(rule and rule.listed),
        embargo_until=rule.embargo_until if rule else None,
        hold=bool(rule and rule.hold),
        granted=granted,
        elsewhere=page.kind == Kind.ELSEWHERE,
    )


def decide(reader: Reader, page: TestimonyPage, now: datetime | None = None) -> Decision:
    """Whether ``reader`` may know of ``page`` and read its words, as the database stands now (at most four queries)."""
    now = now or timezone.now()
    return judge(reader, inputs_for(reader, page, now), now)


def _standing(now: datetime) -> Q:
    """Pages that are published and whose scheduled end, if there is one, has not come."""
    return Q(live=True) & (Q(expire_at=None) | Q(expire_at__gt=now))


def published(now: datetime | None = None) -> Q:
    """Testimonies that are published under published parents, decided about, and not on hold."""
    now = now or timezone.now()
    parents = Q()
    for level in range(2, _TESTIMONY_DEPTH):
        above = Length(OuterRef("path")) - _STEP * (_TESTIMONY_DEPTH - level)
        parents &= Q(Exists(Page.objects.filter(_standing(now), path=Left(OuterRef("path"), above))))
    own = Q(depth=_TESTIMONY_DEPTH, access_rule__hold=False, access_rule__level__in=Level.values)
    return _standing(now) & own & parents


def open_pages(model: type[_OpenPage], now: datetime | None = None) -> "QuerySet[_OpenPage]":
    """The collections or essays that readers may visit: published, below a home page that is."""
    now = now or timezone.now()
    above = Page.objects.filter(_standing(now), path=Left(OuterRef("path"), Length(OuterRef("path")) - _STEP))
    return model.objects.filter(_standing(now), Exists(above), depth=_TESTIMONY_DEPTH - 1)


def open_to_anyone(page_ids: Collection[int]) -> set[int]:
    """Those of the pages that anyone may visit, whatever their type. Four queries."""
    now = timezone.now()
    pages: list[QuerySet[Any]] = [
        visible_to(ANONYMOUS, now),
        open_pages(CollectionPage, now),
        open_pages(EssayPage, now),
        HomePage.objects.filter(_standing(now)),
    ]
    return {pk for found in pages for pk in found.filter(pk__in=page_ids).values_list("pk", flat=True)}


def _words_open(reader: Reader, now: datetime) -> Q:
    rule = Q(access_rule__level=Level.PUBLIC)
    if reader.registered:
        grant = AccessGrant.objects.filter(reader_id=reader.user_id, testimony_id=OuterRef("pk"), expires_at__gt=now)
        rule |= Q(access_rule__level=Level.REGISTERED)
        rule |= Q(Exists(grant), access_rule__level=Level.APPROVED)
    return rule & (Q(access_rule__embargo_until=None) | Q(access_rule__embargo_until__lte=now))


def visible_to(reader: Reader, now: datetime | None = None) -> "QuerySet[TestimonyPage]":
    """The testimonies whose record ``reader`` may see."""
    now = now or timezone.now()
    return TestimonyPage.objects.filter(published(now) & (Q(access_rule__listed=True) | _words_open(reader, now)))


def readable_by(reader: Reader, now: datetime | None = None) -> "QuerySet[TestimonyPage]":
    """The testimonies whose words ``reader`` may read (those published elsewhere included: they have none)."""
    now = now or timezone.now()
    return TestimonyPage.objects.filter(published(now) & _words_open(reader, now))


def holding_words(reader: Reader, now: datetime | None = None) -> "QuerySet[TestimonyPage]":
    """The testimonies whose words stand here for ``reader``. An account published elsewhere has none to show, even if
    some were entered before it was described as that.
    """
    return readable_by(reader, now).exclude(kind=Kind.ELSEWHERE)


def readable_passages(reader: Reader, now: datetime | None = None) -> "QuerySet[Any, Any]":
    """The passages of published editions that ``reader`` may read. Each carries ``testimony_id``.

    Passages of drafts and of earlier editions are not among them.
    """
    # Asked of each passage's own testimony: a list of all that are readable is as long as the archive.
    readable = holding_words(reader, now).filter(pk=OuterRef("testimony_id"))
    return Passage.rows.annotate(testimony_id=F("edition__account_texts__page_id")).filter(Exists(readable))


def draft_passages(user: Any, page: TestimonyPage, editions: list[Any]) -> list[dict[str, Any]]:
    """The passages of a draft, for the admin's preview and its words view.

    Raises PermissionDenied unless ``user`` may edit, publish or approve the page by Wagtail's page permissions.
    """
    permissions = page.permissions_for_user(user)
    task = page.current_workflow_task if page.pk else None
    may_review = task is not None and bool(task.get_actions(page, user))
    if not (permissions.can_edit() or permissions.can_publish() or may_review or not page.pk):
        raise PermissionDenied
    return list(Passage.rows.filter(edition_id__in=editions).order_by("position").values(*PASSAGE_FIELDS))


def search_scope(reader: Reader, now: datetime | None = None) -> SearchScope:
    """What ``reader``'s search may reach. Costs one query for a reader who has signed in, else none."""
    if not reader.registered:
        return SearchScope(space=PUBLIC_SPACE, levels=frozenset({Level.PUBLIC.value}), granted_ids=frozenset())
    granted = AccessGrant.objects.filter(reader_id=reader.user_id, expires_at__gt=now or timezone.now())
    return SearchScope(
        space=FULL_SPACE,
        levels=frozenset({Level.PUBLIC.value, Level.REGISTERED.value}),
        granted_ids=frozenset(granted.values_list("testimony_id", flat=True)),
    )


def may_visit(request: HttpRequest, page: Page) -> bool:
    """The gate on pages: whether ``page`` exists for this request. Registered with the page models."""
    if isinstance(page, TestimonyPage):
        return decide(request_reader(request), page).visible
    here_and_above = [page.path[: _STEP * level] for level in range(2, page.depth + 1)]
    return Page.objects.filter(_standing(timezone.now()), path__in=here_and_above).count() == len(here_and_above)


def request_reader(request: HttpRequest) -> Reader:
    """The reader behind a request. Without a session cookie the session is not touched, so that nothing varies by
    it.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ANONYMOUS
    return reader_for(request.user)
