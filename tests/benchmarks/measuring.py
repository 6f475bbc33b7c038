"""One measurement after the other, on the scratch archive as it stands."""

import random
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks.contents import Accounts, arabic, english, turns
from tests.benchmarks.engines import megabytes_on_disk, past_the_archive, requests_seen, using
from tests.benchmarks.queries import Query, make_names, make_queries, words_of
from tests.benchmarks.rebuilding import RebuildFigures, rebuild_apart
from tests.benchmarks.timing import Figures, figures, time_calls, time_pages
from tests.benchmarks.wagtail_search import WagtailSearch
from tests.benchmarks.weights import Weight, weigh

KILOBYTE = 1_000
COLLECTION = "benchmark"
REPLACED_PASSAGES = 300
_REPLACED = 10  # times
WAGTAIL_PASSAGES = 100_000  # it indexes too slowly for more
WAGTAIL_PATIENCE = 120  # seconds; the queries that are left then are not asked


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """One engine at one size. Times in milliseconds; ``raw`` is the engine's answer past the archive; ``kinds`` the
    pages by the kind of query.
    """

    engine: str
    rebuild: RebuildFigures
    megabytes: float
    raw: Figures
    json: Figures
    page: Figures
    replace: Figures
    kinds: dict[str, dict[str, Figures]]


@dataclass(frozen=True, slots=True)
class WagtailFigures:
    """Wagtail's own search of the same passages."""

    passages_per_second: float
    search: Figures


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """What was measured with one number of passages in the archive."""

    passages: int
    import_per_second: float
    testimony: Figures
    engines: tuple[EngineFigures, ...]
    wagtail: WagtailFigures | None


@dataclass(frozen=True, slots=True)
class PageWeight:
    """A page, what it weighs, and what it may."""

    page: str
    weight: Weight
    budget: int


class Measuring:
    """Grows the scratch archive under ``folder`` and measures each engine at every size."""

    def __init__(self, folder: Path, engines: list[str], url: str, samples: int, say: Callable[[str], None]) -> None:
        """``say`` is told of every step that is done, with its figures: a run takes long and may be ended."""
        self._folder, self._engines, self._url, self._samples, self._say = folder, engines, url, samples, say
        self._accounts = Accounts()
        self._wagtail: WagtailSearch | None = None
        self._replaced: int | None = None

    def grow_and_measure(self, more: int) -> SizeFigures:
        """Import ``more`` passages, write the indices anew and time pages."""
        from archive.models import Passage, TestimonyPage
        from tests.corpora.importing import import_set

        batch = self._folder / "batch"
        shutil.rmtree(batch, ignore_errors=True)
        self._accounts.write(batch, more)
        done = import_set(COLLECTION, batch, lambda _row, _total: None)
        if done.errors:
            raise RuntimeError(done.errors[0])
        self._say(f"{done.passages:,} passages imported, {done.passages / done.seconds:,.0f} a second")
        if self._replaced is None:
            self._replaced = _account_to_replace()
        words = {language: words_of(language) for language in ("en", "ar")}
        make_names(words)
        queries = make_queries(words, _filters())
        passages = Passage.rows.count()
        engines = tuple(self._engine(name, queries, passages) for name in self._engines)
        slugs = list(TestimonyPage.objects.order_by("pk").values_list("slug", flat=True))
        chosen = random.Random(7).sample(slugs, min(self._samples, len(slugs)))
        return SizeFigures(
            passages=passages,
            import_per_second=done.passages / done.seconds,
            testimony=figures(time_pages([f"/en/testimonies/{slug}/" for slug in chosen])),
            engines=engines,
            wagtail=self._wagtails(queries, passages) if passages <= WAGTAIL_PASSAGES * 1.1 else None,
        )

    def _engine(self, name: str, queries: list[Query], passages: int) -> EngineFigures:
        from search.sync import drain, note_change

        rebuilt = rebuild_apart(self._folder / "var", name, self._url)
        if rebuilt.passages != 2 * passages:
            raise RuntimeError(f"{passages} passages are there and {rebuilt.passages} are in both spaces")
        self._say(f"{name}: {passages:,} passages, {rebuilt}")
        with using(name, self._url) as engine:
            drain()
            times = _answers(engine, queries)
            megabytes = megabytes_on_disk(engine)

            def replace() -> None:
                note_change([self._replaced])  # type: ignore[list-item]
                if drain().indexed != 1:
                    raise RuntimeError("The account was not replaced")

            replaced = figures(time_calls([replace] * _REPLACED))
            self._say(f"{name}: index {megabytes:,.0f} MB; 300 replaced: {replaced}")
        for way, found in times.items():
            self._say(f"{name}: {way}: {figures(found)}")
        kinds: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for way, found in times.items():
            for query, milliseconds in zip(queries, found, strict=True):
                kinds[query.kind][way].append(milliseconds)
        return EngineFigures(
            engine=name,
            rebuild=rebuilt,
            megabytes=megabytes,
            raw=figures(times["raw"]),
            json=figures(times["json"]),
            page=figures(times["page"]),
            replace=replaced,
            kinds={kind: {way: figures(found) for way, found in ways.items()} for kind, ways in kinds.items()},
        )

    def _wagtails(self, queries: list[Query], passages: int) -> WagtailFigures:
        if self._wagtail is None:
            self._wagtail = WagtailSearch()
        seconds = self._wagtail.fill()
        self._wagtail.times(queries[:20], WAGTAIL_PATIENCE)
        found = WagtailFigures(passages / seconds, figures(self._wagtail.times(queries, WAGTAIL_PATIENCE)))
        self._say(f"Wagtail: {found}")
        return found


