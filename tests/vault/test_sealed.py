"""The sealed file: the plain bytes come back, and nothing else ever does."""

from __future__ import annotations

import hashlib
import io
import os
import random
import stat
import struct
import sys
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vig_tool.errors import Cancelled, Damaged, FilmRefused, NoRoom
from vig_tool.jobs import Job
from vig_tool.vault import durable, header
from vig_tool.vault.header import CHUNK
from vig_tool.vault.sealed import AT_ONCE, KEPT_CHUNKS, TAG, SealedFile, SealedReader, seal, seal_bytes

MEDIA, FAMILY, KEY = UUID(int=7), UUID(int=8), bytes(range(32))
SEALED_CHUNK = CHUNK + TAG
BORDERS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 3 * CHUNK + 777]
on_disk = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def sealed(folder: Path, data: bytes, *, media_id: UUID = MEDIA, name: str = "film", kind: str = "film") -> SealedFile:
    seal(io.BytesIO(data), folder / name, media_id=media_id, family_id=FAMILY, wrap_key=KEY, kind=kind)
    return SealedFile(folder / name, media_id=media_id, wrap_key=KEY, kind=kind)


@pytest.mark.parametrize("size", BORDERS)
def test_the_plain_bytes_come_back(tmp_path: Path, size: int) -> None:
    data = noise(size)
    film = sealed(tmp_path, data)
    assert film.size == size
    assert film.read_bytes() == data
    assert film.path.stat().st_size == header.SIZE + size + TAG * max(1, -(-size // CHUNK))
    raw = film.path.read_bytes()
    assert size < 64 or not any(data[at : at + 16] in raw for at in range(0, size - 16, 4096))


@on_disk
@given(
    size=st.one_of(st.sampled_from(BORDERS), st.integers(0, 3 * CHUNK)),
    moves=st.lists(st.tuples(st.integers(0, 2), st.integers(-400_000, 400_000), st.integers(-1, 300_000)), max_size=12),
)
def test_reads_and_seeks_are_those_of_a_plain_file(tmp_path: Path, size: int, moves: list[tuple[int, int, int]]) -> None:
    data = noise(size)
    plain = io.BytesIO(data)
    with sealed(tmp_path, data).open() as reader:
        for whence, offset, count in moves:
            base = (0, plain.tell(), size)[whence]
            if base + offset >= 0:
                assert reader.seek(offset, whence) == plain.seek(base + offset)
            else:
                with pytest.raises(OSError):
                    reader.seek(offset, whence)
            assert reader.tell() == plain.tell()
            assert reader.read(count) == plain.read(count)


def test_more_chunks_than_are_kept(tmp_path: Path) -> None:
    data = noise((KEPT_CHUNKS + 3) * CHUNK + 5)
    with sealed(tmp_path, data).reader() as reader:
        assert reader.readall() == data
        assert len(reader._kept) == KEPT_CHUNKS
        reader.seek(100)
        assert reader.read(50) == data[100:150]


def test_it_is_an_ordinary_raw_file(tmp_path: Path) -> None:
    data = noise(CHUNK + 99)
    reader = sealed(tmp_path, data).reader()
    assert isinstance(reader, io.RawIOBase)
    assert (reader.readable(), reader.seekable(), reader.writable(), reader.size) == (True, True, False, len(data))
    assert io.BufferedReader(reader).read() == data
    reader.close()
    for action in (reader.tell, reader.read, lambda: reader.seek(0)):
        with pytest.raises(ValueError):
            action()


def test_two_readers_do_not_disturb_each_other(tmp_path: Path) -> None:
    data = noise(CHUNK * 2)
    film = sealed(tmp_path, data)
    with film.open() as one, film.open() as other:
        one.seek(CHUNK)
        assert other.read(10) == data[:10]
        assert one.read(10) == data[CHUNK : CHUNK + 10]


# ── what was changed is noticed ───────────────────────────────────────────────────────────────────────────────────────────────


def assert_damaged(film: SealedFile, data: bytes) -> None:
    """Whatever is given out before the alarm is true; and the alarm comes, and stays."""
    try:
        reader = film.reader()
    except Damaged:
        return
    with reader:
        with pytest.raises(Damaged):
            read_comparing(reader, data)
        assert reader.damage is not None


def read_comparing(reader: SealedReader, data: bytes) -> None:
    at = 0
    while piece := reader.read(50_000):
        assert data[at : at + len(piece)] == piece
        at += len(piece)


@on_disk
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), size=st.sampled_from(BORDERS))
def test_every_flipped_bit_is_noticed(tmp_path: Path, place: float, bit: int, size: int) -> None:
    data = noise(size)
    film = sealed(tmp_path, data)
    raw = bytearray(film.path.read_bytes())
    raw[int(place * len(raw))] ^= 1 << bit
    film.path.write_bytes(raw)
    assert_damaged(film, data)


