"""A sealed film is read by PyAV through its file object: the same pictures as the plain film."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import uuid4

import av
import numpy as np
import pytest

from vig_tool.errors import Damaged
from vig_tool.vault.header import CHUNK, SIZE
from vig_tool.vault.sealed import SealedFile, seal


@pytest.fixture(scope="module")
def tiny_film() -> bytes:
    """30 noisy pictures, some hundred kilobytes, so that it spans several chunks."""
    buffer, chance = io.BytesIO(), np.random.default_rng(1)
    with av.open(buffer, "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 192, 144, "yuv420p", 8_000_000
        for _ in range(30):
            picture = chance.integers(0, 255, (144, 192, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    assert len(buffer.getvalue()) > 3 * CHUNK
    return buffer.getvalue()


def sealed(path: Path, data: bytes) -> SealedFile:
    media, key = uuid4(), bytes(32)
    seal(io.BytesIO(data), path, media_id=media, family_id=uuid4(), wrap_key=key)
    return SealedFile(path, media_id=media, wrap_key=key)


def pictures(file: object) -> list[bytes]:
    with av.open(file, "r") as container:
        return [frame.to_ndarray(format="rgb24").tobytes() for frame in container.decode(video=0)]


def test_the_same_pictures_as_the_plain_film(tmp_path: Path, tiny_film: bytes) -> None:
    with sealed(tmp_path / "film", tiny_film).open() as reader:
        found = pictures(reader)
    assert len(found) == 30
    assert found == pictures(io.BytesIO(tiny_film))


def test_the_same_picture_after_a_seek(tmp_path: Path, tiny_film: bytes) -> None:
    def seek(file: object) -> tuple[int | None, bytes]:
        with av.open(file, "r") as container:
            container.seek(800_000)
            frame = next(container.decode(video=0))
            return frame.pts, frame.to_ndarray(format="rgb24").tobytes()

    with sealed(tmp_path / "film", tiny_film).open() as reader:
        assert seek(reader) == seek(io.BytesIO(tiny_film))


def test_damage_in_the_middle_is_raised_or_remembered(tmp_path: Path, tiny_film: bytes) -> None:
    film = sealed(tmp_path / "film", tiny_film)
    raw = bytearray(film.path.read_bytes())
    raw[SIZE + CHUNK + CHUNK // 2] ^= 1
    film.path.write_bytes(raw)
    with film.reader() as reader:
        with pytest.raises(Damaged):
            pictures(reader)
        assert reader.damage is not None
