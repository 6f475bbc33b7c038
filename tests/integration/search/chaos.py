"""Run as a program: changes an archive while everything fails that can, and prints what the index then holds.

Arguments: how many changes, over how many accounts, a seed; the settings name a new SQLite file and folders. With
RAWI_CHAOS_SERVER the index is on that server, behind a proxy that fails (tests.integration.search.faults).

The model of what must be found is kept here, beside the archive, and asked for by words that stand in one edition or
one name alone: ``find_drift`` of the product is not taken at its word.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

WORKERS = 2
ROLLED_BACK = 0.1
AT_ONCE = 0.15  # of the changes are followed in the process that makes them, as on the site; the rest by the workers


@dataclass
class Account:
    """What an account must be found by."""

    key: int
    word: str
    live: bool = True
    level: str = "public"
    hold: bool = False
    embargo: bool = False
    themes: frozenset[str] = frozenset()

    def open_to(self, *levels: str) -> bool:
        return self.live and not self.hold and not self.embargo and self.level in levels


@dataclass
class Model:
    """Accounts by id; the telling word of each theme's name; words that nobody may find any more."""

    accounts: dict[int, Account] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    hidden_since: dict[int, int] = field(default_factory=dict)  # account: the number of the change that hid it
    lock: Any = field(default_factory=threading.Lock)


class RolledBack(Exception):
    pass


class Changes:
    """One method a kind of change. Each changes the archive and returns what then changes in the model."""

    KINDS = ("level",) * 6 + ("hold",) * 4 + ("embargo",) * 3 + ("words",) * 4 + ("live",) * 4 + ("tags",) * 3
    RARE = ("rename", "rename", "merge", "delete", "add")

    def __init__(self, model: Model, chance: random.Random) -> None:
        self.model, self.chance = model, chance
        self.number = 0

    def make(self) -> None:
        from django.db import transaction

        from archive import signals

        self.number += 1
        kind = self.chance.choice(self.RARE if self.chance.random() < 0.1 else self.KINDS)
        fails = self.chance.random() < ROLLED_BACK
        afterwards: list[Any] = []

        def change() -> None:
            with transaction.atomic():
                afterwards.append(getattr(self, kind)())
                if fails:
                    raise RolledBack

        with suppress(RolledBack):
            if self.chance.random() < AT_ONCE:
                change()
            else:
                # As in the middle of an import: nothing is written to the index in this process.
                token = signals._bulk.set(True)
                try:
                    change()
                finally:
                    signals._bulk.reset(token)
        if not fails and afterwards and afterwards[0] is not None:
            with self.model.lock:
                afterwards[0]()
                self._mark_hidden()

    def _mark_hidden(self) -> None:
        for key, account in self.model.accounts.items():
            if account.open_to("public"):
                self.model.hidden_since.pop(key, None)
            else:
                self.model.hidden_since.setdefault(key, self.number)

    def _any(self) -> tuple[Account, Any]:
        from archive.models import TestimonyPage

        account = self.model.accounts[self.chance.choice(sorted(self.model.accounts))]
        return account, TestimonyPage.objects.get(pk=account.key)

    def _access(self, account: Account, page: Any, **decision: Any) -> Any:
        from django.utils import timezone

        from archive.actions.access import set_access

        level = decision.get("level", account.level)
        embargo = decision.get("embargo", account.embargo)
        until = timezone.now() + timedelta(days=30) if embargo else None
        set_access(testimony=page, actor=None, level=level, listed=False, embargo_until=until)

        def then() -> None:
            account.level, account.embargo = level, embargo

        return then

    def level(self) -> Any:
        account, page = self._any()
        return self._access(account, page, level=self.chance.choice(["public", "public", "registered", "closed"]))

    def embargo(self) -> Any:
        account, page = self._any()
        return self._access(account, page, embargo=not account.embargo)

    def hold(self) -> Any:
        from archive.actions.access import set_hold

        account, page = self._any()
        hold = not account.hold
        set_hold(testimony=page, actor=None, hold=hold)
        return lambda: setattr(account, "hold", hold)

    def live(self) -> Any:
        from archive.actions.publishing import publish

        account, page = self._any()
        live = not account.live
        if live:
            publish(revision=page.latest_revision, actor=None)
        else:
            page.unpublish()
        return lambda: setattr(account, "live", live)

    def words(self) -> Any:
        from archive.actions.publishing import publish
        from archive.actions.words import save_words
        from archive.passages import DraftPassage

        account, page = self._any()
        word, old = f"canary{account.key}x{self.number}q", account.word
        passages = [DraftPassage(text=f"The window {word} was above the door.")]
        save_words(page=page, actor=None, passages=passages, language="en", role="original")
        page.refresh_from_db()
        publish(revision=page.latest_revision, actor=None)

        def then() -> None:
            account.word, account.live = word, True
            self.model.gone.append(old)

        return then

    def tags(self) -> Any:
        from archive.actions.publishing import publish
        from archive.models import TestimonyPage, Theme

        account, page = self._any()
        chosen = frozenset(self.chance.sample(sorted(self.model.names), k=min(2, len(self.model.names))))
        draft = page.get_latest_revision_as_object()
        tag = TestimonyPage._meta.get_field("testimony_themes").related_model
        draft.testimony_themes = [tag(term=Theme.objects.get(slug=slug)) for slug in sorted(chosen)]
        publish(revision=draft.save_revision(), actor=None)

        def then() -> None:
            account.themes, account.live = chosen, True

        return then

    def rename(self) -> Any:
        from archive.actions.vocabularies import TermData, save_term
        from archive.records import Vocabulary

        slug = self.chance.choice(sorted(self.model.names))
        word, old = f"name{slug}x{self.number}q", self.model.names[slug]
        save_term(vocabulary=Vocabulary.THEME, data=TermData(slug=slug, labels={"en": word}), actor=None)

        def then() -> None:
            self.model.names[slug] = word
            self.model.gone.append(old)

        return then

    def merge(self) -> Any:
        from archive.actions.vocabularies import merge_terms
        from archive.models import Theme
        from archive.records import Vocabulary

        if len(self.model.names) < 4:
            return self.rename()
        source, target = self.chance.sample(sorted(self.model.names), k=2)
        kept: Any = Theme.objects.get(slug=target)
        gone: Any = Theme.objects.get(slug=source)
        merge_terms(vocabulary=Vocabulary.THEME, source=gone, target=kept, actor=None)

        def then() -> None:
            # The name lives on as a variant of the target; a later rename of the target takes both away.
            del self.model.names[source]
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
            self.model.hidden_since[account.key] = self.number

        return then

    def add(self) -> Any:
        account = add_account(f"RA-{5000 + self.number}", f"canaryadd{self.number}q")
        return lambda: self.model.accounts.update({account.key: account})


