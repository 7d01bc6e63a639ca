"""Where two parts of one film meet: whether the second goes on where the first ends, and which pictures stand in both."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.facts import FilmFacts
from vig_tool.media.opencv import cv2
from vig_tool.media.opened import OpenFilm, OpenSound
from vig_tool.media.source import Source

_LOOKED_AT_S = 10
"""How much of each end is searched for pictures that stand in both."""
_DECODED_S = 4
_CLOSE_S = Fraction(1, 500)
_SMALL = (48, 27)
_SAME = 3.0  # grey levels (root of the mean square) two codings of one picture may differ by
_GOES_ON = 32.0
_NEAR = 25  # pictures
_CLEARLY = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a film that came in several."""

    source: Source
    facts: FilmFacts


@dataclass(frozen=True, slots=True)
class Seam:
    """How the second of two parts follows the first.

    shift         seconds added to the second's clock so that its first picture follows the first's last one
    end, begin    where the first ends and the second begins, in seconds on their own clocks
    lead          the second's sound begins this much before its pictures: its coder needed a run-up, which replaces the first's last sound
    until_dts     packets of pictures of the first from here on are left out; from_dts: those of the second before it
    shared        pictures that stood in both; doubled: those of them that could not be left out without a loss
    goes_on       the second's first picture looks like the next one after the first's last
    stamps_go_on  the second's clock goes on where the first's ends, for pictures and sound
    """

    shift: Fraction
    end: Fraction
    begin: Fraction
    lead: Fraction = Fraction(0)
    until_dts: int | None = None
    from_dts: int | None = None
    shared: int = 0
    doubled: int = 0
    goes_on: bool = False
    stamps_go_on: bool = False


@dataclass(frozen=True, slots=True)
class _Packet:
    pts: int
    dts: int
    duration: int
    key: bool
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Cut:
    """The first part ends before its packet `tail`, which would show at `at`; the second begins with its packet `head`."""

    tail: int | None
    head: int
    at: int
    shared: int
    doubled: int = 0


def find_seam(one: Part, two: Part) -> Seam:
    """Compares the end of one part with the beginning of the next: packets first, then pictures. Raises FilmRefused, Damaged."""
    tail, head = _tail(one), _head(two)
    step = one.facts.tick
    if not tail or not head:
        return Seam(Fraction(0), Fraction(0), Fraction(0))
    last = max(tail, key=lambda packet: packet.pts)
    end = last.pts + (last.duration or _usual(tail))
    first = min(packet.pts for packet in head)
    cut = _same_packets(tail, head)
    seen = _Pictures(one, two)
    if cut is None:
        cut = _same_pictures(tail, head, seen)
    if cut is None:
        near = abs(first - end) * step <= Fraction(3, 2) * _usual(tail) * step
        return Seam(
            shift=(end - first) * step,
            end=end * step,
            begin=first * step,
            lead=_lead(two, first * step),
            goes_on=seen.go_on(),
            stamps_go_on=near and _sound_follows(one, two),
        )
    begin = head[cut.head].pts
    return Seam(
        shift=(cut.at - begin) * step,
        end=cut.at * step,
        begin=begin * step,
        lead=_lead(two, begin * step),
        until_dts=None if cut.tail is None else tail[cut.tail].dts,
        from_dts=head[cut.head].dts if cut.head else None,
        shared=cut.shared,
        doubled=cut.doubled,
        goes_on=True,
    )


def _tail(part: Part) -> list[_Packet]:
    facts = part.facts
    with OpenFilm(part.source, track=facts.track, careful=True) as film:
        length = film.stream.duration or int(Fraction(facts.claimed_us, 1_000_000) / facts.tick)
        begin = (film.stream.start_time or 0) + length - int(_LOOKED_AT_S / facts.tick)
        if length > 0 and begin > (film.stream.start_time or 0):
            film.seek(begin)
        return _listed(film, None)


def _head(part: Part) -> list[_Packet]:
    with OpenFilm(part.source, track=part.facts.track, careful=True) as film:
        return _listed(film, int(_LOOKED_AT_S / part.facts.tick))


def _sound_follows(one: Part, two: Part) -> bool:
    """Whether the second's first packet of sound begins where the first's last one ends."""
    if one.facts.sound is None or two.facts.sound is None:
        return one.facts.sound is two.facts.sound
    with OpenSound(one.source, track=one.facts.sound.track) as film:
        tick = film.stream.time_base or Fraction(1, 90_000)
        begin = (film.stream.start_time or 0) + (film.stream.duration or 0) - int(2 / tick)
        if begin > (film.stream.start_time or 0):
            film.seek(begin)
        ends = [packet.pts + (packet.duration or 0) for packet in film.packets() if packet.pts is not None]
    with OpenSound(two.source, track=two.facts.sound.track) as film:
        first = next((packet.pts for packet in film.packets() if packet.pts is not None), None)
    return bool(ends) and first is not None and abs(first - max(ends)) * tick <= _CLOSE_S


def _lead(part: Part, begin: Fraction) -> Fraction:
    """How much earlier than `begin` the sound of a part may be taken from: its own run-up, at most a packet and a half."""
    sound = part.facts.sound
    if sound is None:
        return Fraction(0)
    with OpenSound(part.source, track=sound.track) as film:
        length = Fraction(film.stream.codec_context.frame_size or 0, sound.rate)
        first = next((packet.pts for packet in film.packets() if packet.pts is not None), None)
        if first is None or film.stream.time_base is None:
            return Fraction(0)
        return min(max(Fraction(0), begin - first * film.stream.time_base), length * 3 / 2)


