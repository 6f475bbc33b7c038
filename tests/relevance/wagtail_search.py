"""Wagtail's own search in the database, over the same texts: what an archive would have without Rawi's.

A model of its own in the scratch database; FTS5 of SQLite. ``any`` joins a question's words by OR; as Wagtail joins
them by default, by AND, hardly a question is answered.
"""

from time import perf_counter
from typing import Any

from django.db import OperationalError, connection, models
from modelsearch.abstract_models import TextIDGenericRelation
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from tests.relevance.questions import Question, QuestionSet
from tests.relevance.scoring import DEPTH

_STEPS = 100_000  # of SQLite's virtual machine between two looks at the clock


class Paragraph(index.Indexed, models.Model):
    """A text as Wagtail's search takes it."""

    key = models.IntegerField(primary_key=True)
    account = models.IntegerField()
    text = models.TextField()

    search_fields = [index.SearchField("text"), index.FilterField("account")]

    class Meta:
        app_label = "relevance_texts"


# As the search app does for every model that is there when Django starts.
TextIDGenericRelation(IndexEntry).contribute_to_class(Paragraph, "index_entries")


class Wagtail:
    """Wagtail's database search. Many words joined by OR take it seconds, so not every question can be asked."""

    def __init__(self, operator: str, patience: float) -> None:
        self.patience = patience
        self.name = "Wagtail, any word" if operator == "or" else "Wagtail, every word"
        self._operator = operator
        self._backend: Any = get_search_backend()
        self._size = 0

    def fill(self, asked: QuestionSet) -> None:
        """Save the texts and index them."""
        if Paragraph._meta.db_table in connection.introspection.table_names():
            Paragraph.objects.all().delete()
        else:
            with connection.schema_editor() as editor:
                editor.create_model(Paragraph)
        Paragraph.objects.bulk_create(
            [Paragraph(key=text.key, account=text.account, text=text.text) for text in asked.texts], batch_size=1000
        )
        before = _bytes()
        for first in range(0, len(asked.texts), 1000):
            self._backend.add_bulk(Paragraph, list(Paragraph.objects.order_by("pk")[first : first + 1000]))
        self._size = _bytes() - before

    def accounts(self, question: Question) -> list[int]:
        """Every paragraph is an account of its own here."""
        return [key + 1 for key in self.passages(question, None)]

    def passages(self, question: Question, account: int | None) -> list[int]:
        """What it finds first."""
        rows = Paragraph.objects.all() if account is None else Paragraph.objects.filter(account=account)
        ends = perf_counter() + self.patience
        connection.ensure_connection()
        database: Any = connection.connection
        database.set_progress_handler(lambda: perf_counter() > ends, _STEPS)
        try:
            found = self._backend.search(question.text, rows, operator=self._operator)
            return [row.pk for row in found[:DEPTH]]
        except OperationalError:  # one question alone may take it minutes over 30,000 paragraphs: not answered
            return []
        finally:
            database.set_progress_handler(None, 0)

    def size(self) -> int:
        """By how much the database grew."""
        return self._size

    def close(self) -> None:
        """Empty the tables."""
        self._backend.reset_indexes()
        Paragraph.objects.all().delete()


def _bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA freelist_count")
        pages -= int(cursor.fetchone()[0])
        cursor.execute("PRAGMA page_size")
        return pages * int(cursor.fetchone()[0])