def add_account(reference: str, word: str) -> Account:
    from tests.factories import testimony

    page = testimony(reference, words=[f"The window {word} was above the door."])
    return Account(page.pk, word)


class Reader(threading.Thread):
    """An anonymous reader who searches all the time and notes whatever must not have been found."""

    def __init__(self, model: Model, seed: int) -> None:
        super().__init__(daemon=True)
        self.model, self.chance = model, random.Random(seed)
        self.stop = threading.Event()
        self.leaks: list[str] = []
        self.asked = self.unanswered = 0

    def run(self) -> None:
        from django.db import DatabaseError, connections

        from search.engines import EngineUnavailable

        while not self.stop.is_set():
            try:
                self._ask()
                self.asked += 1
            except (EngineUnavailable, DatabaseError):
                self.unanswered += 1
            self.stop.wait(0.05)
        connections.close_all()

    def _ask(self) -> None:
        with self.model.lock:
            hidden = dict(self.model.hidden_since)
            gone = self.chance.choice(self.model.gone) if self.model.gone else "canarynever"
        if self.chance.random() < 0.5:
            if met := found(gone):
                self.leaks.append(f"{gone} found in {sorted(met)}")
            return
        met = found("window")
        with self.model.lock:
            still = {key for key in met if key in hidden and self.model.hidden_since.get(key) == hidden[key]}
        if still:
            self.leaks.append(f"hidden and found: {sorted(still)}")


def found(text: str, *, registered: bool = False) -> set[int]:
    """The ids of everything that a search finds, on all its pages."""
    from archive.api import ANONYMOUS, search_scope
    from archive.api import Reader as Who
    from search.api import SearchRequest, Sort, parse_query, pending_hides, search_engine

    scope = search_scope(Who(user_id=10**9)) if registered else search_scope(ANONYMOUS)
    hidden = pending_hides()
    ids: set[int] = set()
    for page in range(1, 20):
        request = SearchRequest(
            scope, parse_query(text).node, sort=Sort.REFERENCE, page=page, per_page=100, exclude_ids=hidden
        )
        hits = search_engine().search(request).hits
        ids |= {hit.testimony_id for hit in hits}
        if len(hits) < 100:
            break
    return ids


