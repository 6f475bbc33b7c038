"""A scratch archive for the commands of tests/corpora and tests/benchmarks: database and files in a folder of its own.

``open_scratch`` must be called before anything of Django's models is imported.
"""

import os
from collections.abc import Mapping
from pathlib import Path


def open_scratch(folder: Path) -> None:
    """Set Django up on an archive under ``folder`` and migrate it; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["RAWI_VAR_DIR"] = str(folder)
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'rawi.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    os.environ.pop("RAWI_DEBUG", None)
    os.environ.pop("ELASTICSEARCH_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def make_collections(titles: Mapping[str, str]) -> None:
    """The home page, and a published collection for each slug."""
    from tests import factories

    for slug, title in titles.items():
        factories.collection(slug, title=title)


def rebuild_index() -> tuple[int, float]:
    """Write the search index anew. Passages of the full space, and seconds for all spaces."""
    from time import perf_counter

    from search.sync import drain, rebuild

    began = perf_counter()
    reports = rebuild()
    drain()
    return max(report.passages for report in reports), perf_counter() - began
