"""What happens in the sample film: who rolls the ball when, who looks where, who speaks. Pictures and sound both follow it.

0 s the ball goes back and forth, 26 s the child turns to the bear and the parent follows, 44 s faster turns and laughter,
62 s peek-a-boo, 74 s the child comes over for a hug.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Final, Literal

from vig_tool.media.sample.recipe import STORY_SECONDS
from vig_tool.media.sample.tracks import Point, Route, Stretches, Track

Who = Literal["parent", "child"]
BALL_RADIUS: Final = 31.0
BALL_Y: Final = 624.0
PARENT_SIDE, CHILD_SIDE = 520.0, 790.0
BEAR_HOME: Final = (1120.0, 610.0)
PARENT_FACE, CHILD_FACE = (380.0, 330.0), (908.0, 410.0)

_ROLLS: Final = (  # start, seconds on the way, who rolls
    (2.0, 1.5, "parent"), (6.2, 1.6, "child"), (10.4, 1.4, "parent"), (14.6, 1.6, "child"), (18.6, 1.4, "parent"), (22.6, 1.5, "child"),
    (45.6, 1.2, "parent"), (48.6, 1.2, "child"), (51.4, 1.1, "parent"), (54.2, 1.1, "child"), (56.8, 1.0, "parent"), (59.4, 1.2, "child"),
)  # fmt: skip
_SPOKEN: Final = (  # start, who, how
    (0.6, "parent", "talk"), (3.7, "child", "coo"), (4.8, "parent", "oh"), (7.9, "parent", "talk"), (9.2, "child", "coo"),
    (12.0, "child", "laugh"), (13.2, "parent", "talk"), (16.3, "parent", "oh"), (17.2, "child", "coo"), (20.2, "child", "laugh"),
    (21.4, "parent", "laugh"), (24.3, "parent", "talk"), (28.6, "child", "coo"), (33.6, "child", "coo"), (35.2, "parent", "oh"),
    (36.3, "parent", "talk"), (38.2, "child", "laugh"), (39.6, "parent", "talk"), (41.4, "child", "coo"), (44.6, "parent", "talk"),
    (46.9, "child", "laugh"), (49.9, "parent", "oh"), (52.6, "child", "laugh"), (53.3, "parent", "laugh"), (55.4, "parent", "oh"),
    (57.9, "child", "laugh"), (60.7, "parent", "laugh"), (61.5, "child", "laugh"), (63.8, "parent", "talk"), (66.7, "parent", "oh"),
    (67.4, "child", "laugh"), (70.8, "parent", "talk"), (72.6, "child", "coo"), (73.3, "parent", "laugh"), (75.2, "parent", "talk"),
    (77.6, "child", "coo"), (80.2, "child", "laugh"), (81.8, "parent", "talk"), (84.4, "child", "coo"), (86.4, "parent", "coo"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Syllable:
    """One sound of a voice: seconds, and pitch at its beginning and end as multiples of the voice's own."""

    start: float
    length: float
    rise_from: float
    rise_to: float
    rounded: bool