def nursery(go: int, seed: int) -> None:
    """Keeps workers running and kills one now and then, until its pipe is closed. Ends with all of them dead."""
    chance = random.Random(seed)
    kills = 0
    workers: list[int] = []
    os.read(go, 1)
    os.set_blocking(go, False)
    while True:
        while len(workers) < WORKERS:
            workers.append(_fork_worker())
        time.sleep(0.5 + chance.random() * 1.5)
        try:
            stopped = os.read(go, 1) == b""
        except BlockingIOError:
            stopped = False
        for pid in list(workers) if stopped else [chance.choice(workers)]:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            workers.remove(pid)
            kills += not stopped
        if stopped:
            os._exit(min(kills, 255))


def _fork_worker() -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        from django.core.management import call_command

        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        call_command("search_sync", forever=True, interval=0.2)
    finally:
        os._exit(1)


def main(changes: int, accounts: int, seed: int) -> None:
    server = os.environ.get("RAWI_CHAOS_SERVER", "")
    proxy = None
    if server:
        from tests.integration.search.faults import FaultProxy

    import django

    django.setup()

    from django.conf import settings

    go, tell = os.pipe()
    # Before anything is opened or started here: the workers inherit no connection and no thread.
    pid = _fork_nursery(go, tell, seed, server)
    os.close(go)
    if server:
        proxy = FaultProxy(server, seed)
        settings.ELASTICSEARCH_URL = [proxy.url]
        os.write(tell, proxy.url.encode().ljust(64))

    from django.apps import apps
    from django.core.management import call_command

    from archive.models import HomePage
    from archive.records import Vocabulary
    from archive.signals import bulk_changes
    from search.api import drain, rebuild
    from search.checking import find_drift
    from search.engines import EngineUnavailable
    from tests import factories

    # The tables straight from the models, in a tenth of the time; Wagtail's own index is none of ours.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    call_command("migrate", run_syncdb=True, verbosity=0)
    model, chance = Model(), random.Random(seed)
    rebuild()
    with bulk_changes():
        factories.collection()
        for number in range(8):
            model.names[f"theme{number}"] = f"nametheme{number}q"
            factories.term(Vocabulary.THEME, f"theme{number}", labels={"en": f"nametheme{number}q"})
        for number in range(accounts):
            account = add_account(f"RA-{number:04}", f"canary{number}q")
            model.accounts[account.key] = account
    drain()
    assert HomePage.objects.exists()

    began = time.monotonic()
    os.write(tell, b"g")
    reader = Reader(model, seed)
    reader.start()
    worker = Changes(model, chance)
    if proxy:
        proxy.faulty = True
    for number in range(changes):
        if proxy and number == changes // 3:
            proxy.close()
        if proxy and number == changes // 2:
            proxy.open()
        worker.make()
    if proxy:
        proxy.faulty = False
    os.close(tell)
    kills = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    reader.stop.set()
    reader.join(30)
    for _ in range(20):
        with suppress(EngineUnavailable):
            report = drain()
            if not report.indexed and not report.failed:
                break
    report = {
        "changes": changes,
        "seconds": round(time.monotonic() - began, 1),
        "kills": kills,
        "searches": reader.asked,
        "unanswered": reader.unanswered,
        "faults": dict(proxy.met) if proxy else {},
        "leaks": reader.leaks[:20],
        "drift": [f"{drift.kind} {drift.space} {drift.testimony_id}" for drift in find_drift()][:20],
        "wrong": wrong(model)[:20],
        "open": sum(account.open_to("public") for account in model.accounts.values()),
        "hidden": sum(not account.open_to("public") for account in model.accounts.values()),
    }
    sys.stdout.write(json.dumps(report))


def wrong(model: Model) -> list[str]:
    """Every word that finds something else than the model says, in both spaces."""
    said: list[str] = []
    for registered, levels in ((False, ("public",)), (True, ("public", "registered"))):
        opened = {key for key, account in model.accounts.items() if account.open_to(*levels)}
        expected = {account.word: {key} & opened for key, account in model.accounts.items()}
        expected |= {
            name: {key for key in opened if slug in model.accounts[key].themes} for slug, name in model.names.items()
        }
        expected |= {word: set() for word in model.gone if word not in expected}
        expected["window"] = opened
        for word, keys in expected.items():
            met = found(word, registered=registered)
            if met != keys:
                said.append(f"{word}: found {sorted(met)}, expected {sorted(keys)}")
    return said


def _fork_nursery(go: int, tell: int, seed: int, server: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.close(tell)
    try:
        if server:
            from django.conf import settings

            settings.ELASTICSEARCH_URL = [os.read(go, 64).decode().strip()]
        nursery(go, seed)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
