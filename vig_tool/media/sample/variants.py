"""The catalogue of awkward films: every kind that phones, camcorders and interrupted copies bring, made short, numbered and known.

Two kinds have no encoder here and are made nearby: Theora (VP8 in an Ogg file instead) and VC-1 (WMV 2 in a WMV file). Pictures coded
as two fields cannot be written either: the interlaced films here are coded as frames with both fields in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Final

from vig_tool.media.opencv import cv2
from vig_tool.media.sample import patches
from vig_tool.media.sample.strip import Strip, Tone, draw, write_strip
from vig_tool.timing import SECOND

_MILLISECOND: Final = 1000


@dataclass(frozen=True, slots=True)
class Variant:
    """One film of the catalogue and what must be found in it.

    kind            what it is, in plain words
    suffix          how such files are called, with the point
    numbers         the numbers on its pictures in the order of showing
    times_us        when each is shown, from the first one, give or take `coarse_us` (what the container cannot say finer)
    width, height   as a viewer sees it; with `turn` (clockwise) and `mirrored` the coded picture is made upright
    sounds          how many sound tracks; the first sounds from `sound_from_us` to `sound_until_us` on the pictures' clock
    refused         a piece of the sentence it must be refused with; "" where it must be taken in
    certain         False where damage or a cut decides how many pictures are left: then those found are some of `numbers`, at their times
    plays           whether an engine should play it from start to end (not: refused ones, photos)
    said            pieces of sentences that must be said about it
    """

    name: str
    kind: str
    suffix: str
    make: Callable[[], bytes]
    numbers: tuple[int, ...] = ()
    times_us: tuple[int, ...] = ()
    duration_us: int = 0
    width: int = 320
    height: int = 180
    turn: int = 0
    mirrored: bool = False
    variable: bool = False
    hdr: bool = False
    interlaced: bool = False
    sounds: int = 1
    sound_from_us: int = 0
    sound_until_us: int = 0
    coarse_us: int = 15
    refused: str = ""
    certain: bool = True
    plays: bool = True
    said: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        return len(self.numbers)


def make_variant(name: str, folder: Path) -> Path:
    """Writes the film `name` of the catalogue into `folder`. Raises KeyError."""
    variant = VARIANTS[name]
    path = folder / f"{name}{variant.suffix}"
    path.write_bytes(variant.make())
    return path


def _of(strip: Strip, name: str, kind: str, suffix: str, **known: object) -> Variant:
    """A strip written as it is, or, with `make`, changed."""
    times = strip.times_us
    first = strip.sounds[0] if strip.sounds else Tone()
    found = Variant(
        name, kind, suffix, lambda: write_strip(strip),
        numbers=tuple(range(strip.pictures)), times_us=times, duration_us=round(strip.seconds * SECOND),
        width=strip.width, height=strip.height, turn=strip.turn, mirrored=strip.mirrored,
        hdr=bool(strip.light), interlaced=bool(strip.fields), sounds=len(strip.sounds),
        sound_from_us=first.from_us, sound_until_us=first.until_us or round(strip.seconds * SECOND),
        coarse_us=_MILLISECOND if strip.format in ("matroska", "webm", "asf", "ogg") else 15,
    )  # fmt: skip
    return replace(found, **known)  # type: ignore[arg-type]


def _only(variant: Variant, numbers: range, **known: object) -> Variant:
    """What is left where only these pictures are shown."""
    zero = variant.times_us[numbers[0]]
    end_us = variant.duration_us if numbers[-1] + 1 == variant.frames else variant.times_us[numbers[-1] + 1]
    times = tuple(variant.times_us[n] - zero for n in numbers)
    return replace(variant, numbers=tuple(numbers), times_us=times, duration_us=end_us - zero, **known)  # type: ignore[arg-type]


_MP4: Final = Strip()
_HEVC: Final = Strip(codec="libx265", format="mov")
_PAIRS: Final = Strip(b_frames=2, gop=12)
_TS: Final = Strip(format="mpegts", b_frames=2, gop=12, sounds=(Tone(codec="mp2"),))
_PS: Final = Strip(codec="mpeg2video", format="vob", rate=25, count=50, b_frames=2, gop=12, sounds=(Tone(codec="ac3"),))
_AVI: Final = Strip(codec="mjpeg", format="avi", pix_fmt="yuvj420p", sounds=(Tone(codec="pcm_s16le", layout="mono"),))
_MKV: Final = Strip(format="matroska", b_frames=2, gop=12)
_WEBM: Final = Strip(codec="libvpx-vp9", format="webm", sounds=(Tone(codec="libopus"),))
_FRAGMENTS: Final = Strip(gop=12, writing={"movflags": "frag_keyframe+delay_moov+default_base_moof"})
_OPEN_HEVC: Final = "open-gop=1:keyint=12:min-keyint=12:scenecut=0:bframes=3:bframe-adaptive=0"
_TWO_MOMENTS: Final = Strip(rate=25, count=50, gop=25)
_WOBBLY: Final = tuple(3750 * n + (n * 977 % 1900 if n % 3 else 0) + (11_000 if n > 30 else 0) for n in range(48) if n % 13 != 12)


def _bases() -> list[Variant]:
    turned = [
        _of(replace(_HEVC, turn=turn, mirrored=mirrored, width=wide, height=high),
            f"turned-{turn}{'-mirrored' if mirrored else ''}",
            f"HEVC phone film, turned by {turn}{' and mirrored' if mirrored else ''}", ".mov")
        for turn, wide, high in ((0, 320, 180), (90, 180, 320), (180, 320, 180), (270, 180, 320))
        for mirrored in (False, True)
    ]  # fmt: skip
    bright = [
        _of(replace(_HEVC, light=light, turn=90, width=180, height=320),
            f"bright-{light}", f"phone film with the {light.upper()} curve, 10 bits",
            ".mov", said=("High dynamic range",))
        for light in ("hlg", "pq")
    ]  # fmt: skip
    return [
        *turned,
        *bright,
        _of(replace(_HEVC, light="hlg"), "dolby-hlg", "phone film with Dolby Vision over an HLG picture", ".mov",
            make=lambda: _dolby(8, 4, "hlg")),
        _of(replace(_HEVC, light="pq"), "dolby-alone", "Dolby Vision without an ordinary picture", ".mp4",
            make=lambda: _dolby(5, 0, "pq"), refused="Dolby Vision", plays=False),
        _of(Strip(rate=120, count=144, gop=60), "slow-motion-120", "slow motion, 120 pictures a second", ".mp4"),
        _of(Strip(codec="libx265", format="mov", rate=240, count=160, gop=120),
            "slow-motion-240", "slow motion, 240 pictures a second", ".mov"),
        _of(Strip(stamps=_WOBBLY, clock=90_000),
            "variable", "phone film of variable rate", ".mp4", variable=True, said=("Variable rate.",)),
        _of(Strip(width=3840, height=2160, rate=60, count=12, gop=6, sounds=(), options={"preset": "ultrafast"}),
            "4k60", "4K, 60 pictures a second", ".mp4"),
        _of(replace(_MP4, width=322, height=182), "odd-even", "a size that is no multiple of sixteen", ".mp4"),
        _of(replace(_MP4, width=321, height=181, pix_fmt="yuv444p"), "odd", "odd width and height", ".mp4"),
        _of(Strip(aspect=Fraction(4, 3), width=320, height=180),
            "stretched", "pixels that are not square", ".mp4", said=("Stretched pixels",)),
        _of(replace(_MP4, gop=1), "key-pictures-only", "every picture a key picture", ".mp4"),
        _of(replace(_PAIRS, options={"x264-params": "open-gop=1:keyint=12:min-keyint=12:scenecut=0", "bf": "2"}), "open-groups",
            "pictures that lean over a key picture", ".mp4"),
        _of(replace(_HEVC, b_frames=3, options={"x265-params": _OPEN_HEVC}), "open-groups-hevc",
            "HEVC pictures that lean over a key picture", ".mov"),
    ]  # fmt: skip


def _places() -> list[Variant]:
    """Where things stand on the clock, and what sounds."""
    edited = _of(_PAIRS, "edit-list", "an edit list hides the first pictures", ".mp4")
    late_start = _of(replace(_MP4, first_us=1_000_000), "starts-late", "the clock of the film starts at one second", ".mp4")
    stream = _of(replace(_TS, first_us=5_000_000), "starts-late-stream", "a stream whose clock starts anywhere", ".ts")
    keyless = _of(_TS, "no-first-key", "a stream whose first picture is no key picture", ".ts")
    return [
        _only(edited, range(18, 48), make=_edited),
        late_start,
        stream,
        _only(keyless, range(12, 48), make=lambda: patches.repacked(write_strip(_TS), format="mpegts", keep=lambda n, _: n >= 5)),
        _of(replace(_MP4, sounds=(Tone(from_us=700_000),)), "late-sound", "the sound begins later than the picture", ".mp4"),
        _of(replace(_MP4, sounds=(Tone(until_us=1_200_000),)), "shorter-sound", "the sound ends before the picture", ".mp4"),
        _of(replace(_MP4, sounds=(Tone(until_us=3_100_000),)), "longer-sound", "the sound goes on after the picture", ".mp4"),
        _of(replace(_MP4, sounds=()), "no-sound", "no sound", ".mp4", said=("No sound.",)),
        _of(replace(_MP4, sounds=(Tone(pitch=440), Tone(pitch=880))),
            "two-sounds", "two sound tracks", ".mp4", said=("Several sound tracks",)),
    ]


def _fields() -> list[Variant]:
    found = []
    for order in ("tt", "bb"):
        first = {"tt": "upper", "bb": "lower"}[order]
        found += [
            _of(replace(_TWO_MOMENTS, fields=order),
                f"interlaced-{order}", f"interlaced, {first} field first", ".mp4", said=("Interlaced",)),
            _of(replace(_TWO_MOMENTS, fields=order, codec="mpeg2video", format="mpegts", b_frames=2, gop=12, sounds=(Tone(codec="mp2"),)),
                f"interlaced-{order}-stream", f"interlaced camcorder stream, {first} field first", ".mts", said=("Interlaced",)),
        ]  # fmt: skip
    return found


def _containers() -> list[Variant]:
    amr = Tone(codec="libopencore_amrnb", rate=8000, layout="mono")
    return [
        _of(_FRAGMENTS, "fragments", "an MP4 in fragments", ".mp4"),
        _of(_MKV, "mkv", "Matroska", ".mkv"),
        _of(_MKV, "mkv-without-cues", "Matroska without a table for seeking", ".mkv", make=lambda: patches.without_cues(write_strip(_MKV))),
        _of(_WEBM, "webm-vp9", "WebM, VP9", ".webm"),
        _of(replace(_WEBM, codec="libvpx"), "webm-vp8", "WebM, VP8", ".webm"),
        _of(replace(_WEBM, codec="libsvtav1"), "webm-av1", "WebM, AV1", ".webm"),
        _of(replace(_MP4, codec="libsvtav1"), "mp4-av1", "MP4, AV1", ".mp4"),
        _of(_WEBM, "wrong-duration", "claims to be much longer than it is", ".webm",
            make=lambda: patches.with_duration(write_strip(_WEBM), seconds=165.081), said=("Ends early: 0:02 of about 2:45",)),
        _of(replace(_WEBM, writing={"live": "1"}), "no-duration", "says no length, as a browser records it", ".webm"),
        _of(replace(_WEBM, codec="libvpx", format="ogg"), "ogv", "Ogg", ".ogv"),
        _of(_AVI, "avi-mjpeg", "AVI of JPEG pictures, an old pocket camera", ".avi"),
        _of(_AVI, "avi-without-index", "AVI without its index", ".avi", make=lambda: patches.without_index(write_strip(_AVI))),
        _of(_AVI, "avi-wrong-index", "AVI whose index is wrong", ".avi", make=lambda: patches.with_wrong_index(write_strip(_AVI))),
        _of(replace(_AVI, codec="mpeg4", pix_fmt="yuv420p", b_frames=0), "avi-mpeg4", "AVI, MPEG-4", ".avi"),
        _of(replace(_AVI, codec="libx264", pix_fmt="yuv420p", b_frames=2, gop=12),
            "avi-h264", "AVI, H.264 with pictures out of order", ".avi"),
        _of(_TS, "stream", "camcorder stream", ".mts"),
        _of(replace(_TS, codec="libx265", b_frames=2), "stream-hevc", "HEVC in a stream", ".ts"),
        _of(_PS, "program-stream", "DVD camcorder", ".mpg"),
        _of(replace(_PS, codec="mpeg1video", format="mpeg", sounds=(Tone(codec="mp2"),)), "mpeg1", "MPEG-1", ".mpg"),
        _of(Strip(codec="h263", format="3gp", width=384, height=288, aspect=Fraction(12, 11), rate=15, count=30, sounds=(amr,)),
            "3gp", "old phone, H.263", ".3gp"),
        _of(Strip(codec="mpeg4", format="3g2", width=352, height=288, rate=15, count=30, sounds=(amr,)),
            "3g2", "old phone, MPEG-4", ".3g2"),
        _of(Strip(codec="wmv2", format="asf", rate=25, count=50, sounds=(Tone(codec="wmav2"),)), "wmv", "Windows Media", ".wmv"),
        _of(replace(_MP4, codec="mjpeg", format="mov", pix_fmt="yuvj420p"), "mov-mjpeg", "QuickTime of JPEG pictures", ".mov"),
    ]  # fmt: skip


def _broken() -> list[Variant]:
    half = {"certain": False, "said": ("Ends early: 0:05 of about 0:10.",)}
    abrupt = {"certain": False, "said": ("Ends abruptly",)}
    long = {"count": 240, "width": 160, "height": 96}
    mp4, mkv, ts, ps = (replace(strip, **long) for strip in (_MP4, _MKV, _TS, _PS))  # type: ignore[arg-type]
    pieces, avi = replace(_FRAGMENTS, **long), replace(_AVI, **long)  # type: ignore[arg-type]
    return [
        _of(mp4, "cut-mp4", "an interrupted copy, its table of contents first", ".mp4",
            make=lambda: patches.cut(patches.moov_first(write_strip(mp4)), 0.5), **half),
        _of(pieces, "cut-fragments", "an interrupted copy of a film in fragments", ".mp4",
            make=lambda: patches.cut(write_strip(pieces), 0.5), **abrupt),
        _of(mkv, "cut-mkv", "an interrupted copy of a Matroska film", ".mkv", make=lambda: patches.cut(write_strip(mkv), 0.5), **half),
        _of(ts, "cut-stream", "an interrupted copy of a stream", ".mts", make=lambda: patches.cut(write_strip(ts), 0.5), **abrupt),
        _of(ps, "cut-program-stream", "an interrupted copy of a DVD film", ".mpg",
            make=lambda: patches.cut(write_strip(ps), 0.5), certain=False),
        _of(avi, "cut-avi", "an interrupted copy of an AVI", ".avi", make=lambda: patches.cut(write_strip(avi), 0.5), **half),
        _of(mp4, "unfinished", "a film the camera never finished", ".mp4", make=lambda: patches.cut(write_strip(mp4), 0.6),
            refused="never finished", plays=False),
        _of(replace(_PAIRS, **long), "damaged", "a bad place in the middle", ".mp4",  # type: ignore[arg-type]
            make=lambda: patches.with_damage(write_strip(replace(_PAIRS, **long)), range(100, 130)), certain=False),  # type: ignore[arg-type]
        _of(ts, "damaged-stream", "a bad place in the middle of a stream", ".mts",
            make=lambda: _spoilt(write_strip(ts)), certain=False),
    ]  # fmt: skip


def _no_films() -> list[Variant]:
    still = replace(_MP4, count=24)
    return [
        Variant("sound-only", "sound without a picture", ".m4a", lambda: _without_pictures(), refused="sound but no picture", plays=False),
        Variant("photo", "a photo", ".jpg", _photo, refused="photo, not a film", plays=False),
        _of(still, "motion-photo-google", "a photo with a short film in it", ".jpg",
            make=lambda: patches.google_motion_photo(_photo(), write_strip(still)), plays=False),
        _of(still, "motion-photo-samsung", "a photo with a short film in it, otherwise", ".jpg",
            make=lambda: patches.samsung_motion_photo(_photo(), write_strip(still)), plays=False),
        _of(still, "motion-photo-heic", "a photo of a newer phone with a short film in it", ".heic",
            make=lambda: patches.heic_motion_photo(write_strip(still)), plays=False),
    ]  # fmt: skip


def _edited() -> bytes:
    """The edit list starts in the middle of a group: at picture 18, while decoding must start at picture 12."""
    per_picture = 24 * 512 // 24
    return patches.with_first_shown(write_strip(_PAIRS), ticks=18 * per_picture, movie_ticks=18 * 1000 // 24)


def _dolby(profile: int, compatible: int, light: str) -> bytes:
    name = b"dvcC" if profile <= 7 else b"dvvC"
    film = write_strip(replace(_HEVC, light=light))
    return patches.with_colour_box(film, name=name, content=patches.dolby_box(profile=profile, compatible=compatible))


def _spoilt(stream: bytes) -> bytes:
    middle = len(stream) // 2
    return stream[:middle] + bytes(place * 167 % 251 for place in range(6000)) + stream[middle + 6000 :]


def _without_pictures() -> bytes:
    return patches.repacked(write_strip(replace(_MP4, count=12)), format="mp4", keep=lambda *_: False)


def _photo() -> bytes:
    picture = next(draw(replace(_MP4, count=1)))
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1])


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {variant.name: variant for part in (_bases, _places, _fields, _containers, _broken, _no_films) for variant in part()}
)
"""Every film by its name."""
