"""Reads programmes: the built-in ones, and packs a service has written itself."""

from __future__ import annotations

from functools import cache

from pydantic import ValidationError

from vig_tool.errors import NotThere
from vig_tool.places import resource
from vig_tool.programmes.faults import Fault, Unreadable, faults_of, read_toml, refusal, with_lines
from vig_tool.programmes.model import Programme
from vig_tool.programmes.pack import FORMAT, WrittenPack, built, clashes

_FOLDER = "programmes"


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
    """The programme written in a pack; `name` is what the user calls it. Raises BadInput that says what to correct, and on which
    line."""
    sentence = f"The programme “{name}” cannot be used."
    try:
        data = read_toml(text, kind="programme")
    except Unreadable as trouble:
        raise refusal(sentence, [str(trouble)]) from trouble
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise refusal(sentence, ["It was written for a newer version of VIG Tool."])
    try:
        pack = WrittenPack.model_validate(data)
    except ValidationError as trouble:
        raise refusal(sentence, with_lines(faults_of(trouble, data), text)) from None
    found = clashes(pack)
    if found:
        raise refusal(sentence, with_lines([Fault(clash.place, clash.sentence, clash.sentence) for clash in found], text))
    return built(pack)
