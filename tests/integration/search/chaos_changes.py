"""The changes that tests.integration.search.chaos makes to an archive, and what must be found after each of them."""

import random
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

ROLLED_BACK = 0.1
AT_ONCE = 0.15  # of the changes are followed in the process that makes them, as on the site; the rest by the workers
SOON = (0.3, 0.8, 1.5)  # seconds to a moment of the clock that comes while changes go on
THEMES = 8
COLLECTIONS = ("papers", "letters", "tapes")


@dataclass
class Account:
    """What an account must be found by."""

    key: int
    word: str
    collection: str = COLLECTIONS[0]
    live: bool = True
    level: str = "public"
    hold: bool = False
    embargo: datetime | None = None
    ends: datetime | None = None
    themes: frozenset[str] = frozenset()
    changed: int = 0  # how many changes of it have ended


@dataclass
class Model:
    """Accounts by id, deleted ones apart; the words of each theme; words that nobody may find any more."""

    accounts: dict[int, Account] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    names: dict[str, set[str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)  # collections that are not published
    changing: set[int] = field(default_factory=set)  # accounts that a change is at: either state is right
    lock: Any = field(default_factory=threading.Lock)

    def open_to(self, account: Account, *levels: str) -> bool:
        """Whether readers of these levels may read an account now."""
        from django.utils import timezone

        now = timezone.now()
        return (
            account.live
            and not account.hold
            and account.level in levels
            and account.collection not in self.closed
            and (account.embargo is None or account.embargo <= now)
            and (account.ends is None or account.ends > now)
        )

    def hidden(self) -> dict[int, int]:
        """The accounts that an anonymous reader may not find, each with a number that its next change raises."""
        found = {key: row.changed for key, row in self.accounts.items() if not self.open_to(row, "public")}
        found |= dict.fromkeys(self.deleted, -1)
        return {key: number for key, number in found.items() if key not in self.changing}


class RolledBack(Exception):
    pass


class Changes:
    """One method a kind of change. Each changes the archive and returns what then changes in the model."""

    # Publishing takes ten times as long as the others.
    KINDS = (
        *("level",) * 10,
        *("hold",) * 7,
        *("embargo",) * 7,
        *("words",) * 3,
        *("live",) * 3,
        *("tags",) * 2,
        *("ends",) * 2,
        *("move",) * 2,
        "several",
        "collection",
        "rename",
        "rename",
        "merge",
        "delete",
        "add",
    )

    def __init__(self, model: Model, chance: random.Random) -> None:
        self.model, self.chance = model, chance
        self.number = 0

    def make(self) -> None:
        """Make the next change, or begin it and roll it back."""
        from django.db import transaction

        from archive import signals

        self.number += 1
        kind = self.chance.choice(self.KINDS)
        fails = self.chance.random() < ROLLED_BACK
        at_once = self.chance.random() < AT_ONCE
        afterwards: list[Any] = []
        # As in the middle of an import: nothing is written to the index in this process.
        token = None if at_once else signals._bulk.set(True)
        try:
            with suppress(RolledBack), transaction.atomic():
                afterwards.append(getattr(self, kind)())
                if fails:
                    raise RolledBack
        finally:
            if token is not None:
                signals._bulk.reset(token)
            with self.model.lock:
                if not fails and afterwards and afterwards[0] is not None:
                    afterwards[0]()
                for key in self.model.changing & set(self.model.accounts):
                    self.model.accounts[key].changed += 1
                self.model.changing.clear()

    def _touch(self, *keys: int) -> None:
        with self.model.lock:
            self.model.changing.update(keys)

    def _any(self) -> tuple[Account, Any]:
        from archive.models import TestimonyPage

        account = self.model.accounts[self.chance.choice(sorted(self.model.accounts))]
        self._touch(account.key)
        return account, TestimonyPage.objects.get(pk=account.key)

    def _soon(self) -> datetime:
        """A moment that comes while changes go on, or one that does not."""
        from django.utils import timezone

        return timezone.now() + timedelta(seconds=self.chance.choice([*SOON, 86_400.0]))

    def _access(self, account: Account, page: Any, **decision: Any) -> Any:
        from archive.actions.access import set_access

        level = decision.get("level", account.level)
        embargo = decision.get("embargo", account.embargo)
        set_access(testimony=page, actor=None, level=level, listed=False, embargo_until=embargo)

        def then() -> None:
            account.level, account.embargo = level, embargo

        return then

    def _level(self) -> str:
        return self.chance.choice([*["public"] * 8, "registered", "closed"])

    def level(self) -> Any:
        account, page = self._any()
        return self._access(account, page, level=self._level())

    def several(self) -> Any:
        """Several in one transaction, announced once."""
        from archive.signals import bulk_changes

        with bulk_changes():
            done = [self._access(*self._any(), level=self._level()) for _ in range(5)]

        def then() -> None:
            for one in done:
                one()

        return then

    def embargo(self) -> Any:
        account, page = self._any()
        return self._access(account, page, embargo=self._soon() if self.chance.random() < 0.4 else None)

    def hold(self) -> Any:
        from archive.actions.access import set_hold

        account, page = self._any()
        hold = self.chance.random() < 0.15
        set_hold(testimony=page, actor=None, hold=hold)
        return lambda: setattr(account, "hold", hold)

    def live(self) -> Any:
        from archive.actions.publishing import publish

        account, page = self._any()
        live = self.chance.random() < 0.85
        if live:
            publish(revision=page.latest_revision, actor=None)
        else:
            page.unpublish()
        return lambda: setattr(account, "live", live)

    def ends(self) -> Any:
        """A last day on the site, or none any more."""
        account, page = self._any()
        ends = self._soon() if self.chance.random() < 0.5 else None
        draft = page.get_latest_revision_as_object()
        draft.expire_at = ends
        return self._published(draft, account, ends=ends)

    def _published(self, draft: Any, account: Account, **changed: Any) -> Any:
        from archive.actions.publishing import publish

        publish(revision=draft.save_revision(), actor=None)

        def then() -> None:
            for name, value in (changed | {"live": True}).items():
                setattr(account, name, value)

        return then

    def words(self) -> Any:
        from archive.actions.publishing import publish
        from archive.actions.words import save_words
        from archive.passages import DraftPassage

        account, page = self._any()
        word, old = f"canary{account.key}x{self.number}q", account.word
        text = page.get_latest_revision_as_object().account_texts.first()
        passages = [DraftPassage(text=f"The window {word} was above the door.")]
        revision = save_words(page=page, actor=None, passages=passages, text_uuid=text.uuid)
        publish(revision=revision, actor=None)

        def then() -> None:
            account.word, account.live = word, True
            self.model.gone.append(old)

        return then

    def tags(self) -> Any:
        from archive.models import TestimonyPage, Theme

        account, page = self._any()
        chosen = frozenset(self.chance.sample(sorted(self.model.names), k=min(2, len(self.model.names))))
        draft = page.get_latest_revision_as_object()
        tag = TestimonyPage._meta.get_field("testimony_themes").related_model
        draft.testimony_themes = [tag(term=Theme.objects.get(slug=slug)) for slug in sorted(chosen)]
        return self._published(draft, account, themes=chosen)

    def move(self) -> Any:
        from archive.models import CollectionPage

        account, page = self._any()
        slug = self.chance.choice([name for name in COLLECTIONS if name != account.collection])
        page.move(CollectionPage.objects.get(slug=slug), "last-child")
        return lambda: setattr(account, "collection", slug)

    def collection(self) -> Any:
        """A whole collection is published or taken off the site."""
        from archive.actions.publishing import publish, unpublish
        from archive.models import CollectionPage

        slug = self.chance.choice(COLLECTIONS)
        live = self.chance.random() < 0.85
        self._touch(*(key for key, account in self.model.accounts.items() if account.collection == slug))
        page = CollectionPage.objects.get(slug=slug)
        if live:
            publish(revision=page.save_revision(), actor=None)
        else:
            unpublish(page=page, actor=None)
        change = self.model.closed.discard if live else self.model.closed.add
        return lambda: change(slug)

    def rename(self) -> Any:
        from archive.actions.vocabularies import TermData, save_term
        from archive.records import Vocabulary

        slug = self.chance.choice(sorted(self.model.names))
        word, old = f"name{slug}x{self.number}q", self.model.names[slug]
        save_term(vocabulary=Vocabulary.THEME, data=TermData(slug=slug, labels={"en": word}), actor=None)

        def then() -> None:
            self.model.names[slug] = {word}
            self.model.gone += sorted(old)

        return then

    def merge(self) -> Any:
        """One theme takes the place of another, and its names; a new one comes for it."""
        from archive.actions.vocabularies import merge_terms
        from archive.models import Theme
        from archive.records import Vocabulary

        source, target = self.chance.sample(sorted(self.model.names), k=2)
        kept: Any = Theme.objects.get(slug=target)
        gone: Any = Theme.objects.get(slug=source)
        merge_terms(vocabulary=Vocabulary.THEME, source=gone, target=kept, actor=None)
        added, word = f"theme{self.number + THEMES}", f"nametheme{self.number + THEMES}q"
        add_theme(added, word)

        def then() -> None:
            self.model.names[target] |= self.model.names.pop(source)
            self.model.names[added] = {word}
            for account in self.model.accounts.values():
                if source in account.themes:
                    account.themes = account.themes - {source} | {target}

        return then

    def delete(self) -> Any:
        account, page = self._any()
        if len(self.model.accounts) < 10:
            return None
        page.delete()

        def then() -> None:
            del self.model.accounts[account.key]
            self.model.gone.append(account.word)
            self.model.deleted.add(account.key)

        return then

    def add(self) -> Any:
        account = add_account(f"RA-{5000 + self.number}", f"canaryadd{self.number}q")
        return lambda: self.model.accounts.update({account.key: account})


def add_account(reference: str, word: str) -> Account:
    """Make an account in the first collection."""
    from tests.factories import testimony

    page = testimony(reference, words=[f"The window {word} was above the door."])
    return Account(page.pk, word)


def add_theme(slug: str, word: str) -> None:
    """Make a theme with one name."""
    from archive.records import Vocabulary
    from tests import factories

    factories.term(Vocabulary.THEME, slug, labels={"en": word})
