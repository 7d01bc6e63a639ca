"""Parent and child: bodies, arms and legs under the heads, and the things they play with."""

from __future__ import annotations

import math
from typing import Final

from vig_tool.media.sample.faces import Colours, draw_head
from vig_tool.media.sample.pen import Colour, Pen, colour, mixed
from vig_tool.media.sample.story import BALL_RADIUS, Pose, Scene
from vig_tool.media.sample.tracks import Point

PARENT: Final = Colours(*(colour(c) for c in (
    "#C98D66", "#B2744F", "#D98268", "#3A2A26", "#5A4238", "#C7603F", "#AE4F33", "#3D5068", "#334459", "#F0E6D8",
)))  # fmt: skip
CHILD: Final = Colours(*(colour(c) for c in (
    "#D29A72", "#BC815A", "#E28F78", "#5B3A2A", "#7C5440", "#F0B94B", "#DCA238", "#4E8C86", "#407771", "#FAF3E7",
)))  # fmt: skip
_STRIPE, _BUTTON, _RUG_SHADE = colour("#FFF3D6"), colour("#F4D58D"), colour("#B99A86")
_BALL, _BALL_LIGHT, _BALL_BAND = colour("#D9483B"), colour("#EE7A63"), colour("#FBEFD9")
_BEAR, _BEAR_SHADE, _BEAR_LIGHT, _DARK = colour("#A9794E"), colour("#8E6340"), colour("#DDBB8E"), colour("#3A2A22")


def draw_scene(pen: Pen, scene: Scene) -> None:
    """Everything that moves, back to front, on a picture of the room."""
    _shadows(pen, scene)
    parent, child = _Body(pen, scene.parent, child=False), _Body(pen, scene.child, child=True)
    if not parent.hands_up:
        parent.far_arm()
    parent.body()
    if scene.bear[1] > 600:
        draw_bear(pen, scene.bear, scene.bear_tilt)
    if scene.hug < 0.05:
        parent.head()
    if not child.hands_up:
        child.far_arm()
    child.body()
    if scene.bear[1] <= 600:
        draw_bear(pen, scene.bear, scene.bear_tilt)
    if scene.ball[0] > 600:
        draw_ball(pen, scene.ball, scene.ball_turn)
    if scene.hug >= 0.05:
        parent.head()
    child.head()
    if child.hands_up:
        child.far_arm()
    child.near_arm()
    if scene.ball[0] <= 600:
        draw_ball(pen, scene.ball, scene.ball_turn)
    if parent.hands_up:
        parent.far_arm()
    parent.near_arm()


def draw_ball(pen: Pen, at: Point, turn: float) -> None:
    ball = pen.moved(*at, degrees=math.degrees(turn))
    ball.oval(0, 0, BALL_RADIUS, BALL_RADIUS, _BALL)
    ball.stroke([(-BALL_RADIUS * 0.92, -6), (0, 4), (BALL_RADIUS * 0.92, -6)], 8, _BALL_BAND)
    ball.oval(-9, 17, 4.5, 4.5, _BALL_BAND)
    ball.oval(10, -19, 4.5, 4.5, _BALL_BAND)
    pen.oval(at[0] - 10, at[1] - 13, 8, 6, _BALL_LIGHT, degrees=-35)


def draw_bear(pen: Pen, at: Point, tilt: float) -> None:
    bear = pen.moved(*at, degrees=tilt)
    for side in (-1, 1):
        bear.oval(side * 24, 34, 15, 13, _BEAR_SHADE)
        bear.oval(side * 25, 35, 7, 7, _BEAR_LIGHT)
        bear.oval(side * 27, 2, 11, 19, _BEAR_SHADE, degrees=-side * 32)
        bear.oval(side * 21, -53, 11, 11, _BEAR)
        bear.oval(side * 21, -52, 5.5, 5.5, _BEAR_LIGHT)
    bear.oval(0, 12, 27, 31, _BEAR)
    bear.oval(0, 15, 16, 19, _BEAR_LIGHT)
    bear.oval(0, -33, 29, 26, _BEAR)
    bear.oval(0, -25, 14, 11, _BEAR_LIGHT)
    bear.oval(0, -29, 5, 3.6, _DARK)
    bear.stroke([(-5, -22), (0, -19), (5, -22)], 2.4, _DARK)
    for side in (-1, 1):
        bear.oval(side * 11, -37, 3.2, 3.6, _DARK)


