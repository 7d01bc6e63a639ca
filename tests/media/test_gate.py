"""The gate: films pass, everything else is refused with one plain sentence, and nothing a file holds can harm the program."""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import psutil
import pytest

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Cancelled, FilmRefused
from vig_tool.jobs import Job
from vig_tool.media.intake import gate, gate_worker
from vig_tool.media.intake.gate import examine
from vig_tool.media.intake.probe import probe
from vig_tool.media.pictures.stills import jpeg_bytes, png_bytes
from vig_tool.media.source import PlainFile

SHORT = replace(SMALL, seconds=1.5)
GREY = np.full((40, 60, 3), 128, np.uint8)
HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n"
DASH = '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>http://127.0.0.1:{port}/</BaseURL></MPD>'
CONCAT = "ffconcat version 1.0\nfile 'http://127.0.0.1:{port}/a.mp4'\n"


@pytest.mark.parametrize("recipe", [SHORT, replace(SHORT, container="ts", b_frames=2), replace(SHORT, codec="vp9", container="webm")])
def test_a_film_passes_with_its_facts(films: FilmShelf, recipe: object) -> None:
    film = films.film(recipe)  # type: ignore[arg-type]
    assert examine(film.path) == probe(film.source)


@pytest.mark.parametrize("name", ["Zoë – ÄÖ 家庭 🎈.mp4", "-i.mp4", "a'b\"c;$(x).mp4", "http:__x|y.mp4", "film\nline.mp4"])
def test_any_name_will_do(films: FilmShelf, tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and set(name) & set('"|\n'):
        pytest.skip("not a name on this system")
    path = tmp_path / name
    path.write_bytes(films.film(SHORT).path.read_bytes())
    assert examine(path).width == 320


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text_will_do(films: FilmShelf, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xff\xfe.mp4"))
    path.write_bytes(films.film(SHORT).path.read_bytes())
    assert examine(path).width == 320


_BEGUN = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41\x00\x00\x00\x08free"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"just some words\n", "text file"),
        ("Grüße an alle\n".encode(), "text file"),
        (png_bytes(GREY), "photo, not a film"),
        (jpeg_bytes(GREY), "photo, not a film"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "photo, not a film"),
        (b"ID3\x04" + bytes(100), "sound but no picture"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound but no picture"),
        (b"FLV\x01\x05\x00\x00\x00\x09", "of this kind cannot be read"),
        (b"%PDF-1.7\n%\xe2\xe3", "document or an archive"),
        (b"PK\x03\x04" + bytes(50), "document or an archive"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00\x00\xff\xffmdat" + bytes(5000), "never finished"),
        (_BEGUN + b"\x00\x00\x00\x00mdat", "never finished"),
        (_BEGUN + b"\x00\x00\x00\x03free" + b"\x00\x00\x00\x10moov" + bytes(8), "It may be damaged"),
        (random.Random(1).randbytes(20_000), "not a film that can be read"),
        (bytes(20_000), "not a film that can be read"),
    ],
)
def test_what_is_no_film_is_called_by_its_name(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(FilmRefused, match=sentence) as refused:
        examine(path)
    assert refused.value.advice
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("claimed", [1 << 62, (1 << 63) + 5, (1 << 64) - 1])
def test_a_part_that_claims_to_be_longer_than_any_disk_is_not_the_disks_fault(films: FilmShelf, tmp_path: Path, claimed: int) -> None:
    film = films.film(SHORT).path.read_bytes()
    (tmp_path / "film.mp4").write_bytes(film + b"\x00\x00\x00\x01free" + claimed.to_bytes(8, "big"))
    assert examine(tmp_path / "film.mp4").width == SHORT.width


@pytest.mark.parametrize("text", [HLS, DASH, CONCAT])
@pytest.mark.parametrize("name", ["film.mp4", "film.m3u8", "film.mpd"])
def test_a_list_that_points_elsewhere_is_refused_and_nothing_is_fetched(tmp_path: Path, text: str, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        path = tmp_path / name
        path.write_text(text.format(port=server.getsockname()[1]))
        with pytest.raises(FilmRefused, match="points to a film somewhere else"):
            examine(path)
        # Even where the first bytes give nothing away, the container's own white list holds.
        with pytest.raises(FilmRefused):
            probe(PlainFile(path))
        with pytest.raises(TimeoutError):
            server.accept()


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(FilmRefused, match="folder"):
        examine(tmp_path)
    with pytest.raises(FilmRefused, match="not there"):
        examine(tmp_path / "gone.mp4")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.mp4")
        with pytest.raises(FilmRefused, match="not an ordinary file"):
            examine(tmp_path / "pipe.mp4")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read(films: FilmShelf, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(films.film(SHORT).path.read_bytes())
    path.chmod(0)
    with pytest.raises(FilmRefused, match="not allowed"):
        examine(path)


def test_a_file_that_may_not_be_opened(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: Path, mode: str) -> None:
        raise PermissionError(13, "no")

    path = films.film(SHORT).path
    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(FilmRefused, match="not allowed"):
        examine(path)


def test_too_large_a_picture_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "huge.avi"
    with av.open(str(path), "w") as made:
        stream = made.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 9000, 16, "yuvj420p"
        made.mux(stream.encode(av.VideoFrame(9000, 16, "yuvj420p")))
        made.mux(stream.encode(None))
    with pytest.raises(FilmRefused, match=r"too large \(9000 × 16\)"):
        examine(path)


def test_too_many_tracks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.mkv"
    with av.open(str(path), "w") as made:
        streams = [made.add_stream("pcm_s16le", rate=8000) for _ in range(33)]
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), format="s16", layout="mono")
            frame.sample_rate = 8000
            made.mux(stream.encode(frame))
    with pytest.raises(FilmRefused, match="too many tracks"):
        examine(path)


def test_bounds_of_length_and_bytes(films: FilmShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    path = films.film(SHORT).path
    monkeypatch.setattr(gate_worker, "LONGEST_US", 1_000_000)
    assert "longer than six hours" in gate_worker.look(path)["refused"]
    monkeypatch.setattr(gate_worker, "MOST_BYTES", 100)
    assert "too large" in gate_worker.look(path)["refused"]


def test_spoiled_films_pass_or_are_refused_and_nothing_worse(films: FilmShelf, tmp_path: Path) -> None:
    luck = random.Random(7)
    for recipe in (SHORT, replace(SHORT, container="mkv", b_frames=2), replace(SHORT, container="ts", b_frames=2)):
        whole = films.film(recipe).path.read_bytes()
        for turn in range(4):
            data = bytearray(whole)
            for _ in range(3 ** (turn + 1)):
                place = luck.randrange(len(data) if turn % 2 else 4000)
                data[place] = luck.randrange(256)
            path = tmp_path / f"spoiled.{recipe.container}"
            path.write_bytes(bytes(data[: len(data) - luck.randrange(len(data) // 2)]))
            with contextlib.suppress(FilmRefused):
                assert examine(path).width > 0


def test_the_worker_has_limits() -> None:
    resource = pytest.importorskip("resource")
    code = (
        "import resource, json; from vig_tool.media.intake import gate_worker; gate_worker._limit();"
        "print(json.dumps([resource.getrlimit(k)[0] for k in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_AS)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    cpu, written, memory = json.loads(done.stdout)
    assert (cpu, written) == (15, 0)
    assert memory in (2 << 30, resource.RLIM_INFINITY if sys.platform == "darwin" else 2 << 30)


def test_the_worker_dies_with_its_parent(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs a file that never opens")
    os.mkfifo(tmp_path / "endless")
    worker = gate._start()
    try:
        stdin, _ = gate._pipes(worker)
        stdin.write(json.dumps({"path": str(tmp_path / "endless")}).encode() + b"\n")
        stdin.flush()
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(1.5)
        stdin.close()
        assert worker.wait(5) == 3
    finally:
        worker.kill()
        worker.wait()
        gate._pipes(worker)[1].close()


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of files that make the stand-in worker misbehave."""
    monkeypatch.setattr(gate, "_WORKER", "tests.media.odd_worker")
    for name in ("environment", "garbage", "list", "wrong", "crash", "flood", "hang"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def test_the_worker_inherits_no_secret(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIG_PASSPHRASE", "secret")
    monkeypatch.setenv("HOME_OF_SECRETS", "1")
    with pytest.raises(FilmRefused) as refused:
        examine(odd / "environment")
    assert "VIG_PASSPHRASE" not in refused.value.sentence
    assert "HOME_OF_SECRETS" not in refused.value.sentence


@pytest.mark.parametrize("name", ["garbage", "list", "wrong", "crash", "flood"])
def test_a_worker_that_misbehaves_refuses_the_film(odd: Path, name: str) -> None:
    with pytest.raises(FilmRefused, match="could not be looked at safely"):
        examine(odd / name)


def test_a_worker_that_hangs_is_ended(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "WALL_S", 0.7)
    began = time.monotonic()
    with pytest.raises(FilmRefused, match="takes too long"):
        examine(odd / "hang")
    assert time.monotonic() - began < 5
    assert not psutil.Process().children()


def test_looking_can_be_cancelled(odd: Path) -> None:
    job = Job()
    threading.Timer(0.4, job.cancel).start()
    with pytest.raises(Cancelled):
        examine(odd / "hang", job)
    assert not psutil.Process().children()
