"""The same promises on a folder of real films of your own: set VIG_FILMS to it (tests never download any)."""

from __future__ import annotations

import csv
import os
import random
import re
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from vig_tool.errors import FilmRefused
from vig_tool.media.index.indexing import index_by_decoding, index_from_packets, make_index
from vig_tool.media.intake.describe import complete
from vig_tool.media.intake.gate import examine
from vig_tool.media.opened import OpenFilm
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.pictures.upright import Upright
from vig_tool.media.source import PlainFile

_FOLDER = os.environ.get("VIG_FILMS", "")
_FILMS = sorted(path for path in Path(_FOLDER).rglob("*") if path.is_file()) if _FOLDER else []


@pytest.mark.skipif(not _FILMS, reason="VIG_FILMS names no folder of real films")
@pytest.mark.parametrize("path", _FILMS or [Path("none")], ids=lambda path: path.name)
def test_a_real_film_is_refused_with_a_sentence_or_read_exactly(path: Path) -> None:
    began = time.monotonic()
    try:
        facts = examine(path)
    except FilmRefused:
        return
    finally:
        assert time.monotonic() - began < 20
    source = PlainFile(path)
    index = make_index(source, facts)
    assert index.times[0] == 0
    packets = index_from_packets(source, facts, small=0)
    if packets is not None:
        decoded = index_by_decoding(source, facts)
        assert np.array_equal(packets.times, decoded.times)
        assert np.array_equal(packets.stamps, decoded.stamps)
    upright = Upright(facts)
    with OpenFilm(source, track=facts.track, careful=True) as film:
        truth = [hash(upright.rgb(picture).tobytes()) for picture in film.pictures()]
    assert len(truth) == len(index)
    numbers = random.Random(1).choices(range(len(index)), k=30)
    with FrameReader(source, facts, index) as reader:
        for number in numbers + list(range(len(index) - 1, max(-1, len(index) - 20), -1)):
            assert hash(reader.picture(number).rgb.tobytes()) == truth[number]


_LIST = Path(_FOLDER) / "MANIFEST.tsv"
_LINES = list(csv.DictReader(_LIST.read_text(encoding="utf-8").splitlines(), delimiter="\t")) if _FOLDER and _LIST.exists() else []


@pytest.mark.skipif(not _LINES, reason="there is no list of what the films are")
@pytest.mark.parametrize("line", _LINES or [{"file": "none"}], ids=lambda line: str(line["file"]))
def test_a_real_film_is_what_the_list_beside_it_says(line: dict[str, str]) -> None:
    """Columns as ffprobe gives them: WxH with sar, rotation, rates, CFR or VFR, duration_s, frames_decoded (0 or -: not for us to read)."""
    path = Path(_FOLDER) / line["file"]
    try:
        facts = examine(path)
    except FilmRefused as refused:
        _hold_to_the_right_words(line, refused)
        return
    index = make_index(PlainFile(path), facts)
    facts = complete(facts, index)
    if line["frames_decoded"] in ("0", "-"):
        return  # this ffmpeg reads more than the one that made the list
    assert facts.frames == int(line["frames_decoded"])
    size, _, rest = line["WxH(+sar,pix,field)"].partition(" ")
    width, height = (int(part) for part in size.split("x"))
    if rest.startswith("sar "):
        width = round(width * Fraction(rest.split()[1].replace(":", "/")))
    turned = line["rotation"] in ("90", "-90", "270", "-270")
    assert (facts.width, facts.height) == ((height, width) if turned else (width, height))
    assert facts.variable_rate is line["CFR_VFR[min-max dt]"].startswith("VFR")
    if line["duration_s"] != "-":
        assert facts.duration_us <= float(line["duration_s"]) * 1_000_000 + 50_000
    if not facts.variable_rate:
        rates = [float(Fraction(rate)) for rate in line["r_fps / avg_fps"].split(" / ") if not rate.endswith("/0")]
        usual = 1_000_000 / index.usual_step_us
        # Fields count twice in the first of them, and containers that say milliseconds are a little off.
        assert any(usual == pytest.approx(rate, rel=0.015) for rate in [*rates, rates[0] / 2])
        assert facts.duration_us == pytest.approx(facts.frames * 1_000_000 / usual, rel=0.015, abs=index.usual_step_us)


def _hold_to_the_right_words(line: dict[str, str], refused: FilmRefused) -> None:
    assert line["frames_decoded"] in ("0", "-", "1")
    assert re.search(_right_words(line), refused.sentence), refused.sentence
    assert refused.advice


def _right_words(line: dict[str, str]) -> str:
    """What must be said of a film that is not taken in."""
    size, _, _ = line["WxH(+sar,pix,field)"].partition(" ")
    if line["bytes"] == "0":
        return "This file is empty"
    if line["frames_decoded"] == "1" and max(int(part) for part in size.split("x")) > 8192:
        return r"too large \(\d+ × \d+\)"
    if line["frames_decoded"] == "0":
        return "No picture of this film can be read"
    return "not a film that can be read|never finished by the camera|of this kind cannot be read|text file"
