"""Says in plain words what a film is: what import prints and the film's card shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from vig_tool.media.facts import FilmFacts
from vig_tool.timing import SECOND, FrameIndex

_PLACE = ("location", "gps", "xyz")
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
_PHONES = ("iphone", "ipad", "android", "samsung", "pixel", "huawei", "xiaomi", "oneplus", "motorola", "nokia")


def is_located(tags: Mapping[str, str]) -> bool:
    """Whether these tags of a container tell a place. Some put the address of a web page where others put the place."""
    return any(
        word in name.lower() and value.strip() and not _WEB.match(value.strip()) for name, value in tags.items() for word in _PLACE
    )


def origin_of(tags: Mapping[str, str], family: str, *, video_codec: str) -> str:
    """"phone", "camcorder" or "" where the tags do not tell."""
    names = " ".join(tags).lower()
    values = " ".join(tags.values()).lower()
    if "com.android" in names or "com.apple.quicktime.make" in names or any(phone in values for phone in _PHONES):
        return "phone"
    if str(tags.get("major_brand", "")).startswith(("3gp", "3g2")):
        return "phone"
    if family == "mpegts" and video_codec == "h264":
        return "camcorder"
    return ""


def describe(facts: FilmFacts, index: FrameIndex | None = None) -> FilmFacts:
    """The facts with `said` filled: short sentences, most useful first; those about time only with an index."""
    said = [_opening(facts)]
    if not facts.is_square:
        said.append("Stretched pixels: shown in the right shape.")
    if facts.hdr:
        said.append("High dynamic range: shown with ordinary brightness.")
    if index is not None:
        said += _about_time(facts, index)
    if facts.sound is None:
        said.append("No sound.")
    elif facts.sound.tracks > 1:
        said.append("Several sound tracks: the first is used.")
    if facts.located:
        said.append("Location tag inside (kept sealed, never exported).")
    return replace(facts, said=tuple(sentence for sentence in said if sentence))


def complete(facts: FilmFacts, index: FrameIndex) -> FilmFacts:
    """The facts of a film once its pictures have been counted."""
    known = replace(
        facts,
        variable_rate=index.is_variable,
        frames=len(index),
        duration_us=index.end_us,
        first_stamp=int(index.stamps.min()),
    )
    return describe(known, index)


def _opening(facts: FilmFacts) -> str:
    kind = {"phone": "Phone film", "camcorder": "Camcorder film"}.get(facts.origin, "Film")
    if facts.interlaced:
        kind = f"Interlaced {kind[0].lower()}{kind[1:]}"
    turned = {0: "", 90: "sideways", 180: "upside down", 270: "sideways"}[facts.turn]
    wrongs = [word for word in (turned, "mirrored" if facts.mirrored else "") if word]
    if wrongs:
        return f"{kind}, {' and '.join(wrongs)}: shown {'upright' if turned else 'the right way round'}."
    return "" if kind == "Film" else f"{kind}."


def _about_time(facts: FilmFacts, index: FrameIndex) -> list[str]:
    said = []
    if index.is_variable:
        said.append("Variable rate.")
    late_us = max(0, facts.first_stamp - facts.claimed_from) * facts.tick * SECOND
    if late_us > SECOND:
        said.append(f"The first {round(late_us / SECOND)} seconds cannot be shown.")
    if facts.claimed_us - late_us > index.end_us + max(2 * SECOND, index.end_us // 10):
        said.append(f"Ends early: {_clock(index.end_us)} of about {_clock(facts.claimed_us)}.")
    elif facts.cut_short:
        said.append("Ends abruptly: the rest of this film was not copied.")
    gaps = index.gaps()
    if gaps:
        longest = max(gap.length_us for gap in gaps)
        said.append(f"The picture stands still in places, at most {longest / SECOND:.1f} seconds.")
    return said


def _clock(us: int) -> str:
    minutes, seconds = divmod(round(us / SECOND), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
