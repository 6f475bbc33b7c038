"""A rebuild in a process of its own, so that its memory is its own: ``python -m tests.benchmarks.rebuilding``.

Beside it the yardstick: in the same process, the same documents analysed and written with nothing around it.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks.engines import using
from tests.scratch import open_scratch

YARDSTICK_PASSAGES = 100_000  # the most documents that are held in memory for it
_LOOK = 0.1  # seconds between two looks at the memory
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class RebuildFigures:
    """A rebuild of both spaces. Memory in megabytes: of this process when half was written and at most, of the
    processes that analyse at most. ``alone_seconds``: what analysis and raw writes of as many documents take.
    """

    passages: int
    seconds: float
    analysis_seconds: float
    writing_seconds: float
    alone_seconds: float
    memory_half: float
    memory_peak: float
    memory_helpers: float

    @property
    def ratio(self) -> float:
        """The rebuild by its yardstick."""
        return self.seconds / self.alone_seconds


def rebuild_apart(folder: Path, engine: str, url: str) -> RebuildFigures:
    """Run it on the scratch archive under ``folder``."""
    command = [sys.executable, "-m", "tests.benchmarks.rebuilding", str(folder), engine, url]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=True)
    return RebuildFigures(**json.loads(done.stdout.splitlines()[-1]))


def measure(engine_name: str, url: str) -> RebuildFigures:
    """Rebuild, then the yardstick."""
    with using(engine_name, url) as engine:
        with _memory() as seen:
            began = perf_counter()
            passages = _rebuild(seen)
            seconds = perf_counter() - began
        helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        analysed, writing, of_those = _alone(engine)
    share = passages / of_those
    return RebuildFigures(
        passages=passages,
        seconds=seconds,
        analysis_seconds=analysed * share,
        writing_seconds=writing * share,
        alone_seconds=(analysed + writing) * share,
        memory_half=seen["half"],
        memory_peak=seen["peak"],
        memory_helpers=helpers,
    )


def _rebuild(seen: dict[str, float]) -> int:
    """The passages written, over both spaces."""
    from search.sync import rebuild

    total = _testimonies()

    def progress(space: str, written: int) -> None:
        if space == "full" and written <= total / 2:
            seen["half"] = seen["peak"]

    return sum(report.passages for report in rebuild(progress))


def _testimonies() -> int:
    from archive.models import TestimonyPage

    return int(TestimonyPage.objects.count())


def _alone(engine: Any) -> tuple[float, float, int]:
    """Seconds of analysis, of writing, and of how many passages."""
    from archive.api import FULL_SPACE, index_documents, indexable_ids

    documents, passages = [], 0
    for document in index_documents(indexable_ids(), FULL_SPACE):
        documents.append(document)
        passages += len(document.passages)
        if passages >= YARDSTICK_PASSAGES:
            break
    alone = _embedded_alone if engine.name == "embedded" else _server_alone
    return (*alone(engine, documents), passages)


def _embedded_alone(_engine: Any, documents: list[Any]) -> tuple[float, float]:
    from search.engines.embedded.store import Store
    from search.engines.embedded.writing import prepare, write

    began = perf_counter()
    rows = [prepare(document) for document in documents]
    analysed = perf_counter() - began
    with tempfile.TemporaryDirectory(prefix="rawi-benchmarks-") as folder:
        store = Store(Path(folder))
        generation = store.start_generation("full")
        began = perf_counter()
        for start in range(0, len(rows), 20):
            with store.writing(generation) as connection:
                write(connection, rows[start : start + 20])
        return analysed, perf_counter() - began


def _server_alone(engine: Any, documents: list[Any]) -> tuple[float, float]:
    """The server analyses; what is written is JSON. Until all of it can be searched."""
    from search.engines.elastic.generations import Aliases
    from search.engines.elastic.writing import BULK_BYTES, prepare

    began = perf_counter()
    rows = [prepare(document) for document in documents]
    prepared = perf_counter() - began
    client = engine._connection.writer()
    aliases = Aliases(f"{engine.server.prefix}raw")
    index = aliases.create(client, "full")
    began = perf_counter()
    lines: list[Any] = []
    size = 0
    for row in rows:
        lines += [{"index": {"_index": index, "_id": str(row.testimony_id)}}, row.source]
        size += len(row.source)
        if size >= BULK_BYTES:
            client.bulk(operations=lines)
            lines, size = [], 0
    if lines:
        client.bulk(operations=lines)
    client.indices.refresh(index=index)
    seconds = perf_counter() - began
    aliases.delete(client, index)
    return prepared, seconds


@contextmanager
def _memory() -> Iterator[dict[str, float]]:
    """Megabytes of this process while it lasts: ``peak``, and ``half`` to be set from it."""
    seen = {"peak": 0.0, "half": 0.0}
    ended = threading.Event()
    page = resource.getpagesize()

    def look() -> None:
        while not ended.wait(_LOOK):
            resident = int(Path("/proc/self/statm").read_text().split()[1]) * page / 1e6
            seen["peak"] = max(seen["peak"], resident)

    watching = threading.Thread(target=look, daemon=True)
    if Path("/proc/self/statm").exists():
        watching.start()
    try:
        yield seen
    finally:
        ended.set()


def main() -> int:
    """Run it; the last line is the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.rebuilding", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("engine")
    parser.add_argument("url", nargs="?", default="")
    options = parser.parse_args()
    open_scratch(options.folder)
    print(json.dumps(asdict(measure(options.engine, options.url))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
