"""A proxy on loopback that does to an index server's traffic what networks and busy servers do to it."""

import gzip
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

CHANCE = 0.25  # of a request to meet a fault
Answer = tuple[int, dict[str, str], bytes]  # status, headers, body
_KEPT = ("content-type", "accept", "authorization")


class Cut(Exception):
    """The connection ends without an answer."""


class FaultProxy:
    """Stands before a server. ``faulty`` turns faults on; ``close`` and ``open`` take it away and bring it back."""

    def __init__(self, server: str, seed: int) -> None:
        self.faulty = False
        self.met: Counter[str] = Counter()
        self._server = urlsplit(server)
        self._chance = random.Random(seed)
        self._port = 0
        self._running: ThreadingHTTPServer | None = None
        self.open()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def open(self) -> None:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                if self.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                headers = {name: value for name, value in self.headers.items() if name.lower() in _KEPT}
                try:
                    status, sent, said = proxy.pass_on(self.command, self.path, headers, body)
                except (Cut, OSError, http.client.HTTPException):
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in sent.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(said)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

            def log_message(self, *args: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:
                pass

        self._running = Quiet(("127.0.0.1", self._port), Handler)
        self._port = self._running.server_address[1]
        threading.Thread(target=self._running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        if self._running is not None:
            self._running.shutdown()
            self._running.server_close()
            self._running = None

    def pass_on(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        if self._running is None:  # a connection that was kept alive
            raise Cut
        if not self.faulty or self._chance.random() > CHANCE:
            return self._forward(method, path, headers, body)
        bulk = path.partition("?")[0].endswith("/_bulk")
        faults = [self._slow, self._cut, self._refuse, self._lose_the_answer] + [self._half, self._half_said] * bulk
        fault: Callable[..., Any] = self._chance.choice(faults)
        self.met[fault.__name__.strip("_")] += 1
        return fault(method, path, headers, body)

    def _forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        connection = http.client.HTTPConnection(str(self._server.hostname), self._server.port, timeout=60)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            said = answer.read()
            kept = {name: value for name in ("Content-Type", "X-Elastic-Product") if (value := answer.getheader(name))}
            return answer.status, kept, said
        finally:
            connection.close()

    def _slow(self, *request: Any) -> Any:
        time.sleep(self._chance.random() * 0.3)
        return self._forward(*request)

    def _cut(self, *request: Any) -> Any:
        raise Cut

    def _refuse(self, *request: Any) -> Any:
        status = self._chance.choice([429, 500, 502, 503, 504])
        return _answer(status, {"error": {"type": "refused_by_the_proxy"}, "status": status})

    def _lose_the_answer(self, *request: Any) -> Any:
        self._forward(*request)
        raise Cut

    def _half(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        first, _rest = _halves(body)
        self._forward(method, path, headers, first)
        raise Cut

    def _half_said(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        """The server takes half and puts off the rest, as one with a full queue does."""
        first, rest = _halves(body)
        items = json.loads(self._forward(method, path, headers, first)[2])["items"] if first else []
        put_off = [{"index": {"status": 429, "error": {"type": "rejected"}}}] * rest
        return _answer(200, {"took": 1, "errors": True, "items": items + put_off})


def _answer(status: int, said: Any) -> Answer:
    headers = {"Content-Type": "application/json", "X-Elastic-Product": "Elasticsearch"}
    return status, headers, json.dumps(said).encode()


def _halves(body: bytes) -> tuple[bytes, int]:
    """The first half of a bulk request, and how many writes are left out. Each write is two lines."""
    lines = body.splitlines(keepends=True)
    kept = len(lines) // 2 // 2 * 2
    return b"".join(lines[:kept]), (len(lines) - kept) // 2
