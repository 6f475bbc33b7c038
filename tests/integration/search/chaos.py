"""Run as a program: changes an archive while everything fails that can, and prints what the index then holds.

Arguments: how many changes, over how many accounts, a seed; the settings name a new SQLite file and folders. With
RAWI_CHAOS_SERVER the index is on that server, behind a proxy that fails (tests.integration.search.faults).

A model of what must be found (tests.integration.search.chaos_changes) is kept beside the archive and asked for by words
that stand in one edition or one name alone: ``find_drift`` of the product is not taken at its word.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

from tests.integration.search.chaos_changes import COLLECTIONS, SOON, THEMES, Changes, Model, add_account, add_theme

WORKERS = 2


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
            self.stop.wait(0.2)
        connections.close_all()

    def _ask(self) -> None:
        with self.model.lock:
            hidden = self.model.hidden()
            gone = self.chance.choice(self.model.gone) if self.model.gone else "canarynever"
        if self.chance.random() < 0.5:
            if met := found(gone):
                self.leaks.append(f"{gone} found in {sorted(met)}")
            return
        met = found("window")
        with self.model.lock:
            now = self.model.hidden()
        if still := {key for key in met & hidden.keys() if now.get(key) == hidden[key]}:
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
        time.sleep(1 + chance.random() * 2)
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
    import django

    django.setup()

    from django.conf import settings

    server = os.environ.get("RAWI_CHAOS_SERVER", "")
    make_time_pass()
    go, tell = os.pipe()
    # Before anything is opened or started here: the workers inherit no connection and no thread.
    pid = _fork_nursery(go, tell, seed, server)
    os.close(go)
    proxy = None
    if server:
        from tests.integration.search.faults import FaultProxy

        proxy = FaultProxy(server, seed)
        settings.ELASTICSEARCH_URL = [proxy.url]
        os.write(tell, proxy.url.encode().ljust(64))
    model = make_archive(accounts)
    began = time.monotonic()
    os.write(tell, b"g")
    reader = Reader(model, seed)
    reader.start()
    change(changes, Changes(model, random.Random(seed)), proxy)
    os.close(tell)
    kills = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    reader.stop.set()
    reader.join(30)
    changed = time.monotonic() - began
    time.sleep(max(SOON) + 0.1)  # what ends by the clock has ended
    catch_up()
    report = {
        "changes": changes,
        "seconds": round(changed, 1),
        "kills": kills,
        "searches": reader.asked,
        "unanswered": reader.unanswered,
        "faults": dict(proxy.met) if proxy else {},
        "leaks": reader.leaks[:20],
    }
    sys.stdout.write(json.dumps(report | held(model)))


def make_time_pass() -> None:
    """Take a killed worker for dead after seconds, not minutes; and wait for no disk, which nobody unplugs here."""
    from django.conf import settings

    from search import tasks
    from search.engines.elastic import lease

    tasks.GIVEN_UP = timedelta(seconds=5)
    lease.SECONDS, lease._RENEWAL = 6.0, 1.5
    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def make_archive(accounts: int) -> Model:
    """Make the tables, the accounts and an index that is right."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from archive.signals import bulk_changes
    from search.api import drain, rebuild
    from tests import factories

    # The tables straight from the models, in a tenth of the time; Wagtail's own index is none of ours.
    settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    call_command("migrate", run_syncdb=True, verbosity=0)
    model = Model()
    rebuild()
    with bulk_changes():
        for slug in COLLECTIONS:
            factories.collection(slug)
        for number in range(THEMES):
            model.names[f"theme{number}"] = {f"nametheme{number}q"}
            add_theme(f"theme{number}", f"nametheme{number}q")
        for number in range(accounts):
            account = add_account(f"RA-{number:04}", f"canary{number}q")
            model.accounts[account.key] = account
    drain()
    return model


def change(changes: int, archivist: Changes, proxy: Any) -> None:
    """Make the changes; the workers are asked for rebuilds meanwhile, and the server is away for a sixth of them."""
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from search.models import SearchTask
    from search.tasks import ask

    if proxy:
        proxy.faulty = True
    with disable_reference_index_auto_update():  # none of what is tried here
        for number in range(changes):
            if number % (changes // 4) == changes // 8:
                ask(SearchTask.Kind.REBUILD)
            if proxy and number == changes // 3:
                proxy.close()
            if proxy and number == changes // 2:
                proxy.open()
            archivist.make()
    if proxy:
        proxy.faulty = False


def catch_up() -> None:
    """Bring in whatever is noted, as the next worker would."""
    from search.api import drain
    from search.engines import EngineUnavailable

    for _ in range(20):
        with suppress(EngineUnavailable):
            done = drain()
            if not done.indexed and not done.failed:
                return


def held(model: Model) -> dict[str, Any]:
    """How the index stands to the database and to the model."""
    from search.checking import find_drift
    from search.models import SearchTask

    hidden = model.hidden().keys() & model.accounts.keys()
    return {
        "rebuilds": SearchTask.objects.filter(error="").exclude(finished=None).count(),
        "drift": [f"{drift.kind} {drift.space} {drift.testimony_id}" for drift in find_drift()][:20],
        "wrong": wrong(model)[:20],
        "open": len(model.accounts) - len(hidden),
        "hidden": len(hidden),
    }


def wrong(model: Model) -> list[str]:
    """Every word that finds something else than the model says, in both spaces."""
    said: list[str] = []
    for registered, levels in ((False, ("public",)), (True, ("public", "registered"))):
        opened = {key for key, account in model.accounts.items() if model.open_to(account, *levels)}
        expected = {account.word: {key} & opened for key, account in model.accounts.items()}
        for slug, names in model.names.items():
            themed = {key for key in opened if slug in model.accounts[key].themes}
            expected |= dict.fromkeys(names, themed)
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
