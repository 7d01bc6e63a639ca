"""What an export is for reaches the file and the trail; copies that failed their check are counted, and their user sees nothing of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import av
import pytest

from tests.films import SMALL, FilmShelf
from tests.work.real_films import put_in
from vig_tool.media.exports import pieced
from vig_tool.timing import Span
from vig_tool.work import clips, exporting
from vig_tool.work.export_choice import Choice
from vig_tool.work.opening import Library


@pytest.fixture
def clip_id(lib: Library, cycle_id: UUID, films: FilmShelf) -> UUID:
    recording = put_in(lib, cycle_id, films.film(replace(SMALL, gop=20, b_frames=2, width=1600, height=900, seconds=4)).path)
    return clips.add_clip(lib, recording.id, span=Span.of_us(500_000, 3_000_000)).value.id


def test_the_choice_reaches_the_file_and_failed_copies_are_counted(
    lib: Library, cycle_id: UUID, clip_id: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = exporting.export_clip(lib, clip_id, out=tmp_path / "a.mp4")
    assert (copied.method, copied.again, copied.choice, copied.width) == ("smart", False, Choice.PHONE, 1600)
    small = exporting.export_clip(lib, clip_id, out=tmp_path / "b.mp4", choice=Choice.SMALL, level_sound=True)
    assert (small.method, small.again, small.width, small.height) == ("encode", False, 1280, 720)
    with av.open(str(tmp_path / "b.mp4")) as film:
        assert film.streams.video[0].width == 1280
    assert exporting.count_copies_that_failed(lib) == 0
    monkeypatch.setattr(pieced, "sum_of", lambda _units: 1)
    anew = exporting.export_clip(lib, clip_id, out=tmp_path / "c.mp4")
    assert (anew.method, anew.again, anew.checked, anew.frames) == ("encode", True, True, copied.frames)
    assert exporting.count_copies_that_failed(lib) == 1
    assert exporting.export_reel(lib, cycle_id, out=tmp_path / "reel.mp4", plain=True).frames == copied.frames
    assert exporting.count_copies_that_failed(lib) == 2
    monkeypatch.undo()
    exporting.export_reel(lib, cycle_id, out=tmp_path / "whole.mp4", plain=True)
    assert exporting.count_copies_that_failed(lib) == 2