def test_every_flipped_bit_of_the_header_is_noticed_on_opening(tmp_path: Path) -> None:
    film = sealed(tmp_path, b"some film")
    raw = film.path.read_bytes()
    for at in range(header.SIZE):
        for bit in range(8):
            film.path.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :])
            with pytest.raises(Damaged):
                film.open()


@on_disk
@given(st.data())
def test_every_cut_tail_is_noticed_on_opening(tmp_path: Path, data: st.DataObject) -> None:
    film = sealed(tmp_path, noise(3 * CHUNK))
    raw = film.path.read_bytes()
    borders = [header.SIZE + n * SEALED_CHUNK + step for n in range(4) for step in (-1, 0, 1, TAG, TAG + 1)]
    length = data.draw(st.one_of(st.sampled_from([x for x in borders if x < len(raw)]), st.integers(0, len(raw) - 1)))
    film.path.write_bytes(raw[:length])
    with pytest.raises(Damaged):
        film.open()


def test_all_cuts_at_chunk_borders_are_noticed_on_opening(tmp_path: Path) -> None:
    film = sealed(tmp_path, noise(5 * CHUNK + 3))
    raw = film.path.read_bytes()
    for number in range(6):
        for step in (-1, 0, 1):
            film.path.write_bytes(raw[: header.SIZE + number * SEALED_CHUNK + step])
            with pytest.raises(Damaged):
                film.open()


def test_what_is_added_swapped_or_repeated_is_noticed(tmp_path: Path) -> None:
    data = noise(3 * CHUNK + 50)
    film = sealed(tmp_path, data)
    raw = film.path.read_bytes()
    first, chunks = raw[: header.SIZE], [raw[at : at + SEALED_CHUNK] for at in range(header.SIZE, len(raw), SEALED_CHUNK)]
    one, two, three, last = chunks
    swapped, repeated, added = [two, one, three, last], [one, one, three, last], [one, two, three, three, last]
    for order in (swapped, repeated, added, [one, two, last], [one, two, three, last, b"x"]):
        film.path.write_bytes(first + b"".join(order))
        assert_damaged(film, data)


def test_a_chunk_of_another_film_is_noticed(tmp_path: Path) -> None:
    data = noise(2 * CHUNK)
    film, other = sealed(tmp_path, data), sealed(tmp_path, data, name="other")
    raw, foreign = film.path.read_bytes(), other.path.read_bytes()
    end = header.SIZE + SEALED_CHUNK
    film.path.write_bytes(raw[: header.SIZE] + foreign[header.SIZE : end] + raw[end:])
    assert_damaged(film, data)


def test_a_swapped_file_is_refused(tmp_path: Path) -> None:
    other = sealed(tmp_path, b"another film", media_id=uuid4(), name="other")
    sealed(tmp_path, b"this film")
    other.path.replace(tmp_path / "film")
    with pytest.raises(Damaged, match="another film"):
        SealedFile(tmp_path / "film", media_id=MEDIA, wrap_key=KEY).open()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    film = sealed(tmp_path, b"pictures", kind="filmstrip")
    with pytest.raises(Damaged):
        SealedFile(film.path, media_id=MEDIA, wrap_key=KEY, kind="waveform").open()