def _shadows(pen: Pen, scene: Scene) -> None:
    pen.oval(372, 655, 150, 20, _RUG_SHADE)
    pen.oval(912 + scene.child.x, 656, 116, 17, _RUG_SHADE)
    pen.oval(scene.ball[0], scene.ball[1] + BALL_RADIUS, 30, 7, _RUG_SHADE)
    if scene.bear[1] > 560:
        pen.oval(scene.bear[0], 655, 46, 9, _RUG_SHADE)


class _Body:
    """One person in one picture. The body turns about the hip; the hands go where the pose wants them, as far as the arms reach."""

    def __init__(self, pen: Pen, pose: Pose, *, child: bool) -> None:
        self._pen, self._pose, self._is_child = pen, pose, child
        self._colours = CHILD if child else PARENT
        self._side = -1 if child else 1
        self._hip = (948 + pose.x, 606 + pose.hop) if child else (332.0, 596 + pose.hop)
        self._trunk = pen.moved(*self._hip, degrees=pose.lean)
        at, size = ((-6, -196), 1.04) if child else ((16, -256), 1.08)
        self._head = self._trunk.moved(*at, degrees=pose.tilt - pose.lean * 0.6, scale=size)
        self._arm = (78.0, 76.0) if child else (112.0, 112.0)
        self._sleeve = 30.0 if child else 40.0

    @property
    def hands_up(self) -> bool:
        """Whether the far arm stands before the face instead of behind the body."""
        return self._pose.far_hand[1] < 440 or self._pose.hide > 0.15

    def body(self) -> None:
        pen, c, side = self._pen, self._colours, self._side
        x, y = self._hip
        if self._is_child:
            self._leg([(x - 4, y + 2), (x - 46, y - 16), (x - 82, y + 22)], 42, c.legs_shade, (x - 88, y + 22))
            self._trunk.shape([(-42, 20), (-47, -40), (-40, -104), (-22, -128), (18, -128), (38, -104), (46, -40), (44, 20)], c.top)
            for row in (-112, -84):
                self._trunk.stroke([(-38, row + 2), (0, row + 7), (38, row + 2)], 9, _STRIPE)
            self._trunk.shape([(-46, 26), (-47, -20), (-30, -66), (0, -70), (30, -66), (46, -20), (46, 26), (0, 38)], c.legs)
            for strap in (-20, 20):
                self._trunk.stroke([(strap, -64), (strap * 1.1, -122)], 11, c.legs)
                self._trunk.oval(strap, -60, 5, 5, _BUTTON)
            self._trunk.shape([(-20, -42), (20, -42), (17, -16), (0, -10), (-17, -16)], c.legs_shade)
            self._leg([(x + 6, y + 14), (x - 40, y + 2), (x - 76, y + 38)], 44, c.legs, (x - 84, y + 38))
            return
        self._leg([(x + 10, y + 12), (x + 132, y + 6), (x + 20, y + 40)], 62, c.legs_shade, (x - 60, y + 42))
        jumper = [(-62, 26), (-64, -50), (-62, -128), (-42, -166), (0, -178), (40, -166), (58, -130), (60, -50), (62, 26), (0, 42)]
        self._trunk.shape(jumper, c.top)
        self._trunk.shape([(-24, -168), (0, -150), (26, -168), (12, -178), (-10, -178)], c.skin)
        self._trunk.stroke([(-58, 18), (0, 30), (58, 18)], 10, c.top_shade)
        pen.stroke([(x - 6, y + 22), (x + 62, y + 2), (x + 138, y + 26)], 70, c.legs)
        pen.stroke([(x + 138, y + 34), (x + 30, y + 46), (x - 44, y + 46)], 44, mixed(c.legs, c.legs_shade, 0.5))
        pen.oval(x - 62, y + 46, 26, 17, c.feet, degrees=side * 8)

    def head(self) -> None:
        c, at = self._colours, (-6, -196) if self._is_child else (16, -256)
        neck = (0, -118) if self._is_child else (4, -166)
        self._trunk.stroke([neck, (at[0], at[1] + 40)], 34 if self._is_child else 40, c.shade)
        draw_head(self._head, self._pose, self._pen.place(*self._pose.gaze), c, side=self._side, child=self._is_child)

    def near_arm(self) -> None:
        self._draw_arm((-10.0, -98.0) if self._is_child else (-14.0, -142.0), self._hand(self._pose.near_hand, -4.0), shaded=False)

    def far_arm(self) -> None:
        self._draw_arm((-22.0, -100.0) if self._is_child else (34.0, -142.0), self._hand(self._pose.far_hand, 37.0), shaded=True)

    def _hand(self, hand: Point, eye: float) -> Point:
        """Where a hand goes; hiding, before an eye (`eye`: how far along the face)."""
        hide = self._pose.hide
        before = self._in_scene(self._head.place(self._side * eye, 4))
        return hand[0] + (before[0] - hand[0]) * hide, hand[1] + (before[1] - hand[1]) * hide

    def _in_scene(self, pixel: Point) -> Point:
        return (pixel[0] - self._pen.x) / self._pen.scale, (pixel[1] - self._pen.y) / self._pen.scale

    def _draw_arm(self, shoulder_in_trunk: Point, hand: Point, *, shaded: bool) -> None:
        shoulder = self._in_scene(self._trunk.place(*shoulder_in_trunk))
        elbow, hand = _bend(shoulder, hand, self._arm, self._side)
        c = self._colours
        sleeve: Colour = c.top_shade
        near = mixed(c.top, c.top_shade, 0.35)
        skin = c.shade if shaded else c.skin
        wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.72, elbow[1] + (hand[1] - elbow[1]) * 0.72)
        self._pen.stroke([shoulder, elbow, wrist], self._sleeve, sleeve if shaded else near)
        if self._is_child:
            cuff = (wrist[0] * 0.97 + elbow[0] * 0.03, wrist[1] * 0.97 + elbow[1] * 0.03)
            self._pen.stroke([wrist, cuff], self._sleeve * 1.04, _STRIPE)
        self._pen.stroke([wrist, hand], self._sleeve * 0.6, skin)
        self._pen.oval(*hand, self._sleeve * 0.52, self._sleeve * 0.52, skin)

    def _leg(self, points: list[Point], width: float, fill: Colour, foot: Point) -> None:
        self._pen.oval(foot[0], foot[1], 17, 20 if self._is_child else 15, self._colours.feet)
        self._pen.stroke(points, width, fill)


def _bend(shoulder: Point, hand: Point, lengths: tuple[float, float], side: int) -> tuple[Point, Point]:
    """Where the elbow goes (two circles meeting, the lower crossing), and the hand, no farther than the arm reaches."""
    upper, lower = lengths
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    far = math.hypot(dx, dy) or 1.0
    reach = min(far, (upper + lower) * 0.985)
    reach = max(reach, abs(upper - lower) + 24)
    ux, uy = dx / far, dy / far
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    out = math.sqrt(max(0.0, upper**2 - along**2))
    one = (shoulder[0] + ux * along - uy * out, shoulder[1] + uy * along + ux * out)
    other = (shoulder[0] + ux * along + uy * out, shoulder[1] + uy * along - ux * out)
    one_first = one[1] > other[1] if abs(one[1] - other[1]) > 8 else (one[0] - other[0]) * side < 0
    elbow = one if one_first else other
    return elbow, (shoulder[0] + ux * reach, shoulder[1] + uy * reach)