def _answers(engine: Any, queries: list[Query]) -> dict[str, list[float]]:
    """How long each query took: past the archive, as JSON, as a page. In turns, so that a busy moment of the machine
    falls on all three; each was asked once before.
    """
    from django.test import Client

    client = Client(headers={"host": "localhost"})

    def ask(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    requests = []
    for query in queries:
        with requests_seen(engine) as seen:
            ask(query.json)
            requests.append(seen[0])
            ask(query.page)
    times: dict[str, list[float]] = {"raw": [], "json": [], "page": []}
    for query, raw in zip(queries, past_the_archive(engine, requests), strict=True):
        ways: dict[str, Callable[[], Any]] = {
            "raw": raw,
            "json": lambda query=query: ask(query.json),  # type: ignore[misc]
            "page": lambda query=query: ask(query.page),  # type: ignore[misc]
        }
        for way, call in ways.items():
            began = perf_counter()
            call()
            times[way].append((perf_counter() - began) * 1000)
    return times


def _filters() -> list[tuple[str, str]]:
    """Facets and values that many accounts have."""
    from archive.models import Place, Theme

    themes = Theme.objects.order_by("pk").values_list("slug", flat=True)[:6]
    places = Place.objects.order_by("pk").values_list("slug", flat=True)[:6]
    pairs = [
        pair for theme, place in zip(themes, places, strict=False) for pair in (("theme", theme), ("place", place))
    ]
    return [*pairs, ("kind", "written")]


def _account_to_replace() -> int:
    from archive.models import CollectionPage
    from tests import factories

    under = CollectionPage.objects.get(slug=COLLECTION)
    words = list(islice(english(), REPLACED_PASSAGES))
    return int(factories.testimony("BR-0001", under=under, words=words).pk)


def bare_page(samples: int) -> Figures:
    """The yardstick: a constant page."""
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        return figures(time_pages(["/bare/"] * samples))


def page_weights() -> list[PageWeight]:
    """Weigh the pages that have budgets, after making the accounts whose length the budgets name.

    An account of two or three hours, some 17,000 to 20,000 words, has the larger budget.
    """
    from django.test import Client

    make_long_accounts()
    client = Client(headers={"host": "localhost"})
    weights = []
    for page, address, budget in (
        ("home, English", "/en/", 200),
        ("home, Arabic", "/ar/", 260),
        ("testimony, English, 120 passages", "/en/testimonies/bw-0001/", 120),
        ("testimony, English, 300 passages (2 h)", "/en/testimonies/bw-0002/", 180),
        ("testimony, Arabic, 120 passages", "/ar/testimonies/bw-0003/", 190),
        ("testimony, Arabic, 1,000 turns (2.5 h)", "/ar/testimonies/bw-0004/", 260),
        ("search, English", "/en/search/?q=the", 120),
        ("search, Arabic", "/ar/search/?q=%D9%85%D9%86", 180),
        ("theme, English", "/en/themes/prison/", 120),
        ("theme, Arabic", "/ar/themes/prison/", 180),
    ):
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")
        weights.append(PageWeight(page, weigh(response.content), budget * KILOBYTE))
    return weights


def make_long_accounts() -> None:
    """The accounts of the budgets."""
    from archive.models import CollectionPage
    from tests import factories

    under = CollectionPage.objects.get(slug=COLLECTION)
    for number, (language, words) in enumerate(
        (
            ("en", list(islice(english(), 120))),
            ("en", list(islice(english(), 300))),
            ("ar", list(islice(arabic(), 120))),
            ("ar", list(islice(turns(arabic()), 1_000))),
        ),
        start=1,
    ):
        factories.testimony(f"BW-{number:04d}", under=under, words=words, language=language)
