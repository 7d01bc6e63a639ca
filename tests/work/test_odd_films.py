"""The oddest films that can still be read go all the way: taken in, cut to the last picture, slowed in a reel, covered, and out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import av
import pytest

from tests.work.imported import one
from vig_tool.errors import BadInput
from vig_tool.media.sample.strip import Strip, Tone, write_strip
from vig_tool.timing import SECOND, Instant, Span
from vig_tool.work import clips, covering, exporting, importing, keeping
from vig_tool.work.covering import Box
from vig_tool.work.opening import Library

_SMALL = Strip(count=24, rate=24, width=160, height=96, gop=8, b_frames=2)
_STREAM = replace(_SMALL, format="mpegts", sounds=(Tone(codec="mp2"),))
ODD = {
    "one picture": replace(_SMALL, count=1),
    "one picture of a sixtieth": replace(_SMALL, count=1, rate=60, sounds=()),
    "one picture of a stream": replace(_STREAM, count=1, sounds=()),
    "two pictures": replace(_SMALL, count=2),
    "two pictures of a matroska": replace(_SMALL, count=2, format="matroska", sounds=()),
    "480 a second": replace(_SMALL, rate=480, count=60, gop=30),
    "one a second": replace(_SMALL, rate=1, count=4, gop=2, b_frames=0),
    "sound minutes longer": replace(_SMALL, sounds=(Tone(until_us=130 * SECOND),)),
    "sound of a stream minutes longer": replace(_STREAM, sounds=(Tone(codec="mp2", until_us=130 * SECOND),)),
    "sound minutes late": replace(_SMALL, sounds=(Tone(from_us=120 * SECOND, until_us=121 * SECOND),)),
    "sixteen pixels": replace(_SMALL, width=16, height=16),
    "upright thread": replace(_SMALL, width=16, height=640),
    "sideways thread": replace(_SMALL, width=640, height=16, turn=90),
}


def pictures_in(path: Path) -> int:
    with av.open(str(path)) as film:
        return sum(1 for _ in film.decode(video=0))


def sound_us(path: Path) -> int:
    with av.open(str(path)) as film:
        return sum(frame.samples for frame in film.decode(audio=0)) * SECOND // 48_000 if film.streams.audio else 0


@pytest.mark.parametrize("name", ODD)
def test_an_odd_film_goes_all_the_way(lib: Library, cycle_id: UUID, tmp_path: Path, name: str) -> None:
    strip = ODD[name]
    film = tmp_path / "odd.bin"
    film.write_bytes(write_strip(strip))
    taken = one(lib, film, cycle_id)
    assert taken.recording is not None, taken.error
    index = importing.recording_index(lib, taken.recording.id)
    assert len(index) == strip.pictures

    out = tmp_path / "out"
    out.mkdir()
    spans = {"whole": index.whole, "last": Span(index.time(len(index) - 1), index.end)}
    made = {key: clips.add_clip(lib, taken.recording.id, span=span).value for key, span in spans.items()}
    for key, clip in made.items():
        exported = exporting.export_clip(lib, clip.id, out=out / f"{key}.mp4")
        assert pictures_in(out / f"{key}.mp4") == exported.frames == len(index.numbers(spans[key]))
        assert sound_us(out / f"{key}.mp4") <= spans[key].length_us + 120_000

    clips.set_speed(lib, made["whole"].id, 25)
    clips.hold_picture(lib, made["last"].id, at=spans["last"].start, for_us=300_000, near=Box(0.4, 0.4, 0.2, 0.2))
    covering.add_cover(lib, made["whole"].id, at=Instant(0), box=Box.drawn(0.3, 0.3, 0.3, 0.3))
    covering.small_pictures(lib, made["whole"].id)
    covering.look_through(lib, made["whole"].id)
    reel = exporting.export_reel(lib, cycle_id, out=out / "reel.mp4")
    assert pictures_in(out / "reel.mp4") == reel.frames
    exporting.export_still(lib, taken.recording.id, at=spans["last"].start, out=out / "still.png")

    assert sorted(path.name for path in out.iterdir()) == ["last.mp4", "reel.mp4", "still.png", "whole.mp4"]
    with pytest.raises(BadInput):
        exporting.export_still(lib, taken.recording.id, at=index.end, out=out / "none.png")
    assert keeping.check_library(lib) == []
