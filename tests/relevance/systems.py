"""The searches that are compared: Rawi's two engines through their own door, and a server's stock chain."""

import math
import os
import secrets
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from archive.records import IndexDocument, IndexPassage, SearchScope
from search.engines import Engine
from search.engines.elastic import ElasticEngine, Server
from search.engines.embedded import EmbeddedEngine
from search.query import as_question, parse_query
from search.query.ranking import WEIGHTS, Weights
from search.records import SearchRequest
from tests.relevance.questions import Question, QuestionSet, Text
from tests.relevance.scoring import DEPTH

SPACE = "public"
SCOPE = SearchScope(SPACE, frozenset({"public"}), frozenset())


class System(Protocol):
    """One search over one set of texts."""

    name: str
    patience: float  # seconds for the questions of a half; those that are left then are not asked

    def fill(self, asked: QuestionSet) -> None:
        """Index the texts."""

    def accounts(self, question: Question) -> list[int]:
        """Give the accounts found, best first."""

    def passages(self, question: Question, account: int | None) -> list[int]:
        """Give the keys of the passages found, best first: everywhere, or in one account."""

    def size(self) -> int:
        """Bytes of the index."""

    def close(self) -> None:
        """Leave nothing behind."""


class Rawi:
    """An engine of Rawi: documents are written by a rebuild, questions go the way of a reader's."""

    patience = math.inf

    def __init__(self, name: str, engine: Engine, folder: Path | None = None) -> None:
        self.name = name
        self.engine = engine
        self._folder = folder

    def fill(self, asked: QuestionSet) -> None:
        """Rebuild the public space from the texts."""
        self.engine.rebuild(SPACE, documents(asked))

    def accounts(self, question: Question) -> list[int]:
        """The first page of a search."""
        return [hit.testimony_id for hit in self.engine.search(_request(question.text)).hits]

    def passages(self, question: Question, account: int | None) -> list[int]:
        """The best passages."""
        found = self.engine.passages(_request(question.text), DEPTH, account)
        return [passage.passage_id - 1 for passage in found]

    def size(self) -> int:
        """Of the files, or what the server says."""
        if self._folder is not None:
            return sum(file.stat().st_size for file in self._folder.glob(f"{SPACE}-*.sqlite3"))
        assert isinstance(self.engine, ElasticEngine)
        with _client() as client:
            return _stored_bytes(client, f"{self.engine.server.prefix}-{SPACE}-read")

    def close(self) -> None:
        """Delete a server's indices; files go with their folder."""
        if isinstance(self.engine, ElasticEngine):
            with _client() as client:
                client.indices.delete(index=f"{self.engine.server.prefix}-*", ignore_unavailable=True)
            self.engine.close()


class Stock:
    """The stock chain of a language on a server, one document per passage, default ranking."""

    patience = math.inf

    def __init__(self, language: str) -> None:
        self.name = f"stock {language}"
        self._language = language
        self._index = f"relevance{secrets.token_hex(4)}"
        self._kept: Elasticsearch | None = None

    def fill(self, asked: QuestionSet) -> None:
        """Index the texts."""
        number = {"type": "integer"}
        fields = {"text": {"type": "text", "analyzer": "stock"}, "account": number, "key": number}
        with _client() as client:
            client.indices.create(
                index=self._index,
                settings={"number_of_shards": 1, "number_of_replicas": 0, "analysis": _CHAINS[self._language]},
                mappings={"properties": fields},
            )
            rows = (
                {"_index": self._index, "_id": text.key, "key": text.key, "text": text.text, "account": text.account}
                for text in asked.texts
            )
            bulk(client, rows, chunk_size=1000, request_timeout=120)
            client.options(request_timeout=300).indices.forcemerge(index=self._index, max_num_segments=1)
            client.indices.refresh(index=self._index)

    def accounts(self, question: Question) -> list[int]:
        """Every paragraph is an account of its own here."""
        return [key + 1 for key in self.passages(question, None)]

    def passages(self, question: Question, account: int | None) -> list[int]:
        """A match query, any word will do."""
        only = [] if account is None else [{"term": {"account": account}}]
        query = {"bool": {"must": [{"match": {"text": question.text}}], "filter": only}}
        # Segments differ from run to run; of equals the first comes first, as in Rawi's engines.
        order: list[Any] = [{"_score": "desc"}, {"key": "asc"}]
        answer = self._connection().search(index=self._index, query=query, size=DEPTH, source=False, sort=order)
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]]

    def size(self) -> int:
        """What the server says."""
        with _client() as client:
            return _stored_bytes(client, self._index)

    def close(self) -> None:
        """Delete the index."""
        connection = self._connection()
        connection.indices.delete(index=self._index, ignore_unavailable=True)
        connection.close()

    def _connection(self) -> Elasticsearch:
        if self._kept is None:
            self._kept = _client()
        return self._kept


