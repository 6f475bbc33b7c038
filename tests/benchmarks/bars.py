"""What the figures are held against: ratios and differences within one run, so that they hold on any machine."""

from dataclasses import dataclass

from tests.benchmarks.measuring import SizeFigures

EMBEDDED_SIZE = 100_000  # up to which the embedded engine is held to a time


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and what it may be at most."""

    size: int
    engine: str
    name: str
    value: float
    most: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether it is."""
        return self.value <= self.most


def bars(size: SizeFigures, smaller: SizeFigures | None) -> list[Bar]:
    """The bars of one size; memory is held against a size that is smaller."""
    found: list[Bar] = []
    for engine in size.engines:

        def bar(name: str, value: float, most: float, unit: str, engine: str = engine.engine) -> None:
            found.append(Bar(size.passages, engine, name, value, most, unit))

        bar("JSON over the raw request, p95", engine.json.p95 - engine.raw.p95, 15, "ms")
        bar("page over the raw request, p95", engine.page.p95 - engine.raw.p95, 25, "ms")
        if engine.engine == "embedded" and size.passages <= EMBEDDED_SIZE * 1.1:
            bar("page, p95", engine.page.p95, 100, "ms")
        bar("rebuild over analysis and raw writes", engine.rebuild.ratio, 1.4, "times")
        bar("300 passages replaced, p95", engine.replace.p95, 1_000, "ms")
        if smaller is not None:
            before = next(other for other in smaller.engines if other.engine == engine.engine)
            growth = engine.rebuild.memory_peak / before.rebuild.memory_peak
            bar(f"memory of the rebuild over that of {smaller.passages:,}", growth, 1.5, "times")
    return found
