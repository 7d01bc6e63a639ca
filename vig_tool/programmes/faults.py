"""What is wrong with something written, each in a sentence with the line on which it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from vig_tool.errors import BadInput
from vig_tool.programmes.lines import Lines
from vig_tool.programmes.pack import Place

LARGEST = 256 * 1024
_MOST_SENTENCES = 5
_SHOULD = re.compile(r"^[A-Z][a-z]+( input)? should")
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|(end of document))\)$")
_PLAIN = (
    ("expected '='", "after the name there should be “=” and then what it is"),
    ("invalid statement", "a name with “=” and what it is should stand here"),
    ("invalid initial character for a key", "a name should stand before “=”, made of letters, digits and hyphens"),
    ("invalid value", "what stands after “=” cannot be read; words need quotation marks around them"),
    ("expected newline", "something stands here that does not belong to this line"),
    ("unterminated string", "a quotation mark is missing at the end"),
    ("illegal character", "a quotation mark is missing, or a sign stands here that cannot be used"),
    ("unescaped '\\'", "a “\\” in quotation marks has to be written twice"),
    ("unclosed array", "a “]” is missing"),
    ("unclosed inline table", "a “}” is missing"),
    ("expected ']'", "a “]” is missing"),
    ("expected ']]'", "“]]” is missing"),
    ("twice", "the same heading stands here a second time"),
    ("cannot overwrite", "the same name is given a second time"),
    ("duplicate inline table key", "the same name is given a second time"),
    ("cannot redefine", "the same heading is given a second time"),
    ("cannot mutate", "the same name is given a second time"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """`sentence` says where as well as what; `words` what alone, for who sees the place anyway."""

    place: Place
    sentence: str
    words: str


def read_toml(text: str, *, kind: str) -> dict[str, Any]:
    """`kind`: what it should be ("programme"). Raises Unreadable with one sentence that names the line."""
    if len(text) > LARGEST:
        raise Unreadable(f"It is far too long for a {kind}.")
    try:
        return tomllib.loads(text)
    except RecursionError as trouble:
        raise Unreadable(f"It is not written as a {kind}.") from trouble
    except tomllib.TOMLDecodeError as trouble:
        said = str(trouble)
        where = _WHERE.search(said)
        found = next((plain for sign, plain in _PLAIN if sign in said.casefold()), "this cannot be read")
        line = int(where.group(1)) if where and where.group(1) else text.rstrip().count("\n") + 1
        raise Unreadable(f"Line {line}: {found}.") from trouble


class Unreadable(Exception):
    """It is no such file at all; the sentence stands in `args`."""


def refusal(sentence: str, said: list[str]) -> BadInput:
    """One trouble with the first few sentences as advice."""
    more = len(said) - _MOST_SENTENCES
    shown = said[:_MOST_SENTENCES] + ([f"And {more} more."] if more > 0 else [])
    return BadInput(sentence, advice=" ".join(shown))


def with_lines(faults: list[Fault], text: str) -> list[str]:
    """Each with its line, from top to bottom."""
    lines = Lines(text)
    numbered = sorted(((lines.line(fault.place), fault.sentence) for fault in faults), key=lambda pair: pair[0])
    return [f"Line {line}: {sentence}" for line, sentence in numbered]


def faults_of(trouble: ValidationError, data: dict[str, Any]) -> list[Fault]:
    errors = trouble.errors()
    places = [error["loc"] for error in errors]
    return [
        _fault(error["loc"], error["type"], error["msg"], data)
        for error in errors
        # A list with something wrong inside is also called too short.
        if error["type"] != "too_short" or not any(place[: len(error["loc"])] == error["loc"] != place for place in places)
    ]


def _fault(place: Place, kind: str, message: str, data: dict[str, Any]) -> Fault:
    where, field = _where(place, data)
    if kind == "missing":
        return Fault(place, f"“{field}” is missing{where}.", "This is missing.")
    if kind == "extra_forbidden":
        return Fault(place, f"“{field}” is not known{where}.", "This is not known.")
    if kind == "string_pattern_mismatch":
        words = "should be made of small letters, digits and hyphens" if field == "id" else "should stand on one line"
    elif kind == "string_too_short":
        words = "should not be empty"
    elif kind in ("decimal_type", "decimal_parsing", "finite_number"):
        words = "should be a number of seconds"
    elif kind == "bool_type":
        words = "should be true or false"
    else:
        words = _SHOULD.sub("should", message)
    return Fault(place, f"“{field}”{where} {words}.", f"It {words}.")


def _where(place: Place, data: object) -> tuple[str, str]:
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
