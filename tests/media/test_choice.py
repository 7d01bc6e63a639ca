"""What an export is for decides its form: sizes, quality, sound; never enlarged, standing films stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from tests.films import SMALL, FilmShelf
from tests.media.test_cut import ready
from vig_tool.media.exports.choice import Choice, form_for
from vig_tool.media.exports.cut import cut_clip
from vig_tool.timing import Span


@pytest.mark.parametrize(
    ("choice", "size", "meant"),
    [
        (Choice.PHONE, (3840, 2160), (1920, 1080)),
        (Choice.PHONE, (2160, 3840), (1080, 1920)),
        (Choice.PHONE, (1920, 1080), (1920, 1080)),
        (Choice.PHONE, (1440, 1080), (1440, 1080)),
        (Choice.PHONE, (2880, 2160), (1440, 1080)),
        (Choice.PHONE, (321, 241), (321, 241)),
        (Choice.BEST, (3840, 2160), (3840, 2160)),
        (Choice.SMALL, (1920, 1080), (1280, 720)),
        (Choice.SMALL, (1080, 1920), (720, 1280)),
        (Choice.SMALL, (640, 360), (640, 360)),
        (Choice.SMALL, (1921, 1081), (1280, 720)),
    ],
)
def test_sizes(choice: Choice, size: tuple[int, int], meant: tuple[int, int]) -> None:
    form = form_for(choice, *size)
    assert (form.width, form.height) == meant
    assert form.fits == (size == meant)


def test_each_choice_says_what_it_is_for() -> None:
    words = [one.words + one.explanation for one in Choice]
    assert len(set(words)) == 3
    for jargon in ("H.264", "HEVC", "codec", "AAC", "bit", "CRF"):
        assert not any(jargon in one for one in words)


def test_for_a_phone_the_file_is_what_every_device_plays(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, replace(SMALL, codec="hevc", width=2048, height=1152, seconds=1))
    cut_clip(at.film.source, at.facts, at.index, Span.of_us(0, 400_000), tmp_path / "a.mp4")
    with av.open(str(tmp_path / "a.mp4")) as clip:
        video, audio = clip.streams.video[0].codec_context, clip.streams.audio[0].codec_context
        assert (video.name, video.profile, video.pix_fmt) == ("h264", "High", "yuv420p")
        assert (video.width, video.height) == (1920, 1080)
        assert (audio.name, audio.sample_rate, audio.channels) == ("aac", 48_000, 2)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_small_is_smaller_than_best_and_best_keeps_the_size(films: FilmShelf, tmp_path: Path) -> None:
    at = ready(films, replace(SMALL, codec="hevc", turn=90, width=810, height=1440, seconds=1))
    sizes = {}
    for choice in Choice:
        report = cut_clip(at.film.source, at.facts, at.index, Span.of_us(0, 400_000), tmp_path / "a.mp4", choice=choice)
        sizes[choice] = (tmp_path / "a.mp4").stat().st_size
        assert (report.width, report.height) == {Choice.SMALL: (720, 1280)}.get(choice, (810, 1440))
    assert sizes[Choice.SMALL] < sizes[Choice.PHONE] < sizes[Choice.BEST]


@pytest.mark.parametrize("frames", [0, 700])
def test_a_long_film_has_its_table_in_front_too(tmp_path: Path, frames: int) -> None:
    import numpy as np

    from vig_tool.jobs import Job
    from vig_tool.media.exports.check_cut import Expected, check_written
    from vig_tool.media.exports.encode import Mp4Writer

    picture = np.zeros((32, 48, 3), np.uint8)
    path = tmp_path / "a.mp4"
    with Mp4Writer(path, width=48, height=32, usual_us=40_000, sound=None, frames=frames, length_us=700 * 40_000) as writer:
        for place in range(700):
            writer.add(picture, at_us=place * 40_000, until_us=(place + 1) * 40_000)
        writer.finish()
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    check_written(path, Expected(np.arange(700) * 40_000, 700 * 40_000, 48, 32), Job())
