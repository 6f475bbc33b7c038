"""Keeping files as they arrived: sealed under their hash, never changed, never under an address.

A file lies at ``<RAWI_ORIGINALS_DIR>/ab/cd/<sha256>``. It is written under ``incoming/<sha256>``, brought to the disk,
made read-only and only then renamed, so under its final name there is always the whole file. What a killed process
leaves in ``incoming`` is overwritten when the same file arrives again.
"""

import fcntl
import hashlib
import os
from pathlib import Path

from django.conf import settings

from archive.models import OriginalFile, OriginalUse

_READ_ONLY = 0o400
_PRIVATE_FOLDER = 0o700
_BLOCK = 1024 * 1024


class OriginalDamaged(OSError):
    """The file kept under a hash no longer has that hash. It was not touched; restore it from a backup."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"The original {sha256} is damaged: its bytes have another hash. Restore it from a backup.")
        self.sha256 = sha256


def original_path(sha256: str) -> Path:
    """Where the original with this hash lies, kept or not."""
    return Path(settings.RAWI_ORIGINALS_DIR) / sha256[:2] / sha256[2:4] / sha256


def keep_original(data: bytes, filename: str, testimony_id: int, purpose: str) -> OriginalFile:
    """Keep a file that came with a testimony; the same file twice is kept once, and the same use is noted once.

    Takes the whole file, the name it arrived under (noted, never used as a path), and what it is for
    (``original:ar`` …, at most 40 characters). Call it inside the transaction of the change that needs it, as late as
    possible: if that is rolled back the sealed file stays on the disk without a row, and is taken up the next time.

    Raises OriginalDamaged if another file lies under this hash, and OSError if the disk refuses. Costs two flushes to
    the disk for a file not seen before, else one reading of the kept file.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    seal(data, sha256)
    original, _made = OriginalFile.objects.get_or_create(sha256=sha256, defaults={"size": len(data)})
    OriginalUse.objects.get_or_create(
        original=original, testimony_id=testimony_id, purpose=purpose[:40], defaults={"filename": filename[-255:]}
    )
    return original


def seal(data: bytes, sha256: str) -> Path:
    """Write the bytes under their hash unless they are there, and return where. Raises as ``keep_original`` does."""
    final = original_path(sha256)
    if _is_kept(final, sha256):
        return final
    incoming = Path(settings.RAWI_ORIGINALS_DIR) / "incoming" / sha256
    for folder in (incoming.parent, final.parent):
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    descriptor = os.open(incoming, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        # Whoever waited here for another process with the same file finds it kept: the descriptor may by now be that of
        # the kept file, so nothing is written before this is known.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if _is_kept(final, sha256):
            incoming.unlink(missing_ok=True)
            return final
        os.ftruncate(descriptor, 0)
        _write_all(descriptor, data)
        os.fchmod(descriptor, _READ_ONLY)
        os.fsync(descriptor)
        os.rename(incoming, final)
    finally:
        os.close(descriptor)
    for folder in (final.parent, final.parent.parent, final.parent.parent.parent):
        _flush_folder(folder)
    return final


def _is_kept(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            found = hashlib.sha256()
            while block := file.read(_BLOCK):
                found.update(block)
    except FileNotFoundError:
        return False
    if found.hexdigest() != sha256:
        raise OriginalDamaged(sha256)
    return True


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
