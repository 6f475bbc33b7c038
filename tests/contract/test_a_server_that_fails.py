"""What the engine makes of a server that is away, slow, old, in trouble, or OpenSearch.

The server is played on loopback, because a real one cannot be made to do these things on demand. It answers what
servers were seen to answer; the real thing is in the other tests of this folder.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from search.engines import EngineUnavailable, Removal
from search.engines.elastic import ElasticEngine, Server
from search.engines.elastic.client import SEARCH_TIMEOUT
from tests.contract.engines import ask, document

VENDOR = "application/vnd.elasticsearch"
EMPTY = {
    "timed_out": False,
    "hits": {"total": {"value": 0}, "hits": []},
    "aggregations": {
        name: {"buckets": []}
        for name in (
            *("theme", "period", "place", "language", "kind", "collection"),
            *("inner_theme", "inner_period", "inner_place", "told_years", "recorded_year"),
        )
    }
    | {"passages": {"meeting": {"doc_count": 0}}},
}
INFO = {"version": {"number": "8.19.9"}, "tagline": "You Know, for Search"}
OPENSEARCH = {"version": {"number": "3.1.0", "distribution": "opensearch"}}


@dataclass
class Played:
    """A played server. ``answers`` gives (status, body) by the end of the path; ``seen`` are the requests."""

    product: bool = True  # whether it says that it is Elasticsearch, and takes its media types
    answers: dict[str, Callable[[], tuple[int, Any]]] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, _headers, _body in self.seen]


@pytest.fixture
def play() -> Iterator[Callable[..., Played]]:
    servers: list[ThreadingHTTPServer] = []

    def start(info: dict[str, Any] = INFO, product: bool = True) -> Played:
        played = Played(product=product, answers={"/": lambda: (200, info), "/_search": lambda: (200, EMPTY)})

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                path = self.path.partition("?")[0]
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                played.seen.append((self.command, path, dict(self.headers), body))
                if not played.product and VENDOR in str(self.headers):
                    status, said = 406, {"error": "Content-Type header [vnd] is not supported"}
                else:
                    ends = [end for end in played.answers if path.endswith(end) and (end != "/" or path == "/")]
                    status, said = played.answers[ends[0]]() if ends else (404, {"error": {"type": "no_such"}})
                sent = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                if played.product:
                    self.send_header("X-Elastic-Product", "Elasticsearch")
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        played.url = f"http://127.0.0.1:{server.server_address[1]}"
        return played

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def engines() -> Iterator[Callable[..., ElasticEngine]]:
    made: list[ElasticEngine] = []

    def make(*urls: str, timeout: float = SEARCH_TIMEOUT, **options: str) -> ElasticEngine:
        made.append(ElasticEngine(Server(urls, **options), timeout))
        return made[-1]

    yield make
    for engine in made:
        engine.close()


def refusal(engine: ElasticEngine) -> EngineUnavailable:
    with pytest.raises(EngineUnavailable) as refused:
        ask(engine, "secretword")
    assert "secretword" not in str(refused.value)
    return refused.value


Play = Callable[..., Played]
Engines = Callable[..., ElasticEngine]


def test_a_server_that_is_away_is_unreachable(engines: Engines) -> None:
    engine = engines("http://127.0.0.1:9")
    assert refusal(engine).code == "unreachable"
    with pytest.raises(EngineUnavailable):
        engine.apply("public", [document(1, "word")])
    with pytest.raises(EngineUnavailable):
        engine.health()


def test_one_node_of_two_is_enough(play: Play, engines: Engines) -> None:
    played = play()
    engine = engines("http://127.0.0.1:9", played.url)
    for _ in range(4):
        assert ask(engine, "word").total == 0


def test_a_page_is_one_search_request(play: Play, engines: Engines) -> None:
    played = play()
    engine = engines(played.url)
    ask(engine, "word")
    before = len(played.seen)
    ask(engine, 'prison -guard (letters OR "two words") pre*')
    assert len(played.seen) == before + 1
    assert played.paths()[-1].endswith("rawi-public-read/_search")


def test_a_slow_server_is_asked_twice_and_given_up(play: Play, engines: Engines) -> None:
    played = play()

    def slow() -> tuple[int, Any]:
        time.sleep(1.0)
        return 200, EMPTY

    played.answers["/_search"] = slow
    started = time.monotonic()
    assert refusal(engines(played.url, timeout=0.2)).code == "timeout"
    assert time.monotonic() - started < 1.5
    assert sum(path.endswith("_search") for path in played.paths()) == 2


def test_a_search_that_the_server_did_not_finish_is_no_result(play: Play, engines: Engines) -> None:
    played = play()
    played.answers["/_search"] = lambda: (200, EMPTY | {"timed_out": True})
    assert refusal(engines(played.url)).code == "timeout"


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "refused"), (403, "refused"), (404, "no-index"), (429, "unreachable"), (503, "unreachable"),
     (400, "refused"), (500, "refused")],
)  # fmt: skip
def test_error_answers_are_never_empty_results(play: Play, engines: Engines, status: int, code: str) -> None:
    played = play()
    played.answers["/_search"] = lambda: (status, {"error": {"type": "failed", "reason": "secretword"}})
    assert refusal(engines(played.url)).code == code


def test_credentials_are_sent(play: Play, engines: Engines) -> None:
    played = play()
    ask(engines(played.url, user="rawi", password="word"), "word")
    ask(engines(played.url, api_key="a2V5"), "word")
    sent = [headers.get("authorization") or headers.get("Authorization") for _m, _p, headers, _b in played.seen]
    assert sent[0] == "Basic cmF3aTp3b3Jk"
    assert sent[-1] == "ApiKey a2V5"


# Which server


@pytest.mark.parametrize(
    ("info", "name", "supported"),
    [
        ({"version": {"number": "9.2.4"}}, "Elasticsearch 9.2.4", True),
        ({"version": {"number": "8.0.0"}}, "Elasticsearch 8.0.0", True),
        ({"version": {"number": "7.17.9"}}, "Elasticsearch 7.17.9", False),
        ({"version": {"number": "2.11.0", "distribution": "opensearch"}}, "OpenSearch 2.11.0", True),
        ({"version": {"number": "1.3.0", "distribution": "opensearch"}}, "OpenSearch 1.3.0", False),
        ({}, "Elasticsearch ", False),
    ],
)
def test_servers_that_are_too_old_are_refused_and_named(
    play: Play, engines: Engines, info: dict[str, Any], name: str, supported: bool
) -> None:
    engine = engines(play(info, product="distribution" not in str(info)).url)
    assert str(engine.server_info()) == name
    assert engine.server_info().supported is supported
    if supported:
        assert ask(engine, "word").total == 0
    else:
        assert refusal(engine).code == "unsupported"


def test_opensearch_is_spoken_to_in_plain_media_types(play: Play, engines: Engines) -> None:
    played = play(OPENSEARCH, product=False)
    engine = engines(played.url)
    assert ask(engine, "word").total == 0
    assert not any(VENDOR in str(headers) for _method, _path, headers, _body in played.seen)


def test_elasticsearch_is_spoken_to_in_its_own(play: Play, engines: Engines) -> None:
    played = play()
    ask(engines(played.url), "word")
    assert VENDOR in str(played.seen[-1][2])


# Bulk writes


def bulk(played: Played, *statuses: int) -> None:
    aliases = {"rawi-public-1": {"aliases": {"rawi-public-read": {}, "rawi-public-write": {}}}}
    items = [{"index": {"status": status, "error": {"type": "failed"}}} for status in statuses]
    played.answers |= {
        "/_alias": lambda: (200, aliases),
        "/_bulk": lambda: (200, {"errors": any(status >= 300 for status in statuses), "items": items}),
        "/_refresh": lambda: (200, {}),
    }


def test_a_newer_version_there_is_no_failure(play: Play, engines: Engines) -> None:
    played = play()
    bulk(played, 200, 409)
    engines(played.url).apply("public", [document(1, "word"), Removal(2, 3)])
    sent = next(body for _method, path, _headers, body in played.seen if path.endswith("_bulk"))
    assert sent


@pytest.mark.parametrize("statuses", [(200, 429), (503, 200), (500, 409)])
def test_items_that_were_put_off_fail_the_call(play: Play, engines: Engines, statuses: tuple[int, ...]) -> None:
    played = play()
    bulk(played, *statuses)
    with pytest.raises(EngineUnavailable):
        engines(played.url).apply("public", [document(1, "word"), document(2, "word")])