def test_another_key_is_refused(tmp_path: Path) -> None:
    film = sealed(tmp_path, b"film")
    with pytest.raises(Damaged):
        SealedFile(film.path, media_id=MEDIA, wrap_key=bytes(32)).open()


@pytest.mark.parametrize(("at", "form", "value"), [(8, ">H", 2), (10, ">H", 2), (12, ">I", 1), (16, ">I", 1 << 16), (16, ">I", 0)])
def test_unknown_versions_algorithms_flags_and_sizes_are_refused(tmp_path: Path, at: int, form: str, value: int) -> None:
    film = sealed(tmp_path, b"film")
    raw = bytearray(film.path.read_bytes())
    struct.pack_into(form, raw, at, value)
    film.path.write_bytes(raw)
    with pytest.raises(Damaged, match="does not know"):
        film.open()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    film = SealedFile(tmp_path / "gone", media_id=MEDIA, wrap_key=KEY)
    with pytest.raises(Damaged, match="missing"):
        film.open()
    with pytest.raises(Damaged, match="missing"):
        _ = film.size


def test_damage_while_reading_is_remembered_and_the_rest_still_reads(tmp_path: Path) -> None:
    data, buffer = noise(3 * CHUNK), bytearray(100)
    film = sealed(tmp_path, data)
    raw = bytearray(film.path.read_bytes())
    raw[header.SIZE + SEALED_CHUNK + 9] ^= 1
    film.path.write_bytes(raw)
    with film.reader() as reader:
        assert reader.read(CHUNK) == data[:CHUNK]
        with pytest.raises(Damaged) as raised:
            reader.readinto(buffer)
        assert buffer == bytes(100)
        assert reader.damage is raised.value
        reader.seek(2 * CHUNK)
        assert reader.read(10) == data[2 * CHUNK : 2 * CHUNK + 10]
        assert reader.damage is raised.value


# ── sealing ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Trickle(io.RawIOBase):
    """Gives a few bytes at a time, and can neither seek nor go on past `fails_at`."""

    def __init__(self, data: bytes, fails_at: int | None = None) -> None:
        self._inner, self._left = io.BytesIO(data), fails_at

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise OSError(5, "Input/output error")
        return self._inner.read(min(size, 40_961))


def test_the_digest_comes_from_the_same_pass(tmp_path: Path) -> None:
    data, digest = noise(2 * CHUNK + 100), hashlib.sha256()
    reader: BinaryIO = Trickle(data)  # type: ignore[assignment]
    told = seal(reader, tmp_path / "film", media_id=MEDIA, family_id=FAMILY, wrap_key=KEY, on_bytes=digest.update)
    assert told == len(data)
    assert digest.digest() == hashlib.sha256(data).digest()
    assert SealedFile(tmp_path / "film", media_id=MEDIA, wrap_key=KEY).read_bytes() == data


def test_an_original_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    reader: BinaryIO = Trickle(noise(9 * CHUNK), fails_at=8)  # type: ignore[assignment]
    with pytest.raises(FilmRefused):
        seal(reader, tmp_path / "film", media_id=MEDIA, family_id=FAMILY, wrap_key=KEY)
    assert not list(tmp_path.iterdir())


def test_cancel_leaves_nothing(tmp_path: Path) -> None:
    job = Job()
    with pytest.raises(Cancelled):
        seal(
            io.BytesIO(noise(5 * CHUNK)),
            tmp_path / "film",
            media_id=MEDIA,
            family_id=FAMILY,
            wrap_key=KEY,
            on_bytes=lambda _: job.cancel(),
            job=job,
        )
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "there").write_bytes(b"before")
    monkeypatch.setattr("vig_tool.vault.sealed.sync_handle", full)
    with pytest.raises(NoRoom):
        sealed(tmp_path, noise(CHUNK), name="there")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("there", b"before")]


