"""The connection to the index server: settings, timeouts, one retry, and plain words for what goes wrong."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from elastic_transport import BaseNode, HttpHeaders, TransportError, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, UnsupportedProductError

from search.engines.base import EngineUnavailable

SEARCH_TIMEOUT = 2.0  # seconds; then once more, on another node if there is one
WRITE_TIMEOUT = 60.0
OLDEST = {"elasticsearch": 8, "opensearch": 2}  # major versions
_BUSY = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Server:
    """Where the index server is and how to sign in there. ``prefix`` begins the name of every index of this archive."""

    urls: tuple[str, ...]
    prefix: str = "rawi"
    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server says of itself: ``product`` is ``elasticsearch`` or ``opensearch``."""

    product: str
    version: str

    @property
    def supported(self) -> bool:
        """Whether this version can be used."""
        major = self.version.partition(".")[0]
        return major.isdecimal() and int(major) >= OLDEST[self.product]

    def __str__(self) -> str:
        return f"{'OpenSearch' if self.product == 'opensearch' else 'Elasticsearch'} {self.version}"


class PlainNode(Urllib3HttpNode):
    """Speaks plain JSON and vouches for the product, so that a server that is not Elasticsearch can be asked at all.

    OpenSearch refuses the media types of the Elasticsearch client and does not send the header that it looks for.
    """

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: Any = DEFAULT,
    ) -> Any:
        """Send a request under plain media types."""
        plain = {name: _plain(value) for name, value in (headers or {}).items()}
        answer = super().perform_request(method, target, body, HttpHeaders(plain), request_timeout)
        headed = HttpHeaders({**answer.meta.headers, "x-elastic-product": "Elasticsearch"})
        return answer._replace(meta=replace(answer.meta, headers=headed))


def _plain(value: str) -> str:
    media, _, version = value.partition(";")
    return media.replace("vnd.elasticsearch+", "") if "compatible-with" in version else value


class Connection:
    """A client for one server, made when it is first needed and anew in a forked process. Safe between threads."""

    def __init__(self, server: Server, timeout: float = SEARCH_TIMEOUT) -> None:
        self.server = server
        self._timeout = timeout
        self._making = threading.Lock()
        self._made: tuple[int, Elasticsearch, ServerInfo] | None = None

    def client(self) -> Elasticsearch:
        """Give the client for searches. Raises EngineUnavailable: no answer, or a server that cannot be used."""
        client, info = self._connect()
        if not info.supported:
            raise EngineUnavailable("unsupported", f"{info} is too old: Elasticsearch 8 or OpenSearch 2 at least.")
        return client

    def writer(self) -> Elasticsearch:
        """Give the client for writes and administration: the same, with more patience."""
        return self.client().options(request_timeout=WRITE_TIMEOUT)

    def info(self) -> ServerInfo:
        """Say what the server is. Raises EngineUnavailable when it does not answer."""
        return self._connect()[1]

    def close(self) -> None:
        """Close the connections of this process."""
        with self._making:
            if self._made is not None and self._made[0] == os.getpid():
                self._made[1].close()
            self._made = None

    def _connect(self) -> tuple[Elasticsearch, ServerInfo]:
        made = self._made
        if made is not None and made[0] == os.getpid():
            return made[1], made[2]
        with self._making:
            if self._made is None or self._made[0] != os.getpid():
                client = self._new(PlainNode)
                with reported():
                    info = _read_info(client.info().body)
                if info.product == "elasticsearch":
                    client.close()
                    client = self._new(Urllib3HttpNode)
                self._made = (os.getpid(), client, info)
            return self._made[1], self._made[2]

    def _new(self, node_class: type[BaseNode]) -> Elasticsearch:
        server = self.server
        options: dict[str, Any] = {}
        if server.api_key:
            options["api_key"] = server.api_key
        elif server.user:
            options["basic_auth"] = (server.user, server.password)
        if server.ca_file:
            options["ca_certs"] = server.ca_file
        return Elasticsearch(
            list(server.urls),
            node_class=node_class,
            request_timeout=self._timeout,
            max_retries=1,
            retry_on_timeout=True,
            retry_on_status=_BUSY,
            http_compress=True,
            **options,
        )


def _read_info(answer: Mapping[str, Any]) -> ServerInfo:
    version = answer.get("version", {})
    product = "opensearch" if version.get("distribution") == "opensearch" else "elasticsearch"
    return ServerInfo(product, str(version.get("number", "")))


@contextmanager
def reported() -> Iterator[None]:
    """Turn what the client raises into EngineUnavailable. No message carries words of a query or of a document."""
    try:
        yield
    except ConnectionTimeout as error:
        raise EngineUnavailable("timeout", "The index server did not answer in time.") from error
    except (TransportError, UnsupportedProductError) as error:
        raise EngineUnavailable("unreachable", f"The index server is out of reach ({type(error).__name__}).") from error
    except ApiError as error:
        raise unavailable(error) from error


def unavailable(error: ApiError) -> EngineUnavailable:
    """Put an error answer of the server into plain words."""
    status = error.meta.status
    if status in (401, 403):
        return EngineUnavailable("refused", "The index server refuses the credentials.")
    if status == 404:
        return EngineUnavailable("no-index", "There is no search index yet: run search_rebuild.")
    if status == 408:
        return EngineUnavailable("timeout", "The index server did not answer in time.")
    if status in _BUSY:
        return EngineUnavailable("unreachable", f"The index server is too busy to answer ({status}).")
    return EngineUnavailable("refused", f"The index server refuses the request ({status}, {error.error}).")