_CHAINS: dict[str, dict[str, Any]] = {
    # What the built-in ``arabic`` and ``english`` analyzers are made of, in the order of their documentation.
    "arabic": {
        "filter": {
            "stop": {"type": "stop", "stopwords": "_arabic_"},
            "stem": {"type": "stemmer", "language": "arabic"},
        },
        "analyzer": {
            "stock": {
                "tokenizer": "standard",
                "filter": ["lowercase", "decimal_digit", "stop", "arabic_normalization", "stem"],
            }
        },
    },
    "english": {
        "filter": {
            "possessive": {"type": "stemmer", "language": "possessive_english"},
            "stop": {"type": "stop", "stopwords": "_english_"},
            "stem": {"type": "stemmer", "language": "english"},
        },
        "analyzer": {"stock": {"tokenizer": "standard", "filter": ["possessive", "lowercase", "stop", "stem"]}},
    },
}


def server_configured() -> bool:
    """Whether a server is there to be compared."""
    return bool(os.environ.get("ELASTICSEARCH_URL"))


def embedded(folder: Path, weights: Weights = WEIGHTS, name: str = "Rawi, embedded") -> Rawi:
    """Rawi without a server."""
    return Rawi(name, EmbeddedEngine(folder, deadline=60, weights=weights), folder)


def elastic(weights: Weights = WEIGHTS, name: str = "Rawi, Elasticsearch") -> Rawi:
    """Rawi on the server of ELASTICSEARCH_URL."""
    urls = tuple(os.environ["ELASTICSEARCH_URL"].split(","))
    return Rawi(name, ElasticEngine(Server(urls, prefix=f"relevance{secrets.token_hex(4)}"), 60, weights))


def documents(asked: QuestionSet) -> Iterator[IndexDocument]:
    """The texts as the archive hands testimonies to an engine."""
    for account, texts in groupby(asked.texts, key=lambda text: text.account):
        yield _document(account, list(texts))


def timed(system: System, question: Question, account: int | None, by_passage: bool) -> tuple[tuple[int, ...], float]:
    """Ask once. The hits as keys of passages, and milliseconds."""
    began = perf_counter()
    found = system.passages(question, account) if by_passage else [found - 1 for found in system.accounts(question)]
    return tuple(found[:DEPTH]), (perf_counter() - began) * 1000


def _request(text: str) -> SearchRequest:
    parsed = as_question(text, parse_query(text))
    return SearchRequest(SCOPE, node=parsed.node, per_page=DEPTH, beside=parsed.any_word)


def _document(account: int, texts: list[Text]) -> IndexDocument:
    passages = tuple(
        IndexPassage(text.key + 1, number, f"p{number}", "ar", text.text) for number, text in enumerate(texts, start=1)
    )
    return IndexDocument(
        testimony_id=account,
        reference=f"QA-{account}",
        version=1,
        level="public",
        listed=True,
        titles=(),
        names=(),
        summaries=(),
        term_labels=(),
        themes=(),
        periods=(),
        places=(),
        persons=(),
        collection="relevance",
        languages=("ar",),
        kind="written",
        told_from=None,
        told_from_year=None,
        told_to_year=None,
        recorded_from=None,
        passages=passages,
    )


def _client() -> Elasticsearch:
    return Elasticsearch(os.environ["ELASTICSEARCH_URL"].split(","), request_timeout=120)


def _stored_bytes(client: Elasticsearch, index: str) -> int:
    client.indices.refresh(index=index)
    answer = client.indices.stats(index=index, metric="store")
    return sum(int(found["primaries"]["store"]["size_in_bytes"]) for found in answer["indices"].values())
