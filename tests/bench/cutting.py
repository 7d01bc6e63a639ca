"""Cutting a clip, exact and checked, beside moviepy and ffmpeg with the same codec, preset and quality."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.bench import films, held
from tests.bench.measure import Row, Setting, against, timed
from vig_tool.media.cut import cut_clip
from vig_tool.timing import SECOND, Span
from vig_tool.work.films import StoredFilm, stored_film

PRESET, CRF = "veryfast", "18"
LENGTHS = {10: 0.5, 60: 0.12}
KINDS = ("h264", "hevc")
ENCODERS = {"h264": "libx264", "hevc": "libx265"}


def run(setting: Setting) -> list[Row]:
    return [row for kind in KINDS for row in _rows(kind, setting)]


def _rows(kind: str, setting: Setting) -> list[Row]:
    told = films.film(kind, setting, seconds=80 if setting.quick else None)
    rows = []
    with held.library(setting, f"cutting {kind}") as (lib, cycle_id):
        stored = stored_film(lib, held.take_in(lib, cycle_id, told.path))
        for length, most in LENGTHS.items():
            if setting.quick and kind == "hevc" and length > 10:
                continue  # some minutes for the peers alone
            rows += _clip(stored, told.path, setting.scratch, kind=kind, length=length, most=most)
    return rows


def _clip(stored: StoredFilm, path: Path, scratch: Path, *, kind: str, length: int, most: float) -> list[Row]:
    start = 7.9  # not where decoding can begin
    span = Span.of_us(round(start * SECOND), round((start + length) * SECOND))
    work = f"clip of {length} s: {films.NAMES[kind]}"
    ours = timed(lambda: cut_clip(stored.source, stored.facts, stored.index, span, scratch / "ours.mp4"))
    theirs = timed(lambda: _moviepy(path, scratch, kind, start, length))
    rows = [against(work, "moviepy subclipped + write_videofile", ours, theirs, most=most)]
    again = timed(lambda: _ffmpeg(path, scratch, start, length, "-c:v", ENCODERS[kind], "-preset", PRESET, "-crf", CRF, "-c:a", "aac"))
    rows.append(against(work, "ffmpeg, encoded anew", ours, again))
    rows.append(against(work, "ffmpeg -c copy (not exact)", ours, timed(lambda: _ffmpeg(path, scratch, start, length, "-c", "copy"))))
    return rows


def _moviepy(path: Path, scratch: Path, kind: str, start: float, length: int) -> None:
    from moviepy import VideoFileClip

    with VideoFileClip(str(path)) as film:
        film.subclipped(start, start + length).write_videofile(
            str(scratch / "moviepy.mp4"),
            codec=ENCODERS[kind],
            preset=PRESET,
            ffmpeg_params=["-crf", CRF],
            audio_codec="aac",
            temp_audiofile=str(scratch / "moviepy.m4a"),
            logger=None,
        )


def _ffmpeg(path: Path, scratch: Path, start: float, length: int, *how: str) -> None:
    from moviepy.config import FFMPEG_BINARY  # one comes along with it

    part = ["-ss", f"{start}", "-t", f"{length}", "-i", str(path)]
    subprocess.run([FFMPEG_BINARY, "-y", "-v", "error", *part, *how, str(scratch / "ffmpeg.mp4")], check=True)
