"""The same promises on a folder of real films of your own: set VIG_FILMS to it (tests never download any)."""

from __future__ import annotations

import csv
import os
import random
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
    """Columns as ffprobe gives them: WxH with sar, rotation, CFR or VFR, duration_s, frames_decoded (0 or -: not for us to read)."""
    path = Path(_FOLDER) / line["file"]
    try:
        facts = examine(path)
    except FilmRefused:
        assert line["frames_decoded"] in ("0", "-", "1")
        return
    facts = complete(facts, make_index(PlainFile(path), facts))
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