def _listed(film: OpenFilm, length: int | None) -> list[_Packet]:
    found: list[_Packet] = []
    for packet in film.packets():
        if packet.pts is None or packet.dts is None or packet.is_discard:
            continue
        if length is not None and found and packet.pts > found[0].pts + length:
            break
        digest = blake2b(bytes(packet), digest_size=16).digest()
        found.append(_Packet(packet.pts, packet.dts, packet.duration or 0, packet.is_keyframe, digest))
    return found


def _usual(packets: list[_Packet]) -> int:
    steps = np.diff(np.sort([packet.pts for packet in packets]))
    return max(1, int(np.median(steps))) if len(steps) else 1


def _same_packets(tail: list[_Packet], head: list[_Packet]) -> _Cut | None:
    """The end of one is, packet by packet, the beginning of the other. A film that stands still says nothing: it repeats itself."""
    places = [number for number, packet in enumerate(tail) if packet.digest == head[0].digest]
    if len(places) != 1:
        return None
    place = places[0]
    shared = tail[place:]
    if [packet.digest for packet in shared] != [packet.digest for packet in head[: len(shared)]]:
        return None
    return _Cut(place, 0, tail[place].pts, len(shared))


def _same_pictures(tail: list[_Packet], head: list[_Packet], seen: _Pictures) -> _Cut | None:
    """The pictures themselves are the same, coded anew. Either end is cut where nothing that stays needs what goes."""
    shared = seen.shared()
    if not shared:
        return None
    shown, coming = sorted(packet.pts for packet in tail), sorted(packet.pts for packet in head)
    best: _Cut | None = None
    for number, packet in enumerate(head):
        skipped = sum(1 for pts in coming if pts < packet.pts)
        if not packet.key or skipped > shared or any(later.pts < packet.pts for later in head[number + 1 :]):
            continue
        left_out = shared - skipped
        if not left_out:
            end = shown[-1] + _usual(tail)
            return _Cut(None, number, end, shared)
        for doubled in range(min(left_out, 8)):
            at = shown[len(shown) - left_out + doubled]
            place = next(n for n, packet in enumerate(tail) if packet.pts >= at)
            if all(packet.pts >= at for packet in tail[place:]) and (best is None or doubled < best.doubled):
                best = _Cut(place, number, at, shared, doubled)
                break
    return best


class _Pictures:
    """The pictures at the two ends, small and grey; decoded once they are asked for."""

    def __init__(self, one: Part, two: Part) -> None:
        self._one, self._two = one, two
        self._ends: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None

    def shared(self) -> int:
        """How many pictures at the end of the first are the first ones of the second; 0 where that is not clear."""
        one, two = self._both()
        most = min(len(one), len(two))
        if not most:
            return 0
        apart = _distances(one, two)
        means = [float(np.mean([apart[len(one) - count + n, n] for n in range(count)])) for count in range(1, most + 1)]
        best = int(np.argmin(means))
        around = [means[place] for place in (best - 1, best + 1) if 0 <= place < most]
        usual = float(np.mean(_steps(one[-best - 3 :]) + _steps(two[: best + 3])))
        return best + 1 if means[best] <= min(_SAME, _CLEARLY * min([usual, *around])) else 0

    def go_on(self) -> bool:
        """Whether the second begins as the first ends: not much more is different than from one picture to the next."""
        one, two = self._both()
        if len(one) < 2 or not len(two):
            return False
        return float(_distances(one[-1:], two[:1])[0, 0]) <= min(_GOES_ON, 1.5 * max(_steps(one[-_NEAR:]) + _steps(two[:_NEAR])) + 1)

    def _both(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        if self._ends is None:
            self._ends = (_last_pictures(self._one), _first_pictures(self._two))
        return self._ends


def _distances(one: NDArray[np.float32], two: NDArray[np.float32]) -> NDArray[np.float64]:
    """Root of the mean square of every picture of the one from every one of the other, in grey levels."""
    flat_one, flat_two = one.reshape(len(one), -1).astype(np.float64), two.reshape(len(two), -1).astype(np.float64)
    square = (flat_one**2).sum(1)[:, None] + (flat_two**2).sum(1)[None, :] - 2 * flat_one @ flat_two.T
    root: NDArray[np.float64] = np.sqrt(np.maximum(square, 0) / flat_one.shape[1])
    return root


def _steps(pictures: NDArray[np.float32]) -> list[float]:
    """How much each picture differs from the one before."""
    return [float(_distances(pictures[n : n + 1], pictures[n + 1 : n + 2])[0, 0]) for n in range(len(pictures) - 1)]


def _last_pictures(part: Part) -> NDArray[np.float32]:
    facts = part.facts
    with OpenFilm(part.source, track=facts.track) as film:
        length = film.stream.duration or int(Fraction(facts.claimed_us, 1_000_000) / facts.tick)
        begin = (film.stream.start_time or 0) + length - int(_DECODED_S / facts.tick)
        if length > 0 and begin > (film.stream.start_time or 0):
            film.seek(begin)
        return _small(film, None)


def _first_pictures(part: Part) -> NDArray[np.float32]:
    with OpenFilm(part.source, track=part.facts.track) as film:
        return _small(film, int(_DECODED_S / part.facts.tick))


def _small(film: OpenFilm, length: int | None) -> NDArray[np.float32]:
    found: list[NDArray[np.float32]] = []
    first: int | None = None
    for picture in film.pictures():
        first = picture.pts if first is None else first
        if length is not None and picture.pts is not None and first is not None and picture.pts > first + length:
            break
        grey = picture.reformat(format="gray").to_ndarray()
        found.append(cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32))
    return np.stack(found) if found else np.empty((0, *_SMALL[::-1]), np.float32)
