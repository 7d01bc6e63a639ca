"""What leaves the library: exact, without tags, nothing private, nothing half-written, and never into the library itself."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import av
import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from tests.work.real_films import TINY, another, put_in
from vig_tool.errors import BadInput, Cancelled, ExportFailed, NotThere, Refused
from vig_tool.jobs import Job, Progress
from vig_tool.media.pictures.stills import picture_of
from vig_tool.media.sample import read_barcode
from vig_tool.timing import Instant, Span
from vig_tool.work import clips, exporting, review, tagging
from vig_tool.work.importing import RecordingCard
from vig_tool.work.opening import Library


@pytest.fixture
def numbered(lib: Library, cycle_id: UUID, films: FilmShelf) -> RecordingCard:
    return put_in(lib, cycle_id, films.film(replace(SMALL, gps=True)).path)


@pytest.fixture
def clip_id(lib: Library, numbered: RecordingCard) -> UUID:
    return clips.add_clip(lib, numbered.id, span=Span.of_us(1_000_000, 2_500_000)).value.id


def pictures_in(path: Path) -> list[int]:
    with av.open(str(path)) as film:
        return [read_barcode(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)) for frame in film.decode(video=0)]


# ── clips ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_clip_holds_exactly_its_pictures_and_no_place(lib: Library, clip_id: UUID, tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    done = exporting.export_clip(lib, clip_id, out=out)
    assert (done.frames, done.start.us, done.end.us, done.checked, done.file) == (45, 1_000_000, 2_500_000, True, out)
    assert pictures_in(out) == list(range(30, 75))
    data = out.read_bytes()
    assert not any(word in data for word in (b"+51.5", b"Samplephone", b"filmed at home", b"2024-05"))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["clip.mp4"]


def test_a_clip_of_a_private_moment_stays_inside(lib: Library, numbered: RecordingCard, clip_id: UUID, tmp_path: Path) -> None:
    tagging.add_moment(lib, numbered.id, span=Span.of_us(2_400_000, 3_000_000), private=True)
    with pytest.raises(Refused):
        exporting.export_clip(lib, clip_id, out=tmp_path / "clip.mp4")
    assert not (tmp_path / "clip.mp4").exists()


def export_a_clip(lib: Library, recording_id: UUID, out: Path, job: Job | None = None) -> None:
    chosen = clips.add_clip(lib, recording_id, span=Span.of_us(1_000_000, 4_000_000)).value
    exporting.export_clip(lib, chosen.id, out=out, job=job)


def export_a_reel(lib: Library, recording_id: UUID, out: Path, job: Job | None = None) -> None:
    chosen = clips.add_clip(lib, recording_id, span=Span.of_us(1_000_000, 4_000_000)).value
    exporting.export_reel(lib, chosen.cycle_id, out=out, job=job)


def export_a_picture(lib: Library, recording_id: UUID, out: Path, job: Job | None = None) -> None:
    exporting.export_still(lib, recording_id, at=Instant(1_000_000), out=out)


Export = Callable[..., None]
FILMS: list[Export] = [export_a_clip, export_a_reel]
ALL: list[Export] = [*FILMS, export_a_picture]


@pytest.mark.parametrize("export", FILMS)
def test_a_cancelled_export_leaves_nothing_and_keeps_what_was_there(
    lib: Library, numbered: RecordingCard, tmp_path: Path, export: Export
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    old = folder / "film.mp4"
    old.write_bytes(b"an older film")
    job: Job
    seen: list[list[str]] = []

    def listen(progress: Progress) -> None:
        if (progress.part or 0) > 0.4:
            seen.append(sorted(path.name for path in folder.iterdir()))
            job.cancel()

    job = Job(listen, every_s=0)
    with pytest.raises(Cancelled):
        export(lib, numbered.id, old, job)
    assert old.read_bytes() == b"an older film"
    assert [path.name for path in folder.iterdir()] == ["film.mp4"]
    assert len(seen[0]) == 2, "it was to be cancelled while something is written beside the old one"
    export(lib, numbered.id, old)
    assert old.read_bytes() != b"an older film"
    assert [path.name for path in folder.iterdir()] == ["film.mp4"]


@pytest.mark.parametrize("export", ALL)
def test_places_that_cannot_be_written_to(lib: Library, numbered: RecordingCard, tmp_path: Path, export: Export) -> None:
    with pytest.raises(Refused):
        export(lib, numbered.id, lib.folder / "media" / "out.mp4")
    (tmp_path / "link").symlink_to(lib.folder, target_is_directory=True)
    with pytest.raises(Refused):
        export(lib, numbered.id, tmp_path / "link" / "out.mp4")
    with pytest.raises(NotThere):
        export(lib, numbered.id, tmp_path / "missing" / "out.mp4")
    with pytest.raises(Refused):
        export(lib, numbered.id, tmp_path)
    with pytest.raises((ExportFailed, NotThere)):
        export(lib, numbered.id, tmp_path / ("x" * 300))


def test_the_files_of_the_user_beside_it_stay(lib: Library, numbered: RecordingCard, tmp_path: Path) -> None:
    for name in ("still.png.part", "still.png.new"):
        (tmp_path / name).write_bytes(b"mine")
    export_a_picture(lib, numbered.id, tmp_path / "still.png")
    assert all((tmp_path / name).read_bytes() == b"mine" for name in ("still.png.part", "still.png.new"))


# ── stills ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_still_is_the_exact_picture_and_nothing_else(lib: Library, numbered: RecordingCard, films: FilmShelf, tmp_path: Path) -> None:
    out = tmp_path / "still.png"
    for asked, number in ((0, 0), (1_000_000, 30), (1_033_332, 30), (1_033_333, 31), (5_999_999, 179)):
        time = exporting.export_still(lib, numbered.id, at=Instant(asked), out=out)
        assert time.us == films.film(SMALL).truth.times_us[number]
        assert read_barcode(picture_of(out.read_bytes())) == number
    assert set(chunks_of(out.read_bytes())) <= {b"IHDR", b"IDAT", b"IEND"}
    with pytest.raises(BadInput):
        exporting.export_still(lib, numbered.id, at=Instant(6_000_000), out=out)


def chunks_of(png: bytes) -> list[bytes]:
    names, place = [], 8
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        names.append(png[place + 4 : place + 8])
        place += length + 12
    return names


def test_a_picture_of_a_private_moment_stays_inside(lib: Library, numbered: RecordingCard, tmp_path: Path) -> None:
    tagging.add_moment(lib, numbered.id, span=Span.of_us(1_000_000, 2_000_000), private=True)
    with pytest.raises(Refused):
        exporting.export_still(lib, numbered.id, at=Instant(1_999_999), out=tmp_path / "still.png")
    exporting.export_still(lib, numbered.id, at=Instant(2_000_000), out=tmp_path / "still.png")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["still.png"]


# ── the reel ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plain_reel_holds_the_clips_in_order(lib: Library, numbered: RecordingCard, tmp_path: Path) -> None:
    cycle_id = numbered.cycle_id
    first = clips.add_clip(lib, numbered.id, span=Span.of_us(3_000_000, 4_000_000)).value
    clips.add_clip(lib, numbered.id, span=Span.of_us(1_000_000, 1_500_000))
    clips.move_clip(lib, first.id, to=1)
    reel = exporting.export_reel(lib, cycle_id, out=tmp_path / "reel.mp4", plain=True)
    assert (reel.clips, reel.duration_us, reel.frames) == (2, 1_500_000, 45)
    assert pictures_in(tmp_path / "reel.mp4") == [*range(30, 45), *range(90, 120)]
    assert not any(word in (tmp_path / "reel.mp4").read_bytes() for word in (b"+51.5", b"Samplephone", b"filmed at home"))


def test_the_reel_has_a_title_card_and_takes_films_of_several_kinds(
    lib: Library, numbered: RecordingCard, films: FilmShelf, tmp_path: Path
) -> None:
    turned = put_in(lib, numbered.cycle_id, films.film(replace(another(TINY, 3), turn=90)).path)
    clips.add_clip(lib, numbered.id, span=Span.of_us(1_000_000, 2_000_000))
    chosen = clips.add_clip(lib, turned.id, span=Span.of_us(0, 1_000_000)).value
    clips.change_clip(lib, chosen.id, caption="He looks up.")
    reel = exporting.export_reel(lib, numbered.cycle_id, out=tmp_path / "reel.mp4")
    assert reel.clips == 2
    assert reel.duration_us > 3_000_000
    with av.open(str(tmp_path / "reel.mp4")) as film:
        frames = sum(1 for _ in film.decode(video=0))
        assert film.duration is not None
        assert abs(film.duration - reel.duration_us) <= 34_000
    assert frames == reel.frames


def test_the_reel_and_the_review_leave_out_the_same_private_moments(lib: Library, numbered: RecordingCard, tmp_path: Path) -> None:
    kept = clips.add_clip(lib, numbered.id, span=Span.of_us(0, 1_000_000)).value
    moment = tagging.add_moment(lib, numbered.id, span=Span.of_us(2_000_000, 2_500_000)).value
    clips.clip_from_moment(lib, moment.id)
    clips.add_clip(lib, numbered.id, span=Span.of_us(2_400_000, 3_000_000))
    tagging.change_moment(lib, moment.id, private=True)
    reel = exporting.export_reel(lib, numbered.cycle_id, out=tmp_path / "reel.mp4", plain=True)
    assert reel.clips == 1
    assert pictures_in(tmp_path / "reel.mp4") == list(range(30))
    assert [shown.clip_id for shown in review.prepare_show(lib, numbered.cycle_id).clips] == [kept.id]


def test_a_reel_of_nothing_is_refused(lib: Library, cycle_id: UUID, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        exporting.export_reel(lib, cycle_id, out=tmp_path / "reel.mp4")
