"""Timing of requests and of work, and the figures of a sample of times."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Figures:
    """A sample of times in milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float
    longest: float


def figures(milliseconds: Sequence[float]) -> Figures:
    """The figures of a sample, which must not be empty. Percentiles are those of the nearest rank."""
    ordered = sorted(milliseconds)
    return Figures(len(ordered), _rank(ordered, 0.50), _rank(ordered, 0.95), _rank(ordered, 0.99), ordered[-1])


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, -(-int(share * 100) * len(ordered) // 100) - 1)]


def time_calls(calls: Iterable[Callable[[], Any]]) -> list[float]:
    """How long each call took, in milliseconds."""
    times = []
    for call in calls:
        began = perf_counter()
        call()
        times.append((perf_counter() - began) * 1000)
    return times


def time_pages(addresses: Sequence[str], warm_up: int = 5) -> list[float]:
    """How long each page took in this process, in milliseconds, after ``warm_up`` of them that are not counted.

    Raises RuntimeError for a page that does not answer 200.
    """
    from django.test import Client

    client = Client(headers={"host": "localhost"})

    def ask(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    for address in addresses[:warm_up]:
        ask(address)
    return time_calls([lambda address=address: ask(address) for address in addresses])  # type: ignore[misc]
