"""A reel of four clips with a title and fades, checked, beside moviepy's own way from the same film."""

from __future__ import annotations

from pathlib import Path

from tests.bench import films, held
from tests.bench.cutting import FORM
from tests.bench.measure import Row, Setting, against, timed
from vig_tool.media.reels.reel import ReelClip, ReelPlan, make_reel
from vig_tool.timing import SECOND, Span
from vig_tool.work.films import stored_film

STARTS = (3.3, 14.1, 22.7, 29.2)
LENGTH = 10
TITLE = "What helps him feel close to me?"


def run(setting: Setting) -> list[Row]:
    told = films.film("h264", setting)
    with held.library(setting) as (lib, cycle_id):
        stored = stored_film(lib, held.take_in(lib, cycle_id, told.path))
        spans = [Span.of_us(round(start * SECOND), round((start + LENGTH) * SECOND)) for start in STARTS]
        clips = tuple(ReelClip(stored.source, stored.facts, stored.index, span) for span in spans)
        ours = timed(lambda: make_reel(ReelPlan(TITLE, clips), setting.scratch / "ours.mp4"))
    theirs = timed(lambda: _moviepy(told.path, setting.scratch))
    work = f"reel of {len(STARTS)} × {LENGTH} s with a title and fades, 1080p"
    return [against(work, "moviepy concatenate + write_videofile", ours, theirs, most=0.5)]


def _moviepy(path: Path, scratch: Path) -> None:
    from moviepy import TextClip, VideoFileClip, afx, concatenate_videoclips, vfx

    from vig_tool.places import resource

    font = str(next(resource("fonts").glob("*.ttf")))
    with VideoFileClip(str(path)) as film:
        card = TextClip(font=font, text=TITLE, font_size=64, color="white", bg_color="black", size=film.size, duration=4)
        parts = [card]
        for start in STARTS:
            part = film.subclipped(start, start + LENGTH)
            parts.append(part.with_effects([vfx.FadeIn(0.4), vfx.FadeOut(0.4), afx.AudioFadeIn(0.4), afx.AudioFadeOut(0.4)]))
        concatenate_videoclips(parts).write_videofile(
            str(scratch / "moviepy.mp4"),
            codec="libx264",
            fps=30,
            preset=FORM.preset,
            ffmpeg_params=["-crf", str(FORM.crf)],
            audio_codec="aac",
            temp_audiofile=str(scratch / "moviepy.m4a"),
            logger=None,
        )
