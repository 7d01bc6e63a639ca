"""Cutting a clip, exact and checked, beside moviepy and ffmpeg with the same codec, preset and quality."""

from __future__ import annotations

import subprocess
from pathlib import Path
from unittest.mock import patch

from tests.bench import films, held
from tests.bench.measure import Row, Setting, against, alone, timed
from vig_tool.media.exports import cut
from vig_tool.media.exports.choice import Choice, form_for
from vig_tool.media.exports.cut_plan import CutPlan, plan_cut
from vig_tool.timing import SECOND, Span
from vig_tool.work.films import StoredFilm, stored_film

FORM = form_for(Choice.PHONE, 1920, 1080)
LENGTHS = {10: 0.5, 60: 0.12}
ENCODERS = {"h264": "libx264", "hevc": "libx265"}
CHOICES = {"h264": Choice.PHONE, "hevc": Choice.BEST}
"""What lets pictures be copied: a phone is not trusted with HEVC."""
START = 7.9
"""Not where decoding can begin."""


def run(setting: Setting) -> list[Row]:
    return [row for kind in ENCODERS for row in _rows(kind, setting)]


def _rows(kind: str, setting: Setting) -> list[Row]:
    told = films.film(kind, setting, seconds=80 if setting.quick else None)
    rows = []
    with held.library(setting, f"cutting {kind}") as (lib, cycle_id):
        stored = stored_film(lib, held.take_in(lib, cycle_id, told.path))
        for length, most in LENGTHS.items():
            if setting.quick and kind == "hevc" and length > 10:
                continue  # some minutes for the peers alone
            whole = not setting.quick or (kind, length) == ("h264", 10)
            rows += _copied(stored, told.path, setting.scratch, kind=kind, length=length, most=most, whole=whole)
        rows += _encoded(stored, told.path, setting.scratch, kind=kind, length=10)
    return rows


def _copied(stored: StoredFilm, path: Path, scratch: Path, *, kind: str, length: int, most: float, whole: bool) -> list[Row]:
    """`whole`: with the peers that are only shown."""
    work = f"clip of {length} s with its check: {films.NAMES[kind]}"
    report = _cut(stored, scratch, length, CHOICES[kind])
    ours = timed(lambda: _cut(stored, scratch, length, CHOICES[kind]))
    assert report.method == "smart" or length < min(LENGTHS), "nothing was copied"
    theirs = timed(lambda: _moviepy(path, scratch, ENCODERS[kind], length))
    rows = [
        against(work, "moviepy subclipped + write_videofile", ours, theirs, most=most),
        alone(f"of this the check: {work}", report.seconds_checking, "s"),
    ]
    if whole:
        again = timed(lambda: _ffmpeg(path, scratch, length, *_encoding(ENCODERS[kind])))
        copied = timed(lambda: _ffmpeg(path, scratch, length, "-c", "copy"))
        rows.append(against(work, "ffmpeg, encoded anew", ours, again))
        rows.append(against(work, "ffmpeg -c copy (not exact)", ours, copied))
    return rows


def _encoded(stored: StoredFilm, path: Path, scratch: Path, *, kind: str, length: int) -> list[Row]:
    """Every picture encoded anew, as for films that cannot be copied. H.264 comes out, whatever went in."""
    work = f"clip of {length} s, encoded anew, without its check: {films.NAMES[kind]}"
    ours, theirs, checks = [], [], []
    with patch.object(cut, "plan_cut", _never_copying):
        for _ in range(3):
            report = _cut(stored, scratch, length, Choice.PHONE)
            assert report.method == "encode"
            ours.append(report.seconds_writing)
            checks.append(report.seconds_checking)
            theirs.append(timed(lambda: _ffmpeg(path, scratch, length, *_encoding("libx264"))))
    return [
        against(work, "ffmpeg, encoded anew", min(ours), min(theirs), most=1.1),
        alone(f"its check: {work}", min(checks), "s"),
    ]


def _never_copying(*given: object, **named: object) -> CutPlan:
    return plan_cut(*given, **named).encoding_all()  # type: ignore[arg-type]


def _cut(stored: StoredFilm, scratch: Path, length: int, choice: Choice) -> cut.CutReport:
    span = Span.of_us(round(START * SECOND), round((START + length) * SECOND))
    return cut.cut_clip(stored.source, stored.facts, stored.index, span, scratch / "ours.mp4", choice=choice)


def _encoding(encoder: str) -> list[str]:
    return ["-c:v", encoder, "-preset", FORM.preset, "-crf", str(FORM.crf), "-c:a", "aac"]


def _moviepy(path: Path, scratch: Path, encoder: str, length: int) -> None:
    from moviepy import VideoFileClip

    with VideoFileClip(str(path)) as film:
        film.subclipped(START, START + length).write_videofile(
            str(scratch / "moviepy.mp4"),
            codec=encoder,
            preset=FORM.preset,
            ffmpeg_params=["-crf", str(FORM.crf)],
            audio_codec="aac",
            temp_audiofile=str(scratch / "moviepy.m4a"),
            logger=None,
        )


def _ffmpeg(path: Path, scratch: Path, length: int, *how: str) -> None:
    from moviepy.config import FFMPEG_BINARY  # one comes along with it

    part = ["-ss", f"{START}", "-t", f"{length}", "-i", str(path)]
    subprocess.run([FFMPEG_BINARY, "-y", "-v", "error", *part, *how, str(scratch / "ffmpeg.mp4")], check=True)
