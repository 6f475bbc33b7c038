"""One measurement after the other, on the scratch archive as it stands."""

import random
import shutil
import sqlite3
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.benchmarks.contents import THEMES, Accounts, arabic, english, turns
from tests.benchmarks.queries import search_addresses
from tests.benchmarks.timing import Figures, figures, time_calls, time_pages
from tests.benchmarks.weights import Weight, weigh
from tests.scratch import rebuild_index

KILOBYTE = 1_000
COLLECTION = "benchmark"


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """What was measured with one number of passages in the archive. Pages in milliseconds."""

    passages: int
    import_per_second: float
    index_per_second: float
    raw_query: Figures
    search: Figures
    search_json: Figures
    testimony: Figures


@dataclass(frozen=True, slots=True)
class PageWeight:
    """A page, what it weighs, and what it may."""

    page: str
    weight: Weight
    budget: int


def grow_and_measure(accounts: Accounts, folder: Path, size: int, before: int, samples: int) -> SizeFigures:
    """Import until the archive has about ``size`` passages, write the index anew and time pages."""
    from archive.models import Passage, TestimonyPage
    from tests.corpora.importing import import_set

    shutil.rmtree(folder, ignore_errors=True)
    accounts.write(folder, size - before)
    done = import_set(COLLECTION, folder, lambda _row, _total: None)
    if done.errors:
        raise RuntimeError(done.errors[0])
    indexed, seconds = rebuild_index()
    total = Passage.rows.count()
    if total != indexed:
        raise RuntimeError(f"{total} passages are there and {indexed} are indexed")
    slugs = list(TestimonyPage.objects.order_by("pk").values_list("slug", flat=True))
    chosen = random.Random(7).sample(slugs, min(samples, len(slugs)))
    searches = search_addresses(samples, filters={"theme": [theme.lower() for theme in THEMES]})
    return SizeFigures(
        passages=total,
        import_per_second=done.passages / done.seconds,
        index_per_second=indexed / seconds,
        raw_query=figures(_raw_queries(samples)),
        search=figures(time_pages(searches)),
        search_json=figures(
            time_pages([address.replace("/en/", "/api/v1/").replace("/?", "?") for address in searches])
        ),
        testimony=figures(time_pages([f"/en/testimonies/{slug}/" for slug in chosen])),
    )


def bare_page(samples: int) -> Figures:
    """The yardstick: a constant page."""
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        return figures(time_pages(["/bare/"] * samples))


def _raw_queries(samples: int) -> list[float]:
    """The yardstick of searching: words of the index itself, looked up without anything of the engine."""
    from django.conf import settings

    path = max(Path(settings.RAWI_SEARCH_DIR).glob("public-*.sqlite3"), key=lambda file: file.stat().st_mtime)
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'passage_fts', 'row')")
        terms = [row[0] for row in connection.execute("SELECT term FROM temp.words WHERE doc > 3 ORDER BY term")]
        chosen = random.Random(7).sample(terms, min(samples, len(terms)))
        query = "SELECT rowid FROM passage_fts WHERE passage_fts MATCH ? ORDER BY rank LIMIT 10"
        return time_calls([lambda term=term: connection.execute(query, (f'"{term}"',)).fetchall() for term in chosen])  # type: ignore[misc]


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