@dataclass(frozen=True, slots=True)
class Pose:
    """How a person is, at one time. Points are in scene units (the scene is 1280 x 720); `hide` brings the hands before the eyes."""

    x: float
    hop: float
    lean: float
    tilt: float
    gaze: Point
    smile: float
    mouth: float
    rounded: float
    brow: float
    lids: float
    hide: float
    near_hand: Point
    far_hand: Point


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that moves, at one time."""

    parent: Pose
    child: Pose
    ball: Point
    ball_turn: float
    bear: Point
    bear_tilt: float
    hug: float


def _syllables(kind: str, start: float, luck: random.Random) -> list[Syllable]:
    match kind:
        case "coo":
            return [Syllable(start, 0.55, 0.95, 1.25, rounded=True)]
        case "oh":
            return [Syllable(start, 0.16, 1.05, 1.1, rounded=True), Syllable(start + 0.2, 0.5, 1.45, 1.0, rounded=True)]
        case "laugh":
            return [Syllable(start + n * 0.17, 0.12, 1.4 - n * 0.05, 1.25 - n * 0.05, rounded=False) for n in range(5)]
    lengths = [luck.uniform(0.13, 0.24) for _ in range(5)]
    pitches = [luck.uniform(0.88, 1.25) for _ in range(6)]
    starts = [start + sum(lengths[:n]) + n * 0.035 for n in range(5)]
    return [Syllable(starts[n], lengths[n], pitches[n], pitches[n + 1], rounded=n == 3) for n in range(5)]


class Story:
    """The scene at any time. `seed` varies blinks and voices, not the events."""

    def __init__(self, seed: int) -> None:
        luck = random.Random(seed)  # noqa: S311 - drawing, not secrets
        spoken = [(who, _syllables(kind, start, luck)) for start, who, kind in _SPOKEN]
        self.voices: dict[str, list[Syllable]] = {
            name: [syllable for who, syllables in spoken for syllable in syllables if who == name] for name in ("parent", "child")
        }
        self.rolls = tuple((start, start + length) for start, length, _ in _ROLLS)
        self._blinks = {name: Stretches(*_blinks(luck), edge=0.07) for name in ("parent", "child")}
        self._laughs = {
            name: Stretches(*((start - 0.1, start + 1.1) for start, who, kind in _SPOKEN if (who, kind) == (name, "laugh")))
            for name in self.voices
        }
        ball = [(0.0, PARENT_SIDE)]
        for start, length, who in _ROLLS:
            here, there = (PARENT_SIDE, CHILD_SIDE) if who == "parent" else (CHILD_SIDE, PARENT_SIDE)
            ball += [(start, here), (start + length, there)]
        self._ball = Track(*ball)
        self._holding = {name: Stretches(*_holds(name), edge=0.5) for name in self.voices}
        self._bear = Route((31.6, BEAR_HOME), (33.2, (980, 470)), (34.4, (846, 470)), (41.8, (846, 470)), (43.4, BEAR_HOME))
        self._bear_dance = Stretches((36.8, 41.0))
        self._child_x = Track((75.6, 0), (79.4, -352))
        self._crawl = Stretches((75.8, 79.2))
        self._hug = Track((78.6, 0), (80.0, 1), (88.4, 1), (89.6, 0.55))

    def at(self, seconds: float) -> Scene:
        time = seconds % STORY_SECONDS
        ball = self._ball.at(time), BALL_Y
        bear = self._bear.at(time)
        dance = self._bear_dance.at(time) * math.sin(time * 7)
        hug = self._hug.at(time)
        parent, child = self._parent(time, ball, bear, hug), self._child(time, ball, bear, hug)
        return Scene(parent, child, ball, (ball[0] - PARENT_SIDE) / BALL_RADIUS, (bear[0], bear[1] - 12 * abs(dance)), 14 * dance, hug)

    def _mouth(self, who: str, time: float) -> tuple[float, float]:
        for syllable in self.voices[who]:
            part = (time - syllable.start) / syllable.length
            if 0 <= part <= 1:
                return math.sin(math.pi * part), 1.0 if syllable.rounded else 0.0
        return 0.0, 0.0

    def _parent(self, time: float, ball: Point, bear: Point, hug: float) -> Pose:
        mouth, rounded = self._mouth("parent", time)
        laugh, hold = self._laughs["parent"].at(time), self._holding["parent"].at(time)
        hide = Stretches((64.2, 66.5), edge=0.35).at(time)
        wave = Stretches((38.6, 41.2), edge=0.4).at(time)
        boo = Stretches((66.8, 69.6)).at(time)
        near, far = (455.0, 575.0), (480.0, 560.0)
        near = _towards(near, (ball[0] - 24, ball[1] - 22), hold)
        far = _towards(far, (ball[0] - 4, ball[1] - 34), hold)
        near = _towards(near, (318, 372), boo)
        far = _towards(far, (510, 360), boo)
        far = _towards(far, (520 + 24 * math.sin(time * 9), 390), wave)
        near, far = _towards(near, (586, 548), hug), _towards(far, (560, 500), hug)
        looking = _mixed_point(CHILD_FACE, ball, self._watch_ball(time, "parent"))
        looking = _towards(looking, bear, Stretches((28.4, 31.4), (35.0, 36.4)).at(time))
        looking = _towards(looking, (520, 470), hug)
        return Pose(
            x=0, hop=-5 * laugh * abs(math.sin(time * 11)),
            lean=2 + 9 * hold + 5 * Stretches((34.8, 41.5)).at(time) + 7 * boo + 12 * hug + 1.2 * math.sin(time * 0.9),
            tilt=4 * math.sin(time * 0.7) + 7 * Stretches((29.0, 34.0)).at(time) + 8 * hug,
            gaze=looking, smile=min(1.0, 0.55 + 0.45 * max(laugh, hug, boo, Stretches((34.5, 42.0)).at(time))),
            mouth=max(mouth, 0.75 * laugh, 0.7 * boo), rounded=rounded * (1 - laugh) * (1 - boo),
            brow=max(rounded * mouth, boo, 0.7 * Stretches((29.0, 32.0), (34.4, 36.6)).at(time)),
            lids=max(self._blinks["parent"].at(time), 0.95 * Stretches((80.4, 87.6), edge=0.5).at(time)), hide=hide,
            near_hand=near, far_hand=far,
        )  # fmt: skip

    def _child(self, time: float, ball: Point, bear: Point, hug: float) -> Pose:
        mouth, rounded = self._mouth("child", time)
        laugh, hold = self._laughs["child"].at(time), self._holding["child"].at(time)
        x, crawl = self._child_x.at(time), self._crawl.at(time)
        reach = Stretches((31.0, 43.2), edge=0.5).at(time)
        hide = Stretches((70.4, 72.4), edge=0.35).at(time)
        arms_up = Stretches((77.4, 79.0), edge=0.5).at(time)
        near, far = (872.0 + x, 590.0), (900.0 + x, 575.0)
        near = _towards(near, (ball[0] + 22, ball[1] - 22), hold)
        far = _towards(far, (ball[0] + 2, ball[1] - 34), hold)
        near = _towards(near, (bear[0] + 14, bear[1] + 10), reach)
        far = _towards(far, (bear[0] - 16, bear[1] + 14), reach * Stretches((33.6, 42.2), edge=0.5).at(time))
        clap = 16 * abs(math.sin(time * 12))
        joy = laugh * (1 - reach) * (1 - hug) * (1 - hold)
        near, far = _towards(near, (846 - clap, 520), joy), _towards(far, (846 + clap, 512), joy)
        near, far = _towards(near, (800 + x, 430), arms_up), _towards(far, (830 + x, 415), arms_up)
        near, far = _towards(near, (440, 540), hug), _towards(far, (430, 505), hug)
        looking = _mixed_point(PARENT_FACE, ball, self._watch_ball(time, "child"))
        away = Stretches((26.6, 33.4), (42.4, 43.6)).at(time)
        looking = _towards(looking, bear, away)
        return Pose(
            x=x, hop=-9 * laugh * abs(math.sin(time * 13)) * (1 - hug) - 10 * crawl * abs(math.sin(time * 6)),
            lean=14 * away - (2 + 11 * hold + 6 * Stretches((64.6, 66.6)).at(time) + 10 * crawl + 13 * hug) + 1.5 * math.sin(time * 1.3),
            tilt=5 * math.sin(time * 0.8 + 2) + 5 * Stretches((34.4, 41.0)).at(time) - 14 * hug,
            gaze=looking, smile=min(1.0, 0.5 + 0.5 * max(laugh, hug, Stretches((34.0, 42.0), (66.9, 74.0)).at(time), 0.6 * hold)),
            mouth=max(mouth, 0.85 * laugh), rounded=max(rounded * (1 - laugh), 0),
            brow=max(rounded * mouth, Stretches((65.0, 67.4)).at(time), 0.6 * laugh),
            lids=max(self._blinks["child"].at(time), Stretches((81.0, 87.0), edge=0.4).at(time)), hide=hide,
            near_hand=near, far_hand=far,
        )  # fmt: skip

    def _watch_ball(self, time: float, who: str) -> float:
        """Eyes on the ball while it rolls; then up to the other's face."""
        early, late = (0.7, 0.0) if who == "child" else (0.5, -0.2)
        return Stretches(*((start - early, end + late) for start, end in self.rolls), edge=0.3).at(time)


def _blinks(luck: random.Random) -> list[tuple[float, float]]:
    times, time = [], 1.5
    while time < STORY_SECONDS:
        times.append((time, time + 0.06))
        time += luck.uniform(2.2, 4.6)
    return times


def _holds(who: str) -> list[tuple[float, float]]:
    """When someone has hands on the ball: about to roll it, or having caught it."""
    rolling = [(start - 0.9, start + 0.25) for start, _, roller in _ROLLS if roller == who]
    catching = [(start + length - 0.1, start + length + 0.8) for start, length, roller in _ROLLS if roller != who]
    return rolling + catching


def _towards(point: Point, target: Point, part: float) -> Point:
    return _mixed_point(point, target, part)


def _mixed_point(one: Point, other: Point, part: float) -> Point:
    return one[0] + (other[0] - one[0]) * part, one[1] + (other[1] - one[1]) * part
