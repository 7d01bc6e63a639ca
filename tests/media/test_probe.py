"""What a film is, as probing finds it: size, turn, shape of pixels, sound, and what is said about it in plain words."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from tests.films import SMALL, FilmShelf
from vig_tool.errors import Damaged, FilmRefused
from vig_tool.media.facts import FilmFacts, Sound
from vig_tool.media.index.indexing import make_index
from vig_tool.media.intake.describe import complete, describe, is_located
from vig_tool.media.intake.probe import probe, turning
from vig_tool.media.pictures.turning import turned
from vig_tool.media.sample import Recipe
from vig_tool.media.sample.strip import Strip, Tone, write_strip
from vig_tool.media.source import PlainFile
from vig_tool.timing import FrameIndex

SHORT = replace(SMALL, seconds=1.5)
BASE = FilmFacts(container="mov", video_codec="h264", coded_width=320, coded_height=180, width=320, height=180)
JARGON = ("codec", "gop", "stream", "pts", "frame rate", "container", "metadata", "demux", "matrix", "pixel format")


@pytest.mark.parametrize(
    ("recipe", "container", "codec", "size"),
    [
        (SHORT, "mov", "h264", (320, 180)),
        (replace(SHORT, codec="hevc", container="mov"), "mov", "hevc", (320, 180)),
        (replace(SHORT, codec="mjpeg", container="avi"), "avi", "mjpeg", (320, 180)),
        (replace(SHORT, codec="vp9", container="webm"), "matroska", "vp9", (320, 180)),
        (replace(SHORT, container="ts", b_frames=2), "mpegts", "h264", (320, 180)),
        (replace(SHORT, codec="wmv2", container="wmv"), "asf", "wmv2", (320, 180)),
        (replace(SHORT, width=321, height=181, sound=False), "mov", "h264", (321, 181)),
    ],
)
def test_a_film_is_what_it_was_made_as(films: FilmShelf, recipe: Recipe, container: str, codec: str, size: tuple[int, int]) -> None:
    facts = probe(films.film(recipe).source)
    assert (facts.container, facts.video_codec, (facts.width, facts.height)) == (container, codec, size)
    assert (facts.sound is not None) is recipe.sound
    assert facts.is_upright
    assert facts.is_square


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_film_is_as_large_as_it_is_shown(films: FilmShelf, turn: int) -> None:
    size = (320, 180) if turn == 180 else (180, 320)
    facts = probe(films.film(replace(SHORT, turn=turn, width=size[0], height=size[1])).source)
    assert facts.turn == turn
    assert not facts.mirrored
    assert (facts.width, facts.height) == size
    assert (facts.coded_width, facts.coded_height) == (320, 180)
    assert any("shown upright" in sentence for sentence in facts.said)


def test_a_phone_film_says_that_a_place_is_inside(films: FilmShelf) -> None:
    facts = probe(films.film(replace(SHORT, codec="hevc", container="mov", gps=True, turn=90, width=180, height=320)).source)
    assert facts.located
    assert facts.said[0] == "Phone film, sideways: shown upright."
    assert "Location tag inside (kept sealed, never exported)." in facts.said


@pytest.mark.parametrize(
    ("tags", "located"),
    [
        ({"LOCATION": "http://films.example/lamb.ogv"}, False),
        ({"location": "www.films.example"}, False),
        ({"location": " "}, False),
        ({"LOCATION": "Utrecht, at home"}, True),
        ({"location-eng": "+51.5237-000.1585/", "title": "https://films.example"}, True),
        ({"com.apple.quicktime.location.ISO6709": "+51.5237-000.1585+030.000/"}, True),
        ({"title": "Playing"}, False),
    ],
)
def test_a_web_address_is_no_place(tags: dict[str, str], located: bool) -> None:
    assert is_located(tags) is located


def test_sentences_about_time_come_with_the_index(films: FilmShelf) -> None:
    source = films.film(replace(SHORT, variable_rate=True, sound=False)).source
    facts = probe(source)
    assert facts.frames == 0
    assert "Variable rate." not in facts.said
    whole = complete(facts, make_index(source, facts))
    assert whole.frames > 20
    assert {"Variable rate.", "No sound."} <= set(whole.said)


def test_a_film_that_ends_early_says_so() -> None:
    index = FrameIndex(np.array([0, 1_000_000]), np.array([0, 1_000_000]), np.array([True, False]), 1_768_000)
    facts = replace(BASE, claimed_us=165_081_000)
    assert "Ends early: 0:02 of about 2:45." in complete(facts, index).said


@pytest.mark.parametrize("container", ["mp4", "matroska", "mpegts"])
def test_sound_that_goes_on_for_longer_does_not_make_a_film_end_early(tmp_path: Path, container: str) -> None:
    path = tmp_path / "film"
    path.write_bytes(write_strip(Strip(format=container, b_frames=2, gop=12, sounds=(Tone(until_us=12_000_000),))))
    source = PlainFile(path)
    facts = probe(source)
    whole = complete(facts, make_index(source, facts))
    assert whole.duration_us < 2_100_000
    assert not [sentence for sentence in whole.said if "early" in sentence]


def test_no_jargon_is_said() -> None:
    sounds = (None, Sound("aac", 48_000, 2, tracks=3))
    for turn, mirrored, origin, sound in itertools.product((0, 90, 180, 270), (False, True), ("", "phone", "camcorder"), sounds):
        facts = replace(BASE, turn=turn, mirrored=mirrored, origin=origin, sound=sound, hdr=True, interlaced=True, sample_aspect=(4, 3))
        for sentence in describe(facts).said:
            assert sentence.endswith(".")
            assert sentence[0].isupper()
            assert not any(word in sentence.lower() for word in JARGON)


@pytest.mark.parametrize(("a", "b", "c", "d"), [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)])
@pytest.mark.parametrize("mirror", [False, True])
def test_every_display_matrix_moves_every_pixel_where_it_says(a: int, b: int, c: int, d: int, *, mirror: bool) -> None:
    if mirror:
        a, c = -a, -c
    turn, mirrored = turning((a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30))
    stored = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    shown = turned(stored, turn=turn, mirrored=mirrored)
    moved = {(x, y): (a * x + c * y, b * x + d * y) for y in range(2) for x in range(3)}
    left, top = min(x for x, _ in moved.values()), min(y for _, y in moved.values())
    for (x, y), (across, down) in moved.items():
        assert shown[down - top, across - left].tolist() == stored[y, x].tolist()


def test_no_matrix_means_upright() -> None:
    assert turning(None) == (0, False)


def test_stretched_pixels_are_shown_square(tmp_path: Path) -> None:
    path = tmp_path / "wide.mp4"
    with av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        stream.codec_context.sample_aspect_ratio = 2  # type: ignore[assignment]
        for _ in range(5):
            made.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((120, 160, 3), np.uint8))))
        made.mux(stream.encode(None))
    facts = probe(PlainFile(path))
    assert (facts.width, facts.height, facts.sample_aspect) == (320, 120, (2, 1))
    assert "Stretched pixels: shown in the right shape." in facts.said


def test_sound_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.mp4"
    _sound_only(path)
    with pytest.raises(FilmRefused, match="sound but no picture"):
        probe(PlainFile(path))


def _sound_only(path: Path) -> None:
    with av.open(str(path), "w") as made:
        stream = made.add_stream("aac", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 48_000
        made.mux(stream.encode(frame))
        made.mux(stream.encode(None))


def test_facts_survive_being_stored() -> None:
    facts = replace(BASE, sound=Sound("aac", 48_000, 2), sample_aspect=(4, 3), said=("No sound.",))
    assert FilmFacts.from_json(facts.to_json()) == facts
    as_lists = {**facts.to_json(), "sample_aspect": [4, 3], "said": ["No sound."], "unknown": 1}
    assert FilmFacts.from_json(as_lists) == facts


@pytest.mark.parametrize(
    "wrong", [{"width": "wide"}, {"said": [1]}, {"sound": {"codec": 1}}, {"time_base": [1, 0]}, {"mirrored": 1}, {"frames": None}]
)
def test_facts_of_the_wrong_type_are_not_believed(wrong: dict[str, object]) -> None:
    with pytest.raises(Damaged):
        FilmFacts.from_json({**BASE.to_json(), **wrong})


def test_a_source_without_a_name_is_enough(films: FilmShelf) -> None:
    film = films.film(SHORT)

    class Memory:
        size = film.source.size

        def open(self) -> io.BytesIO:
            return io.BytesIO(film.path.read_bytes())

    assert probe(Memory()) == probe(film.source)
