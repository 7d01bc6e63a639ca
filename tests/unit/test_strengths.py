"""The record of strengths: what is in it, what never is, and that any words fit."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from vig_tool.reports.sheet import marked_up, unprintable
from vig_tool.reports.strengths import ClipStrength, CycleStrengths, GoalStrength, StrengthsRecord, strengths_pdf

MADE = date(2026, 11, 22)
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not on this machine")


def still(width: int = 320, height: int = 180) -> bytes:
    tags = PngImagePlugin.PngInfo()
    tags.add_text("Location", "+51.5007-000.1246/")
    target = io.BytesIO()
    Image.new("RGB", (width, height), (120, 160, 140)).save(target, "PNG", pnginfo=tags)
    return target.getvalue()


def record(*cycles: CycleStrengths) -> StrengthsRecord:
    return StrengthsRecord("F014", "Video Interaction Guidance", MADE, cycles)


def one_clip(words: str = "", *, title: str = "A clip", seen: str = "", png: bytes | None = None) -> StrengthsRecord:
    return record(CycleStrengths(1, "Why?", clips=(ClipStrength(title, seen, png, words),)))


FULL = record(
    CycleStrengths(
        1,
        "What am I doing that helps him feel close to me?",
        date(2026, 9, 4),
        (
            ClipStrength("The ball comes back", "She keeps her hands still.", still(), "I saw him look up."),
            ClipStrength("Łukasz laughs", "", still(180, 320), "Doğru – that is <my> boy & me.\n\nAnd I laughed."),
        ),
        (
            GoalStrength("Wait for him", "scale", 3, 7, ("Eleven seconds at breakfast!",)),
            GoalStrength("Praise her", "count", 2, 5),
            GoalStrength("Stay calm", "scale", 8, 4),
            GoalStrength("Read aloud", "count", 9, 6),
            GoalStrength("Sit on the floor", "narrative", None, None, ("Even on Sunday.",)),
        ),
    ),
    CycleStrengths(2, "“How do I wait?”", None, (ClipStrength("Together", "", None, ""),)),
)


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "record.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(folder / "record.pdf"), "-"], capture_output=True, check=True, encoding="utf-8", timeout=30
    ).stdout


def flat(text: str) -> str:
    return " ".join(text.split())


@needs_pdftotext
def test_everything_the_family_keeps_is_there(tmp_path: Path) -> None:
    text = flat(text_of(strengths_pdf(FULL), tmp_path))
    for words in (
        "A record of strengths",
        "Family F014",
        "22 November 2026",
        "looked at together on 4 September 2026",
        "“What am I doing that helps him feel close to me?”",
        "The ball comes back",
        "“I saw him look up.”",
        "Łukasz laughs",
        "Doğru – that is <my> boy",
        "“And I laughed.”",
        "From 2 to 5 times a day",
        "Eleven seconds at breakfast!",
        "Even on Sunday.",
        "“How do I wait?”",
        "1 of 2",
    ):
        assert words in text
    assert text.index("I saw him") < text.index("Łukasz") < text.index("Wait for him") < text.index("How do I wait")


@needs_pdftotext
def test_a_number_that_fell_is_not_printed(tmp_path: Path) -> None:
    fallen = (GoalStrength("Stay calm", "scale", 8, 4), GoalStrength("Read aloud", "count", 9, 6), GoalStrength("Sing", "scale", 9, 9))
    text = text_of(strengths_pdf(record(CycleStrengths(1, "", goals=fallen))), tmp_path).replace("1 of 1", "")
    assert "Stay calm" in text
    assert re.findall(r"\d+", text) == ["014", "22", "2026", "1", "014"]


def test_the_same_record_gives_the_same_bytes() -> None:
    assert strengths_pdf(FULL) == strengths_pdf(FULL)


def test_nothing_of_the_machine_or_the_source_is_in_it() -> None:
    pdf = strengths_pdf(FULL)
    assert set(re.findall(rb"D:\d+", pdf)) == {b"D:20261122000000"}
    assert b"/Producer (VIG Tool)" in pdf
    for trace in (b"Location", b"+51.5", b"/home", b"/tmp", b"/root", b".ttf"):
        assert trace not in pdf


def test_only_our_own_letters_are_used_and_they_are_inside() -> None:
    pdf = strengths_pdf(FULL)
    assert set(re.findall(rb"/BaseFont /(\S+)", pdf)) == {b"AAAAAA+NotoSans-Regular", b"AAAAAA+NotoSans-Bold"}
    assert pdf.count(b"/FontFile2") == 2


@needs_pdftotext
def test_an_empty_record_is_friendly(tmp_path: Path) -> None:
    text = text_of(strengths_pdf(record(CycleStrengths(1, " "))), tmp_path)
    assert "The first pages are still to be filled." in text
    assert "Film 1" not in text


@needs_pdftotext
def test_long_words_run_over_pages_and_none_is_lost(tmp_path: Path) -> None:
    words = " ".join(f"w{number}" for number in range(4000))
    text = text_of(strengths_pdf(one_clip(words, title="T " * 300, seen="S " * 3000, png=still())), tmp_path)
    assert re.findall(r"w\d+", text) == words.split()
    assert text.count("\f") > 5


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(max_size=400), title=st.text(max_size=200), seen=st.text(max_size=400), pictured=st.booleans())
def test_any_words_fit(words: str, title: str, seen: str, pictured: bool) -> None:
    assert strengths_pdf(one_clip(words, title=title, seen=seen, png=still(40, 30) if pictured else None)).startswith(b"%PDF")


@pytest.mark.parametrize("words", ["a" * 5000, "<b>&amp;</b>" * 200, "</para>", "\n" * 50, "x\n\ny" * 100, "\x00\x07"])
def test_awkward_words_fit(words: str) -> None:
    assert strengths_pdf(one_clip(words, png=still(20, 400)))


def test_signs_our_letters_lack_are_known_and_left_out() -> None:
    assert unprintable("Łódź, ğ, Ж, “so” – well… 😀中😀") == "😀中"
    assert marked_up("He laughed 😀 so\n  <much>") == "He laughed so<br/>&lt;much&gt;"
    assert marked_up("e\u0301") == "é"


def test_a_picture_is_embedded_once_and_small() -> None:
    large = still(3000, 2000)
    pdf = strengths_pdf(one_clip("Words", png=large))
    assert pdf.count(b"/DCTDecode") == 1
    assert b"/Width 1000" in pdf
