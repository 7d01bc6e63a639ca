"""Finds the line on which each thing of a TOML text stands, so that a sentence about it can name the line.

`tomllib` reads values but forgets where they stood. What is scanned here was read by it before, so it is well formed.
"""

from __future__ import annotations

import contextlib
import re
from bisect import bisect_right

from vig_tool.programmes.pack import Place

_SPACE, _BLANK = " \t", " \t\n"
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]*")


class Lines:
    """Of one text. Lines count from 1."""

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._starts = [0, *(found.end() for found in re.finditer("\n", self._text))]
        self._lists: dict[Place, int] = {}
        self._found: dict[Place, int] = {}
        self._at = 0
        with contextlib.suppress(RecursionError, IndexError):  # what was found until there still helps
            self._scan()

    def line(self, place: Place) -> int:
        """Where it stands; of what is missing, where that stands which should hold it."""
        for length in range(len(place), 0, -1):
            if place[:length] in self._found:
                return self._found[place[:length]]
        return 1

    def _scan(self) -> None:
        around: Place = ()
        while True:
            self._skip(_BLANK)
            if self._at >= len(self._text):
                return
            at = self._at
            if self._text.startswith("[[", at):
                self._at += 2
                around = self._headed(self._key(), listed=True)
                self._note(around, at)
                self._at += 2
            elif self._text[at] == "[":
                self._at += 1
                around = self._headed(self._key(), listed=False)
                self._note(around, at)
                self._at += 1
            else:
                self._pair(around)

    def _headed(self, keys: list[str], *, listed: bool) -> Place:
        """The place a header speaks of: of a list on the way, its latest."""
        place: Place = ()
        for key in keys[:-1]:
            place = (*place, key)
            if place in self._lists:
                place = (*place, self._lists[place])
        place = (*place, keys[-1])
        if listed:
            self._lists[place] = self._lists.get(place, -1) + 1
            self._note(place, self._at)
            place = (*place, self._lists[place])
        return place

    def _pair(self, around: Place) -> None:
        at = self._at
        place = (*around, *self._key())
        self._note(place, at)
        self._skip(_SPACE)
        self._at += 1  # =
        self._skip(_SPACE)
        self._value(place)

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            if self._text[self._at] in "\"'":
                keys.append(self._string())
            else:
                bare = _BARE_KEY.match(self._text, self._at)
                if bare is None:
                    raise IndexError
                keys.append(bare.group())
                self._at = bare.end()
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _value(self, place: Place) -> None:
        sign = self._text[self._at]
        if sign in "\"'":
            self._string()
        elif sign == "[":
            self._list(place)
        elif sign == "{":
            self._table(place)
        else:
            bare = _BARE_VALUE.match(self._text, self._at)
            self._at = self._at if bare is None else bare.end()

    def _list(self, place: Place) -> None:
        self._at += 1
        number = 0
        while True:
            self._skip(_BLANK)
            if self._text[self._at] == "]":
                self._at += 1
                return
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._note((*place, number), self._at)
            self._value((*place, number))
            number += 1

    def _table(self, place: Place) -> None:
        self._at += 1
        while True:
            self._skip(_BLANK)
            if self._text[self._at] == "}":
                self._at += 1
                return
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._pair(place)

    def _string(self) -> str:
        """Steps over it; what stands between the marks, escapes and all."""
        mark = self._text[self._at]
        for end in (mark * 3, mark):
            if not self._text.startswith(end, self._at):
                continue
            if end == mark and self._text.startswith(mark * 2, self._at):
                self._at += 2
                return ""
            begin = at = self._at + len(end)
            while not self._text.startswith(end, at):
                at += 2 if mark == '"' and self._text[at] == "\\" else 1
                if at >= len(self._text):
                    raise IndexError
            self._at = at + len(end)
            while len(end) == 3 and self._text.startswith(mark, self._at):  # up to two more belong to the text
                self._at += 1
            return self._text[begin:at]
        raise IndexError

    def _skip(self, signs: str) -> None:
        """Over space, and over remarks where lines may end."""
        while self._at < len(self._text):
            if self._text[self._at] in signs:
                self._at += 1
            elif self._text[self._at] == "#" and "\n" in signs:
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            else:
                return

    def _note(self, place: Place, at: int) -> None:
        self._found.setdefault(place, bisect_right(self._starts, at))
