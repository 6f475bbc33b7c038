"""Measures how well the right passages are found: both engines beside a server's stock chain and Wagtail's own search.

Nothing is asserted. Elasticsearch and the stock chain take part where ELASTICSEARCH_URL names a server. Questions are
split in two by a digest of their ids: weights may be chosen on the tuning half only; what counts is the held-out half.
The figures are written as JSON under var/ as well.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.timing import figures
from tests.relevance.bars import bars
from tests.relevance.questions import Question, QuestionSet, arabic, articles, available, english, meetings, topics
from tests.relevance.scoring import Ranking, measures, shuffled_place
from tests.scratch import open_scratch

PROJECT = Path(__file__).resolve().parents[2]
Figures = dict[str, Any]
_SETS = "arabic,articles,english,meetings,topics"
_HALVES = {"tuning": "to tune on", "held out": "held out"}


def main() -> int:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--ablation", action="store_true", help="measure each means by leaving it out, too")
    parser.add_argument("--questions", type=int, default=0, help="at most so many of each half of a set")
    parser.add_argument("--patience", type=float, default=20, help="seconds for Wagtail's search and half of a set")
    parser.add_argument("--sets", default=_SETS, help=f"some of {_SETS}")
    parser.add_argument("--distractors", type=Path, help="a folder of Arabic articles: text files, a paragraph a line")
    parser.add_argument("--output", type=Path, help="the JSON file; else var/relevance/<time>.json")
    options = parser.parse_args()
    if not available():
        Console(stderr=True).print("The data sets are not there: see ../shared/corpora.")
        return 2
    server = os.environ.get("ELASTICSEARCH_URL", "")
    output = options.output or PROJECT / "var" / "relevance" / f"{datetime.now(UTC):%Y%m%dT%H%M%S}.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="rawi-relevance-"))
    found: list[Figures] = []
    try:
        open_scratch(folder / "var")
        if server:
            os.environ["ELASTICSEARCH_URL"] = server  # a scratch archive itself has none
        for measured in _measure(folder, options):  # written after every set: a run may be ended before the last
            found.append(measured)
            output.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    Console().print(f"Written to {output.relative_to(PROJECT) if output.is_relative_to(PROJECT) else output}")
    return 0


def _measure(folder: Path, options: argparse.Namespace) -> Iterator[Figures]:
    makers: dict[str, Callable[[], QuestionSet]] = {
        "arabic": lambda: arabic(options.distractors),
        "articles": lambda: articles(options.distractors),
        "english": english,
        "meetings": meetings,
        "topics": topics,
    }
    console = Console(width=max(Console().width, 130))
    for name in options.sets.split(","):
        asked = makers[name]()
        load = os.getloadavg()[0]
        rows: list[Figures] = []
        for number, system in enumerate(_systems(asked.language, folder, options)):
            with closing(system):
                rows += _figures(system, asked, options.questions)
            Console(stderr=True).print(f"{asked.name}: {number + 1} measured")
        held = list(bars(name, rows))
        console.print(_table(asked, rows))
        for bar in held:
            value = (
                f"{bar.value:.2f} times, at least {bar.least:g}" if bar.ratio else f"{bar.value:+.3f}, {bar.least:+g}"
            )
            console.print(
                f"{bar.system}, {bar.measure} over stock, held out: {value}: {'met' if bar.met else 'NOT MET'}"
            )
        yield {
            "set": asked.name,
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "load": [load, os.getloadavg()[0]],
            "texts": len(asked.texts),
            "systems": rows,
            "bars": [asdict(bar) | {"met": bar.met} for bar in held],
        }


def _systems(language: str, folder: Path, options: argparse.Namespace) -> Iterator[Any]:
    from search.query.ranking import WEIGHTS
    from tests.relevance.systems import Stock, elastic, embedded, server_configured
    from tests.relevance.wagtail_search import Wagtail

    if server_configured():
        yield Stock(language)
        yield elastic()
    yield embedded(folder / "embedded")
    yield Wagtail("or", options.patience)
    yield Wagtail("and", options.patience)
    for means in asdict(WEIGHTS) if options.ablation else ():
        without = replace(WEIGHTS, **{means: 0.0})
        if server_configured():
            yield elastic(without, f"Elasticsearch without {means}")
        yield embedded(folder / means, without, f"embedded without {means}")


def _figures(system: Any, asked: QuestionSet, most: int) -> Iterator[Figures]:
    began = perf_counter()
    system.fill(asked)
    filled = perf_counter() - began
    for place in ("everywhere", "own account") if asked.own_account else ("everywhere",):
        figures_of: Figures = {"system": system.name, "place": place, "bytes": system.size(), "seconds": filled}
        for half, held_out in zip(_HALVES, (False, True), strict=True):
            questions = [question for question in asked.questions if question.held_out is held_out]
            questions.sort(key=lambda question: shuffled_place(question.question_id))
            figures_of[half] = _half(system, questions[: most or None], place == "own account", asked.by_passage)
        yield figures_of


def _half(system: Any, questions: list[Question], own: bool, by_passage: bool) -> Figures:
    from tests.relevance.systems import timed

    rankings: list[Ranking] = []
    times: list[float] = []
    ends = perf_counter() + system.patience
    for question in questions:
        if rankings and perf_counter() > ends:
            break
        hits, milliseconds = timed(system, question, question.account if own else None, by_passage)
        rankings.append(Ranking(question.question_id, hits, question.right))
        times.append(milliseconds)
    return asdict(measures(rankings)) | {"milliseconds": asdict(figures(times))}


def _table(asked: QuestionSet, rows: list[Figures]) -> Table:
    counts = " / ".join(f"{rows[0][half]['questions']} questions {word}" for half, word in _HALVES.items())
    table = Table(title=f"{asked.name}: {len(asked.texts):,} passages. {counts}")
    for name in ("", "asked", "recall@1", "recall@10", "MRR@10", "nDCG@10", "ms p50, p95", "index MB"):
        table.add_column(name, justify="right" if name else "left")
    for row in rows:
        halves = [row[half] for half in _HALVES]
        cells = [
            " / ".join(f"{half[name]:.3f}" for half in halves)
            for name in ("recall_1", "recall_10", "mrr_10", "ndcg_10")
        ]
        times = row["held out"]["milliseconds"]
        where = "" if row["place"] == "everywhere" else f", {row['place']}"
        table.add_row(
            row["system"] + where,
            " / ".join(str(half["questions"]) for half in halves),
            *cells,
            f"{times['p50']:.0f}, {times['p95']:.0f}",
            f"{row['bytes'] / 1e6:.1f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
