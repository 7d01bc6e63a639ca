"""Reads programmes: the built-in ones, and packs a service has written itself."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from pydantic import ValidationError

from vig_tool.errors import BadInput, NotThere
from vig_tool.places import resource
from vig_tool.programmes.model import Programme
from vig_tool.programmes.pack import FORMAT, WrittenPack, built, clashes

_FOLDER = "programmes"
_LARGEST = 256 * 1024
_MOST_SENTENCES = 5
_SHOULD = re.compile(r"^[A-Z][a-z]+( input)? should")


def load(programme_id: str) -> Programme:
    """A built-in programme. Raises NotThere."""
    for programme in built_in():
        if programme.id == programme_id:
            return programme
    known = ", ".join(f"“{programme.id}”" for programme in built_in())
    raise NotThere(f"There is no programme “{programme_id}”.", advice=f"There is {known}.")


@cache
def built_in() -> tuple[Programme, ...]:
    """All programmes that come with the program, by id."""
    paths = sorted(resource(_FOLDER).glob("*.toml"))
    return tuple(parse(path.read_text(encoding="utf-8"), name=path.stem) for path in paths)


def parse(text: str, name: str) -> Programme:
    """The programme written in a pack; `name` is what the user calls it. Raises BadInput that says what to correct, and where."""
    if len(text) > _LARGEST:
        raise _bad(name, ["It is far too long for a programme."])
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as trouble:
        raise _bad(name, [f"It is not written as a programme: {trouble}."]) from trouble
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise _bad(name, ["It was written for a newer version of VIG Tool."])
    try:
        pack = WrittenPack.model_validate(data)
    except ValidationError as trouble:
        raise _bad(name, _sentences(trouble, data)) from None
    found = clashes(pack)
    if found:
        raise _bad(name, found)
    return built(pack)


def _bad(name: str, sentences: list[str]) -> BadInput:
    more = len(sentences) - _MOST_SENTENCES
    shown = sentences[:_MOST_SENTENCES] + ([f"And {more} more."] if more > 0 else [])
    return BadInput(f"The programme “{name}” cannot be used.", advice=" ".join(shown))


def _sentences(trouble: ValidationError, data: dict[str, Any]) -> list[str]:
    errors = trouble.errors()
    places = [error["loc"] for error in errors]
    return [
        _sentence(error["loc"], error["type"], error["msg"], data)
        for error in errors
        # A list with something wrong inside is also called too short.
        if error["type"] != "too_short" or not any(place[: len(error["loc"])] == error["loc"] != place for place in places)
    ]


def _sentence(place: tuple[int | str, ...], kind: str, message: str, data: dict[str, Any]) -> str:
    where, field = _where(place, data)
    if kind == "missing":
        return f"“{field}” is missing{where}."
    if kind == "extra_forbidden":
        return f"“{field}” is not known{where}."
    if kind == "string_pattern_mismatch":
        allowed = "be made of small letters, digits and hyphens" if field == "id" else "stand on one line"
        return f"“{field}”{where} should {allowed}."
    return f"“{field}”{where} {_SHOULD.sub('should', message)}."


def _where(place: tuple[int | str, ...], data: object) -> tuple[str, str]:
    """In words, where a field stands: the names of the things around it, or their number where they have none."""
    names, field = [], "format"
    for step in place:
        inside: object = None
        if isinstance(data, dict):
            inside = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            inside = data[step]
        data = inside
        if isinstance(step, str):
            field = step
            continue
        called = data.get("name") or data.get("id") if isinstance(data, dict) else None
        names.append(f"“{called}”" if called else f"number {step + 1} of “{field}”")
    return (f" in {', '.join(names)}" if names else ""), field
