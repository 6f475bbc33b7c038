"""The files of a batch, from a folder or a zip: read as bytes by the names a manifest uses, and nothing beside them.

A batch comes from outside. Names that leave it, links, names that stand twice, and archives that unpack to more than
the limits are refused before anything is read; what a file really holds is limited again while it is read.
"""

import hashlib
import os
import stat
import unicodedata
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from archive.importing.problems import BatchError, ProblemCode, problem

MAXIMUM_FILES = 100_000
MAXIMUM_FILE_BYTES = 64 * 1024 * 1024
MAXIMUM_BATCH_BYTES = 8 * 1024 * 1024 * 1024
MANIFESTS = ("manifest.csv", "manifest.xlsx")
PASSAGE_TABLES = ("passages.csv", "passages.xlsx")
_UTF8_FLAG = 0x800
_LOCKED_FLAG = 0x1
# What systems leave in folders: never part of a batch.
_LITTER = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})


class FileTooLarge(Exception):
    """A file of the batch is larger than ``MAXIMUM_FILE_BYTES``."""


class Batch(ABC):
    """The files of one batch. ``name`` is the folder's or zip's own name; ``names`` are all files in it."""

    name: str

    def __init__(self, name: str, files: dict[str, str]) -> None:
        self.name = name
        self._files = files  # by the name in the batch, composed (NFC): the name where it is stored

    @property
    def names(self) -> list[str]:
        """Every file, in order."""
        return sorted(self._files)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _composed(name) in self._files

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises KeyError for no such name, FileTooLarge, or OSError if it cannot be read."""
        return self._read(self._files[_composed(name)])

    @abstractmethod
    def _read(self, stored: str) -> bytes: ...

    @abstractmethod
    def close(self) -> None:
        """Let go of what is open."""

    def __enter__(self) -> "Batch":
        return self

    def __exit__(self, *_args: object) -> None:
        self.close()

    def manifest(self) -> str:
        """The manifest's name. Raises BatchError where there is none, or two."""
        found = [name for name in MANIFESTS if name in self._files]
        if not found:
            raise BatchError(problem(ProblemCode.MANIFEST_MISSING))
        if len(found) > 1:
            raise BatchError(problem(ProblemCode.MANIFEST_TWICE, first=found[0], second=found[1]))
        return found[0]

    def passage_table(self) -> str:
        """The name of the table about single passages, or the empty string. Raises BatchError where there are two."""
        found = [name for name in PASSAGE_TABLES if name in self._files]
        if len(found) > 1:
            raise BatchError(problem(ProblemCode.MANIFEST_TWICE, first=found[0], second=found[1]))
        return found[0] if found else ""

    def fingerprint(self, names: Iterable[str]) -> str:
        """A SHA-256 over the names and contents of these files; those that are missing or too large count as such."""
        whole = hashlib.sha256()
        for name in sorted({_composed(name) for name in names}):
            try:
                content = hashlib.sha256(self.read(name)).hexdigest()
            except (KeyError, FileTooLarge, OSError):
                content = "-"
            whole.update(f"{name}\0{content}\n".encode())
        return whole.hexdigest()


