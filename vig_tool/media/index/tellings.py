"""Chooses who reads a film's packets: by its container and how its pictures are stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vig_tool.media.facts import FilmFacts
from vig_tool.media.index.av1 import Av1
from vig_tool.media.index.dv import Tape
from vig_tool.media.index.h264 import H264InOrder, H264Stream, H264Units
from vig_tool.media.index.hevc import HevcStream, HevcUnits
from vig_tool.media.index.jpeg import Jpeg
from vig_tool.media.index.mpeg2 import Mpeg2
from vig_tool.media.index.mpeg4 import H263, Mpeg4
from vig_tool.media.index.told import Telling
from vig_tool.media.index.vpx import Vp8, Vp9
from vig_tool.media.index.windows_media import Wmv1, Wmv2

_Make = Callable[[FilmFacts, bytes], Telling]

_TABLED: Final[dict[str, _Make]] = {  # in MP4, MOV and Matroska
    "h264": lambda _, head: H264Units(head),
    "hevc": lambda _, head: HevcUnits(head),
    "mjpeg": lambda facts, _: Jpeg(facts.coded_width, facts.coded_height),
    "dvvideo": lambda *_: Tape(),
    "mpeg4": lambda _, head: Mpeg4(head, timed=True),
    "h263": lambda *_: H263(),
    "mpeg1video": lambda *_: Mpeg2(),
    "mpeg2video": lambda *_: Mpeg2(),
    "vp8": lambda *_: Vp8(),
    "vp9": lambda *_: Vp9(),
    "av1": lambda *_: Av1(),
    "libdav1d": lambda *_: Av1(),
}
_TELLINGS: Final[dict[str, dict[str, _Make]]] = {
    "mov": _TABLED,
    "matroska": _TABLED,
    "avi": {
        "mjpeg": _TABLED["mjpeg"],
        "dvvideo": _TABLED["dvvideo"],
        "mpeg4": lambda _, head: Mpeg4(head, timed=False),
        "h264": lambda _, head: H264InOrder(head),
    },
    "asf": {
        "wmv1": lambda *_: Wmv1(),
        "wmv2": lambda facts, _: Wmv2(facts.coded_width, facts.coded_height),
    },
    "mpegts": {
        "h264": lambda _, head: H264Stream(head),
        "hevc": lambda *_: HevcStream(),
        "mpeg2video": _TABLED["mpeg2video"],
    },
    "mpeg": {
        "mpeg1video": _TABLED["mpeg1video"],
        "mpeg2video": _TABLED["mpeg2video"],
    },
}
_FIELDS_TOLD: Final = frozenset({"h264", "dvvideo", "mpeg4", "mpeg1video", "mpeg2video"})


def packets_can_say(facts: FilmFacts) -> bool:
    """Whether films of this kind tell in their packets what decoding would show."""
    if facts.interlaced and facts.video_codec not in _FIELDS_TOLD:
        return False
    return facts.video_codec in _TELLINGS.get(facts.container, {})


def telling_of(facts: FilmFacts, head: bytes | None) -> Telling | None:
    """Who reads the packets of a film with this head; None where nobody can."""
    if not packets_can_say(facts):
        return None
    try:
        return _TELLINGS[facts.container][facts.video_codec](facts, head or b"")
    except (ValueError, IndexError):
        return None