def test_progress_ends_at_the_end(tmp_path: Path) -> None:
    parts: list[float | None] = []
    job = Job(lambda progress: parts.append(progress.part), every_s=0)
    seal(io.BytesIO(noise(4 * AT_ONCE)), tmp_path / "film", media_id=MEDIA, family_id=FAMILY, wrap_key=KEY, job=job)
    assert parts == [0.25, 0.5, 0.75, 1]


@pytest.mark.parametrize("size", [AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE, 3 * AT_ONCE + CHUNK, 3 * AT_ONCE + CHUNK + 7])
def test_films_of_more_than_one_stretch(tmp_path: Path, size: int) -> None:
    data, digest = noise(size), hashlib.sha256()
    told = seal(io.BytesIO(data), tmp_path / "film", media_id=MEDIA, family_id=FAMILY, wrap_key=KEY, on_bytes=digest.update)
    assert told == size
    assert digest.digest() == hashlib.sha256(data).digest()
    assert SealedFile(tmp_path / "film", media_id=MEDIA, wrap_key=KEY).read_bytes() == data


def test_what_is_looked_at_meanwhile_is_whole_and_may_undo_it(tmp_path: Path) -> None:
    data, seen = noise(AT_ONCE + 5), list[bytes]()

    def object_to_it(film: SealedFile) -> None:
        seen.append(film.read_bytes())
        assert not (tmp_path / "film").exists()
        raise FilmRefused("This is no film.")

    with pytest.raises(FilmRefused):
        seal(io.BytesIO(data), tmp_path / "film", media_id=MEDIA, family_id=FAMILY, wrap_key=KEY, meanwhile=object_to_it)
    assert seen == [data]
    assert not list(tmp_path.iterdir())


def test_trouble_of_a_disk_set_to_work_early_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk tells each failure once: the sync at the end would pass."""

    def failing(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("vig_tool.vault.sealed._TO_THE_DISK", AT_ONCE)
    monkeypatch.setattr(os, "fdatasync" if hasattr(os, "fdatasync") else "fsync", failing)
    monkeypatch.setattr("vig_tool.vault.sealed.sync_handle", lambda _: None)
    with pytest.raises(NoRoom):
        seal(io.BytesIO(noise(2 * AT_ONCE)), tmp_path / "film", media_id=MEDIA, family_id=FAMILY, wrap_key=KEY)
    assert not list(tmp_path.iterdir())


def test_small_things_replace_older_ones(tmp_path: Path) -> None:
    path = tmp_path / "ab" / "strip"
    for data in (b"one", b"two"):
        seal_bytes(data, path, media_id=MEDIA, family_id=FAMILY, wrap_key=KEY, kind="filmstrip")
    assert SealedFile(path, media_id=MEDIA, wrap_key=KEY, kind="filmstrip").read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["strip"]


def test_the_same_film_sealed_twice_looks_different(tmp_path: Path) -> None:
    one, other = sealed(tmp_path, noise(CHUNK)), sealed(tmp_path, noise(CHUNK), name="other")
    assert one.path.read_bytes()[header.SIZE :] != other.path.read_bytes()[header.SIZE :]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        film = sealed(tmp_path / "media", b"film", name="ab/film")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (film.path, film.path.parent)] == [0o600, 0o700]


def test_the_file_is_on_disk_before_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real, real_folder = durable.sync_handle, durable.sync_folder

    def note_file(handle: int) -> None:
        seen.append("file" if not (tmp_path / "film").exists() else "late")
        real(handle)

    def note_folder(path: Path) -> None:
        seen.append("folder" if (tmp_path / "film").exists() else "early")
        real_folder(path)

    monkeypatch.setattr("vig_tool.vault.sealed.sync_handle", note_file)
    monkeypatch.setattr("vig_tool.vault.sealed.sync_folder", note_folder)
    sealed(tmp_path, b"film")
    assert seen == ["file", "folder"]
