"""What the engines have to reach over a server's stock chain, on the held-out questions of one run. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ELASTIC, EMBEDDED = "Rawi, Elasticsearch", "Rawi, embedded"
EVERYWHERE = "everywhere"
NOISE = 0.01  # of XQuAD English: "no worse" within what asking other questions would change


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, and what was measured: ``value`` and ``least`` are differences, or ratios if ``ratio``."""

    asked: str
    system: str
    measure: str
    value: float
    least: float
    ratio: bool

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.value >= self.least


# What is compared, whether as a ratio, and the least for each engine.
_Bars = list[tuple[str, bool, dict[str, float]]]
_ARABIC: _Bars = [
    ("mrr_10", False, {ELASTIC: 0.08, EMBEDDED: 0.045}),
    ("recall_10", False, {ELASTIC: 0.05, EMBEDDED: 0.03}),
]
_BARS: dict[str, _Bars] = {
    "arabic": _ARABIC,
    "articles": _ARABIC,
    "english": [("mrr_10", False, {ELASTIC: -NOISE, EMBEDDED: -NOISE})],
    "meetings": [("ndcg_10", True, {ELASTIC: 2.0, EMBEDDED: 1.7})],
}


def bars(asked: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Bar]:
    """Give the bars of a set of questions: none if it has no bars, or where the stock chain did not take part."""
    held_out = {row["system"]: row["held out"] for row in rows if row["place"] == EVERYWHERE}
    stock = next((found for name, found in held_out.items() if name.startswith("stock ")), None)
    if stock is None:
        return
    for measure, ratio, least_of in _BARS.get(asked, []):
        for system, least in least_of.items():
            if system in held_out:
                found, other = held_out[system][measure], stock[measure]
                value = (found / other if other else float("inf")) if ratio else found - other
                yield Bar(asked, system, measure, value, least, ratio)
