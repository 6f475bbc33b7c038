"""Wagtail's own database search on the same passages, as a yardstick: a model with one text to be searched, its table
and its index entries in the scratch database.
"""

from time import perf_counter
from typing import Any

from tests.benchmarks.queries import Query
from tests.benchmarks.timing import time_calls

_BATCH = 500
_PAGE = 10
# The kinds that can be put in its terms.
_OPERATORS = {"common word": "and", "middling word": "and", "rare word": "and", "two words": "and", "either word": "or"}


class WagtailSearch:
    """Fill it once with every passage, then time queries."""

    def __init__(self) -> None:
        from django.apps import apps
        from django.db import connection, models
        from wagtail.search import index
        from wagtail.search.backends import get_search_backend

        class BenchmarkText(index.Indexed, models.Model):  # type: ignore[misc]
            text = models.TextField()
            search_fields = [index.SearchField("text")]

            class Meta:
                app_label = "archive"

        apps.clear_cache()
        self._model: Any = BenchmarkText
        self._backend = get_search_backend()
        with connection.schema_editor() as editor:
            editor.create_model(BenchmarkText)

    def fill(self) -> float:
        """Index every passage; seconds of the indexing alone."""
        from archive.models import Passage

        self._model.objects.all().delete()
        search_index = self._backend.get_index_for_model(self._model)
        seconds = 0.0
        texts: list[str] = []
        for text in Passage.rows.exclude(text="").order_by("pk").values_list("text", flat=True).iterator():
            texts.append(text)
            if len(texts) == _BATCH:
                seconds += self._add(search_index, texts)
                texts = []
        return seconds + (self._add(search_index, texts) if texts else 0.0)

    def _add(self, search_index: Any, texts: list[str]) -> float:
        rows = self._model.objects.bulk_create([self._model(text=text) for text in texts])
        began = perf_counter()
        search_index.add_items(self._model, rows)
        return perf_counter() - began

    def times(self, queries: list[Query], patience: float) -> list[float]:
        """How long ten hits and their total took, for the queries that can be put to it: words and phrases, without
        filters. None is begun after ``patience`` seconds; the first is always asked.
        """
        from wagtail.search.query import Phrase

        calls = []
        for query in queries:
            if query.filters:
                continue
            if query.kind == "phrase":
                wanted, operator = Phrase(query.text.strip('"')), "and"
            elif query.kind in _OPERATORS:
                wanted, operator = " ".join(query.words), _OPERATORS[query.kind]
            else:
                continue
            calls.append(lambda wanted=wanted, operator=operator: self._ask(wanted, operator))
        ends = perf_counter() + patience
        return time_calls(call for place, call in enumerate(calls) if place == 0 or perf_counter() < ends)

    def _ask(self, wanted: Any, operator: str) -> tuple[int, list[Any]]:
        found = self._backend.search(wanted, self._model, operator=operator)
        return found.count(), list(found[:_PAGE])
