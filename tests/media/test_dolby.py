"""Dolby Vision films with an ordinary picture inside are films like others; those without are refused, never shown green and purple."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from vig_tool.errors import FilmRefused
from vig_tool.media.intake.dolby import header_needs_dolby
from vig_tool.media.intake.probe import probe
from vig_tool.media.sample.patches import dolby_box, repacked, with_colour_box
from vig_tool.media.sample.strip import Strip, write_strip
from vig_tool.media.source import PlainFile

_BRIGHT = Strip(codec="libx265", format="mov", count=6, sounds=())


def _film(path: Path, *, profile: int, compatible: int, light: str = "hlg") -> PlainFile:
    plain = write_strip(replace(_BRIGHT, light=light))
    name = b"dvcC" if profile <= 7 else b"dvvC"
    marked = with_colour_box(plain, name=name, content=dolby_box(profile=profile, compatible=compatible))
    path.write_bytes(marked if path.suffix == ".mov" else repacked(marked, format="matroska", keep=lambda *_: True))
    return PlainFile(path)


@pytest.mark.parametrize("suffix", [".mov", ".mkv"])
@pytest.mark.parametrize(("profile", "compatible"), [(8, 4), (8, 1), (8, 2), (7, 6), (4, 2)])
def test_a_picture_that_others_can_show_is_shown(tmp_path: Path, profile: int, compatible: int, suffix: str) -> None:
    facts = probe(_film(tmp_path / f"film{suffix}", profile=profile, compatible=compatible))
    assert facts.hdr


@pytest.mark.parametrize("suffix", [".mov", ".mkv"])
@pytest.mark.parametrize(("profile", "compatible"), [(5, 0), (8, 0), (10, 0)])
def test_a_picture_only_for_dolby_is_refused(tmp_path: Path, profile: int, compatible: int, suffix: str) -> None:
    with pytest.raises(FilmRefused, match="Dolby Vision"):
        probe(_film(tmp_path / f"film{suffix}", profile=profile, compatible=compatible))


@pytest.mark.parametrize(("profile", "full", "alone"), [(0, 1, True), (1, 0, False), (0, 0, False), (1, 1, False)])
def test_the_data_beside_a_picture_tells_where_the_container_does_not(profile: int, full: int, *, alone: bool) -> None:
    header = bytes([2, 0, 18, 0, profile, 0, 0, 0, 23, 1, full, 10, 0, 12])
    assert header_needs_dolby(struct.pack("NNN", 24, 64, 128) + header + bytes(200)) is alone


def test_data_cut_short_tells_nothing() -> None:
    assert not header_needs_dolby(b"")
    assert not header_needs_dolby(struct.pack("NNN", 1 << 40, 0, 0))
