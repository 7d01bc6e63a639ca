"""What is covered in a clip is covered wherever the clip leaves or is shown; and it leaves only when the guider has looked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.films import SMALL, FilmShelf
from tests.work.real_films import put_in
from vig_tool.errors import BadInput, Cancelled, NotThere, Refused
from vig_tool.jobs import Job
from vig_tool.media.pictures.stills import picture_of
from vig_tool.media.sample import read_barcode
from vig_tool.timing import Instant, Span
from vig_tool.work import clips, covering, exporting, history, playing, review
from vig_tool.work.covering import Box, Seen
from vig_tool.work.importing import RecordingCard
from vig_tool.work.opening import Library

CHILD = Box(0.66, 0.44, 0.15, 0.24)
"""Where the child's head is in the practice film's first seconds."""
INSIDE = (slice(88, 116), slice(219, 250))


@pytest.fixture
def film(lib: Library, cycle_id: UUID, films: FilmShelf) -> RecordingCard:
    return put_in(lib, cycle_id, films.film(SMALL).path)


@pytest.fixture
def clip_id(lib: Library, film: RecordingCard) -> UUID:
    return clips.add_clip(lib, film.id, span=Span.of_us(500_000, 1_500_000)).value.id


@pytest.fixture
def covered(lib: Library, clip_id: UUID) -> covering.CoveredClip:
    return covering.add_cover(lib, clip_id, at=Instant(1_000_000), box=CHILD).value


def is_hidden(rgb: NDArray[np.uint8]) -> bool:
    fine = cv2.Laplacian(cv2.GaussianBlur(cv2.cvtColor(rgb[INSIDE], cv2.COLOR_RGB2GRAY), (3, 3), 0), cv2.CV_64F)
    return bool(np.abs(fine).max() < 14)


def pictures_in(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as film:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in film.decode(video=0)]


def test_a_cover_is_followed_and_seen_in_every_picture(lib: Library, film: RecordingCard, covered: covering.CoveredClip) -> None:
    assert covered.numbers == range(15, 45)
    assert covered.marked == {30}
    assert len(covered.covers) == 1
    assert not covered.looked_through
    for number in covered.numbers:
        [place] = covered.places(number)
        assert place.seen in (Seen.SURE, Seen.LOST)
        assert (place.seen is Seen.LOST) == (number in covered.lost)
    bare = playing.picture_at(lib, film.id, at=Instant(1_000_000)).rgb
    assert not is_hidden(bare)
    assert is_hidden(covering.picture_of_clip(lib, covered.clip_id, at=Instant(1_000_000)).rgb)
    small = covering.small_pictures(lib, covered.clip_id, most=7, height=90)
    assert [picture.number for picture in small][::6] == [15, 44]
    assert {picture.rgb.shape for picture in small} == {(90, 160, 3)}


def test_it_leaves_only_when_looked_through(lib: Library, film: RecordingCard, covered: covering.CoveredClip, tmp_path: Path) -> None:
    cycle_id = clips.clip(lib, covered.clip_id).cycle_id
    for leave in (
        lambda: exporting.export_clip(lib, covered.clip_id, out=tmp_path / "clip.mp4"),
        lambda: exporting.export_reel(lib, cycle_id, out=tmp_path / "reel.mp4"),
        lambda: exporting.export_reel(lib, cycle_id, out=tmp_path / "reel.mp4", plain=True),
        lambda: exporting.export_still(lib, film.id, at=Instant(1_000_000), out=tmp_path / "still.png"),
    ):
        with pytest.raises(Refused, match="Look through the cover first"):
            leave()
    assert not list(tmp_path.glob("*.*"))
    exporting.export_still(lib, film.id, at=Instant(2_000_000), out=tmp_path / "still.png")  # no part of the clip
    covering.look_through(lib, covered.clip_id)
    exporting.export_clip(lib, covered.clip_id, out=tmp_path / "clip.mp4")
    exporting.export_reel(lib, cycle_id, out=tmp_path / "plain.mp4", plain=True)
    exporting.export_reel(lib, cycle_id, out=tmp_path / "reel.mp4")
    exporting.export_still(lib, film.id, at=Instant(1_000_000), out=tmp_path / "still.png")
    for name in ("clip.mp4", "plain.mp4"):
        shown = pictures_in(tmp_path / name)
        assert [read_barcode(picture) for picture in shown] == list(range(15, 45))
        assert all(is_hidden(picture) for picture in shown)
    reel = pictures_in(tmp_path / "reel.mp4")
    assert all(is_hidden(picture) for picture in reel[-30:])
    assert is_hidden(picture_of((tmp_path / "still.png").read_bytes()))


def test_a_longer_clip_or_a_changed_cover_is_to_be_looked_through_again(lib: Library, covered: covering.CoveredClip) -> None:
    clip_id, cover_id = covered.clip_id, covered.covers[0].id
    assert covering.look_through(lib, clip_id).value.looked_through
    assert clips.nudge_clip(lib, clip_id, start_frames=2).value.looked_through
    assert not clips.nudge_clip(lib, clip_id, end_frames=3).value.looked_through
    longer = covering.covered_clip(lib, clip_id)
    assert {45, 46, 47} <= longer.lost, "pictures nobody followed it in"
    anew = covering.follow_covers(lib, clip_id).value
    assert not {45, 46, 47} & anew.lost
    assert covering.look_through(lib, clip_id).value.looked_through
    assert not covering.mark_cover(lib, clip_id, cover_id, at=Instant(700_000), box=CHILD).value.looked_through


def test_putting_right_gone_and_taking_back(lib: Library, covered: covering.CoveredClip) -> None:
    clip_id, cover_id = covered.clip_id, covered.covers[0].id
    put = covering.mark_cover(lib, clip_id, cover_id, at=Instant(700_000), box=Box(0.1, 0.1, 0.2, 0.2)).value
    assert put.marked == {21, 30}
    [place] = put.places(21)
    assert place.box.x <= 0.1
    assert place.box.x + place.box.w >= 0.3
    gone = covering.mark_cover(lib, clip_id, cover_id, at=Instant(1_200_000), box=CHILD, gone=True).value
    assert [gone.places(number)[0].seen is Seen.GONE for number in (35, 36, 44)] == [False, True, True]
    fewer = covering.unmark_cover(lib, clip_id, cover_id, at=Instant(1_200_000)).value
    assert fewer.marked == {21, 30}
    covering.unmark_cover(lib, clip_id, cover_id, at=Instant(700_000))
    with pytest.raises(Refused):
        covering.unmark_cover(lib, clip_id, cover_id, at=Instant(1_000_000))
    with pytest.raises(Refused):
        covering.mark_cover(lib, clip_id, cover_id, at=Instant(1_000_000), box=CHILD, gone=True)
    with pytest.raises(BadInput):
        covering.mark_cover(lib, clip_id, cover_id, at=Instant(1_600_000), box=CHILD)
    with pytest.raises(NotThere):
        covering.mark_cover(lib, clip_id, "none", at=Instant(1_000_000), box=CHILD)


def test_all_of_it_can_be_taken_back(lib: Library, family_id: UUID, covered: covering.CoveredClip) -> None:
    clip_id, cover_id = covered.clip_id, covered.covers[0].id
    covering.look_through(lib, clip_id)
    covering.mark_cover(lib, clip_id, cover_id, at=Instant(700_000), box=CHILD)
    history.undo(lib, family_id)
    back = covering.covered_clip(lib, clip_id)
    assert back.marked == {30}
    assert back.looked_through, "what was looked through is as it was"
    removed = covering.remove_cover(lib, clip_id, cover_id)
    assert not removed.value.covers
    assert removed.changes.touches("clip")
    history.undo(lib, family_id)
    assert len(covering.covered_clip(lib, clip_id).covers) == 1
    for _ in range(2):
        history.undo(lib, family_id)
    assert not covering.covered_clip(lib, clip_id).covers


def test_stopping_changes_nothing(lib: Library, clip_id: UUID) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        covering.add_cover(lib, clip_id, at=Instant(1_000_000), box=CHILD, job=job)
    assert not covering.covered_clip(lib, clip_id).covers
    with pytest.raises(Refused):
        covering.look_through(lib, clip_id)


def test_the_review_plays_it_covered(lib: Library, film: RecordingCard, covered: covering.CoveredClip) -> None:
    other = clips.add_clip(lib, film.id, span=Span.of_us(2_000_000, 3_000_000)).value
    show = review.prepare_show(lib, clips.clip(lib, covered.clip_id).cycle_id)
    first, second = show.clips
    assert second.clip_id == other.id
    assert (first.film.covers, second.film.covers) == (True, False)
    running = np.zeros((180, 320, 3), np.uint8)
    running[:] = playing.picture_at(lib, film.id, at=Instant(1_000_000)).rgb
    first.film.cover(running, 30)
    assert is_hidden(running)
    four = np.full((180, 320, 4), 255, np.uint8)
    four[..., :3] = playing.picture_at(lib, film.id, at=Instant(1_000_000)).rgb
    first.film.cover(four, 30)
    assert is_hidden(np.ascontiguousarray(four[..., :3]))
    bare = playing.picture_at(lib, film.id, at=Instant(2_500_000)).rgb.copy()
    before = bare.copy()
    second.film.cover(bare, 75)
    assert np.array_equal(bare, before)
    assert first.film is not second.film


def test_slow_motion_and_a_held_picture_are_kept_and_exported(
    lib: Library, family_id: UUID, film: RecordingCard, clip_id: UUID, tmp_path: Path
) -> None:
    assert clips.set_speed(lib, clip_id, 50).value.speed == 50
    held = clips.hold_picture(lib, clip_id, at=Instant(1_010_000), for_us=1_000_000, near=CHILD).value
    assert held.hold is not None
    assert (held.hold.at, held.hold.alone) == (Instant(1_000_000), False)
    exporting.export_clip(lib, clip_id, out=tmp_path / "clip.mp4")
    shown = [read_barcode(picture) for picture in pictures_in(tmp_path / "clip.mp4")[:30]]
    assert shown == [number for number in range(15, 30) for _ in range(2)]
    assert len(pictures_in(tmp_path / "clip.mp4")) == 60 + 30
    exporting.export_reel(lib, held.cycle_id, out=tmp_path / "plain.mp4", plain=True)
    assert len(pictures_in(tmp_path / "plain.mp4")) == 30
    alone = clips.hold_picture(lib, clip_id, at=Instant(1_000_000), for_us=2_000_000, alone=True).value
    assert alone.hold is not None
    assert alone.hold.alone
    history.undo(lib, family_id)
    assert clips.clip(lib, clip_id).hold == held.hold
    assert clips.release_picture(lib, clip_id).value.hold is None
    clips.hold_picture(lib, clip_id, at=Instant(1_400_000), for_us=2_000_000, alone=True)
    assert clips.nudge_clip(lib, clip_id, end_frames=-10).value.hold is None, "its picture is no longer part of the clip"
    with pytest.raises(BadInput):
        clips.set_speed(lib, clip_id, 5)
    with pytest.raises(BadInput):
        clips.hold_picture(lib, clip_id, at=Instant(5_000_000), for_us=1_000_000)


def test_every_picture_of_a_turned_phone_film_is_covered(lib: Library, cycle_id: UUID, films: FilmShelf, tmp_path: Path) -> None:
    phone = films.film(replace(SMALL, seconds=2, turn=90, width=180, height=320, variable_rate=True, sound=False))
    film = put_in(lib, cycle_id, phone.path)
    clip = clips.add_clip(lib, film.id, span=Span.of_us(0, 1_500_000)).value
    covering.add_cover(lib, clip.id, at=Instant(500_000), box=Box(0.2, 0.3, 0.6, 0.4), round_=False)
    covering.look_through(lib, clip.id)
    done = exporting.export_clip(lib, clip.id, out=tmp_path / "clip.mp4")
    shown = pictures_in(tmp_path / "clip.mp4")
    assert len(shown) == done.frames == len([time for time in phone.truth.times_us if time < 1_500_000])
    assert shown[0].shape == (320, 180, 3)
    for picture in shown:
        fine = cv2.Laplacian(cv2.GaussianBlur(cv2.cvtColor(picture[110:210, 45:135], cv2.COLOR_RGB2GRAY), (3, 3), 0), cv2.CV_64F)
        assert np.abs(fine).max() < 14
