"""A batch is a folder or a zip; what leaves it, links, doubles and swells is refused before anything is read."""

import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest

from archive.importing import batch as batches
from archive.importing.batch import FileTooLarge, open_batch
from archive.importing.problems import BatchError, ProblemCode


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


def code_of(path: Path) -> ProblemCode:
    with pytest.raises(BatchError) as refused:
        open_batch(path)
    assert isinstance(refused.value.problem.code, ProblemCode)
    return refused.value.problem.code


def test_a_folder_and_its_zip_are_the_same_batch(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    (folder / "texts").mkdir(parents=True)
    (folder / "manifest.csv").write_bytes(b"reference\n")
    (folder / "texts" / "a.txt").write_bytes(b"words")
    whole = zip_of(tmp_path / "letters.zip", {"letters/manifest.csv": b"reference\n", "letters/texts/a.txt": b"words"})
    flat = zip_of(tmp_path / "flat.zip", {"manifest.csv": b"reference\n", "texts/a.txt": b"words"})
    names = ["manifest.csv", "texts/a.txt", "missing.txt"]
    prints = set()
    for path in (folder, whole, flat):
        with open_batch(path) as batch:
            assert batch.names == ["manifest.csv", "texts/a.txt"]
            assert batch.manifest() == "manifest.csv"
            assert batch.read("texts/a.txt") == b"words"
            prints.add(batch.fingerprint(names))
    assert len(prints) == 1


def test_a_changed_byte_changes_the_fingerprint(tmp_path: Path) -> None:
    prints = set()
    for content in (b"words", b"Words"):
        with open_batch(zip_of(tmp_path / "a.zip", {"a.txt": content})) as batch:
            prints.add(batch.fingerprint(["a.txt"]))
    assert len(prints) == 2


def test_what_systems_leave_behind_is_no_part_of_it(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"manifest.csv": b"", "__MACOSX/._manifest.csv": b"", ".DS_Store": b""})
    with open_batch(path) as batch:
        assert batch.names == ["manifest.csv"]


def test_a_name_is_found_in_either_form_of_its_letters(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "é.txt")
    (tmp_path / decomposed).write_bytes(b"words")
    with open_batch(tmp_path) as batch:
        assert batch.read(unicodedata.normalize("NFC", "é.txt")) == b"words"


def test_utf8_names_are_read_where_the_zip_does_not_say_so(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"رسالة.txt": b"words"})
    data = path.read_bytes()
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + offset
        flags = struct.unpack("<H", data[place : place + 2])[0] & ~0x800
        data = data[:place] + struct.pack("<H", flags) + data[place + 2 :]
    path.write_bytes(data)
    with open_batch(path) as batch:
        assert batch.read("رسالة.txt") == b"words"


@pytest.mark.parametrize("name", ["../out.txt", "/etc/x", "a/../../b", "C:x.txt", "a\\b.txt"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert code_of(zip_of(tmp_path / "a.zip", {"manifest.csv": b"", name: b""})) == ProblemCode.BATCH_UNSAFE_NAME


def test_links_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "manifest.csv").symlink_to("/etc/hostname")
    assert code_of(folder) == ProblemCode.BATCH_LINK
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        target.writestr(info, "/etc/hostname")
    assert code_of(tmp_path / "a.zip") == ProblemCode.BATCH_LINK


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        target.writestr("a.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            target.writestr("a.txt", "two")
    assert code_of(tmp_path / "a.zip") == ProblemCode.BATCH_DUPLICATE_NAME


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"words"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert code_of(path) == ProblemCode.BATCH_LOCKED


def test_what_unpacks_to_too_much_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MAXIMUM_FILE_BYTES", 10_000)
    monkeypatch.setattr(batches, "MAXIMUM_BATCH_BYTES", 15_000)
    monkeypatch.setattr(batches, "MAXIMUM_FILES", 3)
    one = zip_of(tmp_path / "one.zip", {"a.txt": bytes(10_001)})
    assert code_of(one) == ProblemCode.BATCH_FILE_TOO_LARGE
    many = zip_of(tmp_path / "many.zip", {"a.txt": bytes(9_000), "b.txt": bytes(9_000)})
    assert code_of(many) == ProblemCode.BATCH_TOO_LARGE
    assert code_of(zip_of(tmp_path / "f.zip", {f"{n}.txt": b"" for n in range(4)})) == ProblemCode.BATCH_TOO_MANY_FILES


def test_a_zip_that_lies_about_its_sizes_is_still_held_to_the_limit(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": bytes(1_000_000)})
    data = path.read_bytes()
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + offset
        data = data[:place] + struct.pack("<I", 10) + data[place + 4 :]
    path.write_bytes(data)
    with open_batch(path) as batch, pytest.raises(OSError, match=r"."):
        batch.read("a.txt")


def test_a_large_file_of_a_folder_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MAXIMUM_FILE_BYTES", 10)
    (tmp_path / "a.txt").write_bytes(bytes(11))
    with open_batch(tmp_path) as batch, pytest.raises(FileTooLarge):
        batch.read("a.txt")


def test_a_damaged_member_is_an_error_of_that_file(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"words " * 200})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(bytes(data))
    with open_batch(path) as batch, pytest.raises(OSError, match=r"."):
        batch.read("a.txt")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, ProblemCode.BATCH_MISSING),
        (lambda path: path.write_bytes(b"no zip"), ProblemCode.BATCH_NOT_A_ZIP),
    ],
)
def test_what_is_no_batch_is_named(tmp_path: Path, make, code: ProblemCode) -> None:  # type: ignore[no-untyped-def]
    make(tmp_path / "a.zip")
    assert code_of(tmp_path / "a.zip") == code


@pytest.mark.parametrize(
    ("names", "code"),
    [([], ProblemCode.MANIFEST_MISSING), (["manifest.csv", "manifest.xlsx"], ProblemCode.MANIFEST_TWICE)],
)
def test_there_is_one_manifest(tmp_path: Path, names: list[str], code: ProblemCode) -> None:
    for name in names:
        (tmp_path / name).touch()
    with open_batch(tmp_path) as batch, pytest.raises(BatchError) as refused:
        batch.manifest()
    assert refused.value.problem.code == code
