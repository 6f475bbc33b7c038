"""Run as a program: imports a batch into an archive of its own, killing the import a number of times, and prints what
the archive then holds. Arguments: the batch, how many kills, a seed.

The settings name a new SQLite file and folders (RAWI_VAR_DIR). Every import is a child of its own, killed by SIGKILL at
a random moment after it has committed one more row; the last one is left to end.
"""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path


def main(batch: Path, kills: int, seed: int) -> None:
    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    database = str(settings.DATABASES["default"]["NAME"])
    chance = random.Random(seed)
    broken_off = 0
    for _ in range(kills):
        connections.close_all()
        before = _rows(database)
        pid = _start(
            lambda: call_command("import_testimonies", str(batch), collection="letters", publish=True, verbosity=0)
        )
        deadline = time.monotonic() + 60
        while _rows(database) == before and time.monotonic() < deadline:
            if os.waitpid(pid, os.WNOHANG)[0]:
                break
            time.sleep(0.002)
        else:
            time.sleep(chance.random() * 0.4)
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            broken_off += os.WIFSIGNALED(status)
    call_command("import_testimonies", str(batch), collection="letters", publish=True, verbosity=0, stdout=sys.stderr)

    from tests.integration.importing.archive_dump import dump_archive, dump_originals

    lines = [*dump_archive(), *dump_originals(Path(settings.RAWI_ORIGINALS_DIR))]
    sys.stdout.write(json.dumps({"broken_off": broken_off, "lines": lines}))


def prepare() -> None:
    """An empty archive with its collections."""
    import django

    django.setup()

    from django.core.management import call_command

    from tests.integration.importing.batches import make_archive

    call_command("migrate", verbosity=0)
    make_archive()


def _start(work) -> int:  # type: ignore[no-untyped-def]
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            work()
        finally:
            os._exit(0)
    return pid


def _rows(database: str) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        count: int = connection.execute("SELECT count(*) FROM archive_importedrow").fetchone()[0]
    connection.close()
    return count


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