class _Folder(Batch):
    def __init__(self, root: Path) -> None:
        self._root = root
        super().__init__(root.name, _files_of_folder(root))

    def _read(self, stored: str) -> bytes:
        # O_NOFOLLOW: a file may have become a link since the folder was looked through.
        descriptor = os.open(self._root / stored, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(MAXIMUM_FILE_BYTES + 1)
        if len(data) > MAXIMUM_FILE_BYTES:
            raise FileTooLarge(stored)
        return data

    def close(self) -> None:
        """A folder holds nothing open."""


class _Zip(Batch):
    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise BatchError(problem(ProblemCode.BATCH_NOT_A_ZIP, path=path.name)) from None
        try:
            super().__init__(path.stem, _files_of_zip(self._zip))
        except BaseException:
            self._zip.close()
            raise

    def _read(self, stored: str) -> bytes:
        try:
            with self._zip.open(stored) as file:
                data = file.read(MAXIMUM_FILE_BYTES + 1)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise OSError(str(error)[:200]) from None
        except Exception as error:
            # zlib, bz2 and lzma each raise their own kind for damaged data.
            if type(error).__module__ in {"zlib", "_bz2", "_lzma"}:
                raise OSError(str(error)[:200]) from None
            raise
        if len(data) > MAXIMUM_FILE_BYTES:
            raise FileTooLarge(stored)
        return data

    def close(self) -> None:
        self._zip.close()


def open_batch(path: Path) -> Batch:
    """The batch in this folder or zip. Raises BatchError, naming what is wrong, before any of its files is read."""
    try:
        path = path.resolve(strict=True)
        if path.is_dir():
            return _Folder(path)
        if path.is_file():
            return _Zip(path)
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise BatchError(problem(ProblemCode.BATCH_MISSING, path=str(path))) from None
        reason = error.strerror or type(error).__name__
        raise BatchError(problem(ProblemCode.BATCH_UNREADABLE, name=path.name, reason=reason)) from None
    raise BatchError(problem(ProblemCode.BATCH_NOT_A_ZIP, path=path.name))


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _is_litter(path: PurePosixPath) -> bool:
    return any(part.casefold() in _LITTER or part.startswith("._") for part in path.parts)


def _files_of_folder(root: Path) -> dict[str, str]:
    files: dict[str, str] = {}
    total = 0

    def refuse(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(root, onerror=refuse, followlinks=False):
        for name in [*folders, *names]:
            relative = (Path(folder) / name).relative_to(root).as_posix()
            kind = (Path(folder) / name).lstat()
            if _is_litter(PurePosixPath(relative)):
                continue
            if stat.S_ISLNK(kind.st_mode):
                raise BatchError(problem(ProblemCode.BATCH_LINK, name=relative))
            if stat.S_ISREG(kind.st_mode):
                _add(files, relative, relative)
                total += kind.st_size
                _check_totals(len(files), total)
    return files


def _files_of_zip(archive: zipfile.ZipFile) -> dict[str, str]:
    members = [(_name_in(info), info) for info in archive.infolist()]
    _check_totals(len(members), sum(info.file_size for _, info in members))
    kept: list[tuple[PurePosixPath, zipfile.ZipInfo]] = []
    for name, info in members:
        path = _safe(name)
        if _is_litter(path) or info.is_dir():
            continue
        mode = info.external_attr >> 16
        if mode and stat.S_ISLNK(mode):
            raise BatchError(problem(ProblemCode.BATCH_LINK, name=name))
        if info.flag_bits & _LOCKED_FLAG:
            raise BatchError(problem(ProblemCode.BATCH_LOCKED, name=name))
        if info.file_size > MAXIMUM_FILE_BYTES:
            limit = MAXIMUM_FILE_BYTES // (1024 * 1024)
            raise BatchError(problem(ProblemCode.BATCH_FILE_TOO_LARGE, name=name, limit=limit))
        kept.append((path, info))
    # A folder that was zipped as a whole: its name stands before every other.
    tops = {path.parts[0] for path, _ in kept}
    depth = 1 if len(tops) == 1 and all(len(path.parts) > 1 for path, _ in kept) else 0
    files: dict[str, str] = {}
    for path, info in kept:
        _add(files, PurePosixPath(*path.parts[depth:]).as_posix(), info.filename)
    if len({info.filename for _, info in kept}) != len(kept):
        twice = next(info.filename for _, info in kept if sum(i.filename == info.filename for _, i in kept) > 1)
        raise BatchError(problem(ProblemCode.BATCH_DUPLICATE_NAME, name=twice))
    return files


def _name_in(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: some systems write UTF-8 and do not say so."""
    if not info.flag_bits & _UTF8_FLAG:
        try:
            return info.orig_filename.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            pass
    return info.orig_filename


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    if not path.parts or path.is_absolute() or drive or ".." in path.parts or "\\" in name or "\0" in name:
        raise BatchError(problem(ProblemCode.BATCH_UNSAFE_NAME, name=name.replace("\0", "\\0")))
    return path


def _add(files: dict[str, str], name: str, stored: str) -> None:
    if _composed(name) in files:
        raise BatchError(problem(ProblemCode.BATCH_DUPLICATE_NAME, name=name))
    files[_composed(name)] = stored


def _check_totals(count: int, size: int) -> None:
    if count > MAXIMUM_FILES:
        raise BatchError(problem(ProblemCode.BATCH_TOO_MANY_FILES, count=count, limit=MAXIMUM_FILES))
    if size > MAXIMUM_BATCH_BYTES:
        megabyte = 1024 * 1024
        limit = MAXIMUM_BATCH_BYTES // megabyte
        raise BatchError(problem(ProblemCode.BATCH_TOO_LARGE, megabytes=size // megabyte, limit=limit))
