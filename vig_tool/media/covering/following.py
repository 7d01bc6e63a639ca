"""Follows what the guider drew through the pictures of a clip, forwards and backwards from every mark, and says where it was lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.errors import Refused
from vig_tool.jobs import Job
from vig_tool.media.covering.covers import Box, Mark, Seen, Track
from vig_tool.media.covering.scenes import scenes
from vig_tool.media.facts import FilmFacts
from vig_tool.media.opencv import cv2
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.media.source import Source
from vig_tool.timing import FrameIndex, Span

_WIDE: Final = 480
_LEAST_WIDE: Final = 200
_TALLEST: Final = 1200
_ROOM_BYTES: Final = 96 << 20
_MOST_BYTES: Final = 384 << 20  # where the pictures are as small as they can be
_MARGIN: Final = 0.14  # added on every side: hair, ears, and what a player may show a picture early or late
_LOST_GROWS: Final = 0.03  # more for each picture in which it is lost
_LOST_MOST: Final = 0.8
_CORNERS: Final = (2**0.5 - 1) / 2
_ALL: Final = np.array([-0.25, -0.25, 1.5, 1.5])  # an oval in it hides the whole picture
_SMOOTH: Final = 2.0  # pictures
_DOING: Final = "Following what is covered"

Grey = NDArray[np.uint8]
Places = NDArray[np.float64]
Scenes = NDArray[np.int64]


def follow(source: Source, facts: FilmFacts, index: FrameIndex, *, span: Span, marks: Sequence[Mark], job: Job | None = None) -> Track:
    """Where the thing marked is in every picture of the span. `marks` in the order of time, at least one; those outside the span
    count as at its nearest end. Raises BadInput where the span holds no picture, Refused where it holds more than memory has room for,
    Cancelled, Damaged.
    """
    job = job or Job()
    exact = index.snap_span(span)
    numbers = index.numbers(exact)
    greys: list[Grey] = []
    wide = _width(facts, len(numbers))
    if len(numbers) * wide * wide * facts.height // max(1, facts.width) > _MOST_BYTES:
        raise Refused("This clip is too long for anything to be followed through it.", advice="Make it shorter, or two clips of it.")
    with FrameReader(source, facts, index) as reader:
        for picture in reader.pictures(numbers):
            job.report(0.6 * len(greys) / len(numbers), _DOING)
            greys.append(_grey(picture.rgb, wide))
    placed = {min(max(index.shown_at(mark.at), numbers.start), numbers.stop - 1) - numbers.start: mark for mark in marks}
    boxes, seen = follow_pictures(greys, placed, job.within(0.6, 1.0))
    return Track(exact, boxes, seen)


def follow_pictures(greys: Sequence[Grey], marks: dict[int, Mark], job: Job | None = None) -> tuple[Places, NDArray[np.uint8]]:
    """The same for small grey pictures of one size: boxes (n, 4) in parts of the picture, with the margin, and a `Seen` for each."""
    job = job or Job()
    height, width = greys[0].shape
    size = np.array([width, height, width, height], np.float64)
    count = len(greys)
    raw, sure = np.zeros((count, 4)), np.zeros(count, np.bool_)
    gone = np.zeros(count, np.bool_)
    order, scene = sorted(marks), scenes(greys)
    for place in order:
        raw[place], sure[place], gone[place] = np.array(marks[place].box.parts) * size, True, marks[place].gone
    stretches = [(None, order[0]), *pairwise(order), (order[-1], None)]
    for nth, (before, after) in enumerate(stretches):
        job.report(nth / len(stretches), _DOING)
        _fill(greys, scene, marks, raw, sure, gone, before=before, after=after, job=job)
    return _safe(raw, sure, gone, size, scene=scene, pinned=order)


def _fill(
    greys: Sequence[Grey], scene: Scenes, marks: dict[int, Mark], raw: Places, sure: NDArray[np.bool_], gone: NDArray[np.bool_], *,
    before: int | None, after: int | None, job: Job,
) -> None:  # fmt: skip
    """The pictures between two marks (or a mark and an end of the clip)."""
    inside = range((before if before is not None else -1) + 1, after if after is not None else len(greys))
    if not inside:
        return
    on = _run(greys, scene, raw[before], before, inside, job) if before is not None and not marks[before].gone else None
    back = _run(greys, scene, raw[after], after, inside[::-1], job) if after is not None and not marks[after].gone else None
    for place in inside:
        if on is None and back is None:
            raw[place], gone[place] = raw[before if before is not None else after or 0], True
        elif on is not None and back is not None and before is not None and after is not None:
            raw[place], sure[place] = _agreed(on[place], back[place], (place - before) / (after - before))
        else:
            raw[place], sure[place] = (on or back or {})[place]
    if on is None and back is not None and before is not None:  # gone, and later there again: covered as far back as it could be followed
        lost = [place for place in inside if not sure[place]]
        if lost:
            gone[inside[0] : lost[-1] + 1] = True


_Found = tuple[Places, bool]


def _agreed(on: _Found, back: _Found, part: float) -> _Found:
    """What going on and coming back say of a picture. Where they differ much, one cover over both, and it counts as lost."""
    (first, first_sure), (second, second_sure) = on, back
    if first_sure != second_sure:
        return (first if first_sure else second), True
    if overlap(first, second) > 0.45:
        return first * (1 - part) + second * part, first_sure
    corner = np.minimum(first[:2], second[:2])
    far = np.maximum(first[:2] + first[2:], second[:2] + second[2:])
    return np.concatenate([corner, far - corner]), False


def without_margin(box: Box) -> Box:
    """What the guider meant by a box that is shown with its margin: so that putting it right does not make it larger each time."""
    return box.grown(-_MARGIN / (1 + 2 * _MARGIN))


def overlap(one: Places, other: Places) -> float:
    """What two boxes (left, top, width, height) share, of what they cover together: 0 to 1."""
    corner = np.maximum(one[:2], other[:2])
    far = np.minimum(one[:2] + one[2:], other[:2] + other[2:])
    both = float(np.prod(np.maximum(far - corner, 0)))
    return both / max(1e-9, float(np.prod(one[2:]) + np.prod(other[2:])) - both)


def _run(
    greys: Sequence[Grey], scene: Scenes, box: Places, start: int, places: Iterable[int], job: Job
) -> dict[int, _Found]:  # fmt: skip
    follower, last = _Follower(greys[start], box), start
    found: dict[int, _Found] = {}
    for place in places:
        job.check()
        if scene[place] != scene[last]:
            follower.forget()
        found[place], last = follower.step(greys[place]), place
    return found


_ALIKE: Final = 0.72
_ALIKE_AGAIN: Final = 0.85  # once it was lost, something that only resembles it must not be taken for it
_SIZES: Final = (1.0, 0.76, 0.87, 1.15, 1.32)
_KNOWN: Final = 32  # the size of likenesses that are compared


@dataclass(slots=True)
class _Flow:
    """What moving points say: the box moved and scaled, and which part of the points came back to where they began."""

    box: Places
    kept: float


class _Follower:
    """One thing, picture by picture: points on it are followed there and back again (optical flow), and what it looks like is compared with
    what the guider drew, so that it does not creep away. Where both fail it stays where it is and looks around for it."""

    def __init__(self, grey: Grey, box: Places) -> None:
        self._grey, self._box = grey, box.copy()
        self._drawn = self._latest = _likeness(grey, box)
        self._speed = np.zeros(2)
        self._since = 0
        self._elsewhere = False

    def forget(self) -> None:
        """Another scene begins: nothing moves from one into the other, and only what is surely it counts as found again."""
        self._elsewhere, self._since, self._speed = True, max(self._since, 1), np.zeros(2)

    def step(self, grey: Grey) -> _Found:
        before, self._grey = self._grey, grey
        flow = None if self._elsewhere else _flow(before, grey, self._box)
        self._elsewhere = False
        best, score = (flow.box, self._alike(grey, flow.box)) if flow is not None else (self._box, -1.0)
        sure = flow is not None and ((flow.kept > 0.5 and score > 0.5) or (flow.kept > 0.25 and score > 0.7))
        if not sure:
            moved = self._box.copy()
            moved[:2] += self._speed
            found, alike = self._look_around(grey, moved)
            if alike > max(_ALIKE if self._since == 0 else _ALIKE_AGAIN, score):
                best, score, sure = found, alike, True
        else:
            found, alike = self._look_around(grey, best, near=True)
            if alike > score + 0.08:
                best, score = found, alike
        inside = _inside(best, grey)
        if not sure or inside < 0.35:
            self._since += 1
            self._speed *= 0.6
            return self._box.copy(), False
        self._speed = 0.5 * self._speed + 0.5 * (best[:2] - self._box[:2]) if self._since == 0 else np.zeros(2)
        self._box, self._since = best, 0
        if score > 0.8:
            self._latest = np.asarray(cv2.addWeighted(self._latest, 0.8, _likeness(grey, best), 0.2, 0), np.uint8)
        return best.copy(), True

    def _alike(self, grey: Grey, box: Places) -> float:
        seen = _likeness(grey, box)
        return max(_score(seen, self._drawn), _score(seen, self._latest))

    def _look_around(self, grey: Grey, around: Places, *, near: bool = False) -> tuple[Places, float]:
        """The place most like what is followed: close by; once it was lost at other sizes too, and farther the longer it is lost."""
        if near or not self._since:
            return self._look(grey, around, near=near)
        middle = around[:2] + around[2:] / 2
        looks = [self._look(grey, np.concatenate([middle - around[2:] * size / 2, around[2:] * size])) for size in _SIZES]
        return max(looks, key=lambda look: look[1])

    def _look(self, grey: Grey, around: Places, *, near: bool = False) -> tuple[Places, float]:
        reach = 0.12 if near else min(0.5 + 0.06 * self._since, 1.5)
        left, top, wide, high = around
        x0, y0 = max(0, round(left - reach * wide)), max(0, round(top - reach * high))
        x1, y1 = min(grey.shape[1], round(left + (1 + reach) * wide)), min(grey.shape[0], round(top + (1 + reach) * high))
        shrink = min(1.0, _KNOWN / max(wide, high))
        if (x1 - x0) * shrink < 8 or (y1 - y0) * shrink < 8:
            return around, -1.0
        part = cv2.resize(grey[y0:y1, x0:x1], None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        wanted = (max(6, round(wide * shrink)), max(6, round(high * shrink)))
        best, score = around, -1.0
        for known in (self._drawn, self._latest):
            small = cv2.resize(known, wanted, interpolation=cv2.INTER_AREA)
            if part.shape[0] < small.shape[0] or part.shape[1] < small.shape[1]:
                continue
            found = cv2.matchTemplate(part, small, cv2.TM_CCOEFF_NORMED)
            _, value, _, (col, row) = cv2.minMaxLoc(np.nan_to_num(found, posinf=-1, neginf=-1))
            if value > score:
                best, score = np.array([x0 + col / shrink, y0 + row / shrink, wide, high]), float(value)
        return best, score


def _flow(before: Grey, after: Grey, box: Places) -> _Flow | None:
    points = _points(before, box)
    if points is None:
        return None
    there, found = _moved(before, after, points)
    back, refound = _moved(after, before, there)
    away = np.linalg.norm((back - points).reshape(-1, 2), axis=1)
    good = (found.ravel() == 1) & (refound.ravel() == 1) & (away < 1.0)
    if int(good.sum()) < 6:
        return None
    start, end = points.reshape(-1, 2)[good], there.reshape(-1, 2)[good]
    moved = np.median(end - start, axis=0)
    apart = np.linalg.norm((end - start) - moved, axis=1)
    steady = apart <= max(1.0, 2.5 * float(np.median(apart)))
    start, end = start[steady], end[steady]
    scale = 1.0
    if len(start) >= 8:
        pairs = np.random.default_rng(len(start)).integers(0, len(start), (200, 2))
        was = np.linalg.norm(start[pairs[:, 0]] - start[pairs[:, 1]], axis=1)
        now = np.linalg.norm(end[pairs[:, 0]] - end[pairs[:, 1]], axis=1)
        wide = was > 0.2 * min(box[2], box[3])
        if int(wide.sum()) > 20:
            scale = float(np.clip(np.median(now[wide] / was[wide]), 0.96, 1.04))
    moved = np.median(end - start, axis=0)
    centre = box[:2] + box[2:] / 2 + moved
    size = box[2:] * scale
    return _Flow(np.concatenate([centre - size / 2, size]), float(good.sum()) / len(good) * float(steady.mean()))


def _moved(before: Grey, after: Grey, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Where points went, and which of them were found (1)."""
    enough = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 0.03)
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, points, np.empty_like(points), winSize=(15, 15), maxLevel=3, criteria=enough)
    return np.asarray(there, np.float32), np.asarray(found, np.uint8)


