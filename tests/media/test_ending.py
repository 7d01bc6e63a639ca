"""A film that was copied only in part is recognised, whatever it is kept in; a whole one is never said to be cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from vig_tool.media.intake.ending import is_cut_short
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample.variants import VARIANTS, make_variant
from vig_tool.media.source import PlainFile

WHOLE = ["turned-0", "fragments", "mkv", "no-duration", "avi-mjpeg", "avi-without-index", "stream", "interlaced-tt-stream", "ogv", "wmv",
         "program-stream"]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_film_is_not_cut_and_nothing_is_said(name: str, tmp_path: Path) -> None:
    facts = probe(PlainFile(make_variant(name, tmp_path)))
    assert not facts.cut_short
    assert not any("Ends" in sentence for sentence in facts.said)


@pytest.mark.parametrize("name", ["cut-mp4", "cut-fragments", "cut-mkv", "cut-stream", "cut-avi"])
@pytest.mark.parametrize("part", [0.35, 0.8])
def test_a_film_cut_anywhere_is_recognised(name: str, part: float, tmp_path: Path) -> None:
    variant = VARIANTS[name]
    path = tmp_path / f"film{variant.suffix}"
    data = variant.make()
    path.write_bytes(data[: int(len(data) * 2 * part)] if part < 0.5 else data[:-7])
    assert probe(PlainFile(path)).cut_short


@pytest.mark.parametrize("family", ["mov", "avi", "mpegts", "matroska", "mpeg", "ogg", "asf"])
@pytest.mark.parametrize("data", [b"", b"\x00" * 40, b"\x47" * 9, b"RIFF\xff\xff\xff\xffAVI LIST", b"\x18\x53\x80\x67\x00"])
def test_nonsense_is_not_called_cut(family: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(data)
    assert not is_cut_short(PlainFile(path), family)
