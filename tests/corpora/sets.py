"""The sets that are imported: where each lies, how it becomes a batch, and the collection it goes into."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.corpora import braided, lacour, single, trc, wpa
from tests.corpora.batches import BatchWriter


@dataclass(frozen=True, slots=True)
class CorpusSet:
    """A set: ``slug`` and ``title`` of its collection, its folder among the sets, and its converter."""

    slug: str
    title: str
    folder: str
    convert: Callable[[Path, BatchWriter], None]

    def make_batch(self, corpora: Path, folder: Path, limit: int | None = None) -> BatchWriter:
        """Write the batch of at most ``limit`` rows into ``folder``. Raises FileNotFoundError without the set."""
        source = corpora / self.folder
        if not source.is_dir():
            raise FileNotFoundError(source)
        batch = BatchWriter(folder, limit)
        self.convert(source, batch)
        batch.close()
        return batch


SETS = (
    CorpusSet("wpa", "Narratives of formerly enslaved people", wpa.FOLDER, wpa.convert),
    CorpusSet("trc", "Truth and Reconciliation Commission, South Africa", trc.FOLDER, trc.convert),
    CorpusSet("braided", "Braided Channels", braided.FOLDER, braided.convert),
    CorpusSet("lacour", "European Court of Human Rights: hearings", lacour.FOLDER, lacour.convert),
    CorpusSet("inquiry", "Commission of inquiry into state capture", single.INQUIRY, single.convert_inquiry),
    CorpusSet("ohms", "ASC Alumni Oral History Project", single.OHMS, single.convert_ohms),
    CorpusSet("tei", "Nuremberg interrogations", single.TEI, single.convert_tei),
)