def _points(grey: Grey, box: Places) -> NDArray[np.float32] | None:
    """Corners on the thing, and a grid where it has few."""
    mask = np.zeros_like(grey)
    centre = box[:2] + box[2:] / 2
    half = np.maximum(box[2:] * 0.46, 2)
    middle, reach = (round(float(centre[0])), round(float(centre[1]))), (round(float(half[0])), round(float(half[1])))
    cv2.ellipse(mask, middle, reach, 0, 0, 360, 255, -1)
    corners = cv2.goodFeaturesToTrack(grey, 80, 0.01, max(2.0, float(min(box[2:])) / 14), mask=mask)
    found = np.zeros((0, 2), np.float32) if corners is None else corners.reshape(-1, 2)
    if len(found) < 24:
        steps = np.linspace(-0.7, 0.7, 6)
        grid = np.array([centre + np.array([x, y]) * half for x in steps for y in steps], np.float32)
        found = np.concatenate([found, grid])
    high, wide = grey.shape
    kept = found[(found[:, 0] >= 0) & (found[:, 0] < wide) & (found[:, 1] >= 0) & (found[:, 1] < high)]
    return kept.reshape(-1, 1, 2).astype(np.float32) if len(kept) >= 8 else None


def _likeness(grey: Grey, box: Places) -> Grey:
    left, top, wide, high = (float(part) for part in box)
    grow = np.array([[wide / _KNOWN, 0, left], [0, high / _KNOWN, top]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(cv2.warpAffine(calm, grow, (_KNOWN, _KNOWN), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _score(one: Grey, other: Grey) -> float:
    value = float(cv2.matchTemplate(one, other, cv2.TM_CCOEFF_NORMED)[0, 0])
    return value if np.isfinite(value) else 0.0


def _inside(box: Places, grey: Grey) -> float:
    """Which part of the box is in the picture."""
    high, wide = grey.shape
    across = min(box[0] + box[2], wide) - max(box[0], 0.0)
    down = min(box[1] + box[3], high) - max(box[1], 0.0)
    return max(0.0, float(across)) * max(0.0, float(down)) / max(1.0, float(box[2] * box[3]))


def _safe(
    raw: Places, sure: NDArray[np.bool_], gone: NDArray[np.bool_], size: NDArray[np.float64], *, scene: Scenes, pinned: Sequence[int]
) -> tuple[Places, NDArray[np.uint8]]:
    """Steadier, and with the margin: over what it covers in the pictures before and after too, and wider the longer it is lost. Where it
    was not seen yet in a scene, nobody knows where it is: then the whole picture is hidden."""
    lost = ~sure & ~gone
    nowhere = lost & ~_known_here(scene, sure & ~gone)
    raw = _bridged(raw, lost, sure & ~gone)
    middle = np.concatenate([raw[:, :2] + raw[:, 2:] / 2, raw[:, 2:]], axis=1)
    steady = _smoothed(middle, sure & ~gone, scene)
    steady[list(pinned)] = middle[list(pinned)]
    low, high = steady[:, :2] - steady[:, 2:] / 2, steady[:, :2] + steady[:, 2:] / 2
    low, high = np.minimum(low, raw[:, :2]), np.maximum(high, raw[:, :2] + raw[:, 2:])
    around_low, around_high = low.copy(), high.copy()
    for way in (-1, 1):
        near = np.clip(np.arange(len(raw)) + way, 0, len(raw) - 1)
        same = (~gone[near])[:, None]
        around_low = np.where(same, np.minimum(around_low, low[near]), around_low)
        around_high = np.where(same, np.maximum(around_high, high[near]), around_high)
    since, until = _how_long(lost), _how_long(lost[::-1])[::-1]
    for_long = np.where(since > np.arange(len(raw)), until, since)  # lost from the beginning: counted from where it was found
    margin = (_MARGIN + np.where(lost, np.minimum(0.15 + _LOST_GROWS * for_long, _LOST_MOST), 0.0))[:, None] * (high - low)
    # An oval does not reach the corners of its box: over two places far from each other it is made so large that it covers both.
    far = np.any(around_high - around_low > 2 * (high - low), axis=1)
    margin = np.maximum(margin, np.where(far, _CORNERS, 0.0)[:, None] * (around_high - around_low))
    boxes = np.concatenate([around_low - margin, around_high - around_low + 2 * margin], axis=1) / size
    boxes[nowhere] = _ALL
    return boxes, np.where(gone, Seen.GONE, np.where(lost, Seen.LOST, Seen.SURE)).astype(np.uint8)


def _known_here(scene: Scenes, sure: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each picture whether the place it was last sure of, or the first one where there is none before, is of the same scene."""
    known = np.flatnonzero(sure)
    if not len(known):
        return np.zeros(len(sure), np.bool_)
    before = known[np.maximum(np.searchsorted(known, np.arange(len(sure)), side="right") - 1, 0)]
    return np.asarray(scene[before] == scene, np.bool_)


def _bridged(raw: Places, lost: NDArray[np.bool_], sure: NDArray[np.bool_]) -> Places:
    """Where it was lost and found again, the way between the two places; where not, it stays where it was last."""
    made, known = raw.copy(), np.flatnonzero(sure)
    for place in np.flatnonzero(lost):
        after = int(np.searchsorted(known, place))
        if 0 < after < len(known) and not np.any(~lost[known[after - 1] + 1 : known[after]]):
            made[place] = raw[known[after - 1]] + (raw[known[after]] - raw[known[after - 1]]) * (
                (place - known[after - 1]) / (known[after] - known[after - 1])
            )
    return made


def _how_long(lost: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each picture, how many in a row up to it are lost."""
    place = np.arange(len(lost))
    return place - np.maximum.accumulate(np.where(lost, -1, place))


def _smoothed(values: Places, trusted: NDArray[np.bool_], scene: Scenes) -> Places:
    reach = round(3 * _SMOOTH)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _SMOOTH) ** 2)
    made, trust = np.zeros_like(values), np.zeros(len(values))
    for weight, shift in zip(weights, range(-reach, reach + 1), strict=True):
        place = np.arange(len(values)) + shift
        there = (place >= 0) & (place < len(values))
        near = np.clip(place, 0, len(values) - 1)
        use = np.where(there & (scene[near] == scene), trusted[near], 0.0) * weight
        made += values[near] * use[:, None]
        trust += use
    return np.where((trust > 0)[:, None] & trusted[:, None], made / np.maximum(trust, 1e-9)[:, None], values)


def _width(facts: FilmFacts, count: int) -> int:
    """As wide as is useful and fits the memory."""
    most = int((_ROOM_BYTES / max(1, count) * facts.width / max(1, facts.height)) ** 0.5)
    tall = _TALLEST * facts.width // max(1, facts.height)
    return max(8, min(tall, max(_LEAST_WIDE, min(_WIDE, facts.width, most))))


def _grey(rgb: NDArray[np.uint8], wide: int) -> Grey:
    high = max(16, round(rgb.shape[0] * wide / rgb.shape[1]))
    small = rgb if rgb.shape[1] == wide else cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
