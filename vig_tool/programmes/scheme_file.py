"""A scheme as a file of its own: read with sentences that name the line, written so that it reads back equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from vig_tool.programmes.faults import Fault, Unreadable, faults_of, read_toml, refusal, with_lines
from vig_tool.programmes.model import Limits, Principle, Scheme
from vig_tool.programmes.pack import FORMAT, Id, WrittenLimits, WrittenScheme, limits_of, scheme_clashes, scheme_of

_SECOND = 1_000_000
_HEAD = "# A scheme of VIG Tool. Change it here or in the program; what cannot be used is said with its line."


class WrittenSchemeFile(WrittenScheme):
    format: Literal[1]
    programme: Id
    limits: WrittenLimits | None = None


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """`programme`: the id of the one it belongs to. `limits`: of that programme, where the file speaks of them."""

    programme: str
    scheme: Scheme
    limits: Limits | None


def read_scheme(text: str, name: str, *, taken: Mapping[str, str] | None = None) -> SchemeFile:
    """`name`: what the user calls the file. `taken`: ids of principles that other schemes use already → the names of these. Raises
    BadInput that says what to correct, and on which line."""
    sentence = f"The scheme “{name}” cannot be used."
    try:
        data = read_toml(text, kind="scheme")
    except Unreadable as trouble:
        raise refusal(sentence, [str(trouble)]) from trouble
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise refusal(sentence, ["It was written for a newer version of VIG Tool."])
    if "schemes" in data:
        raise refusal(sentence, ["This is a whole programme, not one scheme: write a scheme from here to see how one looks."])
    try:
        written = WrittenSchemeFile.model_validate(data)
    except ValidationError as trouble:
        raise refusal(sentence, with_lines(faults_of(trouble, data), text)) from None
    found = _clashes(written, taken or {})
    if found:
        raise refusal(sentence, with_lines(found, text))
    return SchemeFile(written.programme, scheme_of(written), limits_of(written.limits) if written.limits else None)


def write_scheme(scheme: Scheme, *, programme: str, limits: Limits | None = None) -> str:
    """The text of its file."""
    plain = content_of(scheme)
    lines = [_HEAD, f"format = {FORMAT}", f"programme = {_quoted(programme)}"]
    lines += [f"{field} = {_quoted(plain[field])}" for field in ("id", "name", "about")]
    lines.append(f"roles = [{', '.join(map(_quoted, plain['roles']))}]")
    if limits is not None:
        lines += ["", "[limits]", f"clips = {limits.clips}", f"seconds = {limits.clip_us // _SECOND}"]
    for principle in plain["principles"]:
        lines += ["", "[[principles]]"]
        lines += [f"{field} = {_written(field, value)}" for field, value in principle.items()]
    return "\n".join(lines) + "\n"


def content_of(scheme: Scheme) -> dict[str, Any]:
    """What is kept of a scheme: what its file says of it, as JSON takes it. Times are exact decimals, as text."""
    return {
        "id": scheme.id,
        "name": scheme.name,
        "about": scheme.about,
        "roles": list(scheme.roles),
        "principles": [_principle(one) for one in (*scheme.principles, *scheme.retired)],
    }


def scheme_from(content: Mapping[str, Any]) -> Scheme:
    """What `content_of` gave. Raises ValueError where it is no such thing."""
    return scheme_of(WrittenScheme.model_validate(dict(content)))


def half_written(content: Mapping[str, Any]) -> Scheme:
    """What `content_of` gave of a scheme that may not be fit to be used yet. Raises ValueError, KeyError, TypeError."""
    held = [
        Principle(
            **{name: str(one[name]) for name in ("id", "name", "key", "colour", "shape", "definition", "example")},
            short=str(one.get("short", one["name"])),
            group=str(one.get("group", "")),
            retired=bool(one.get("retired", False)),
            lead_us=round(float(one["lead"]) * _SECOND),
            lag_us=round(float(one["lag"]) * _SECOND),
        )
        for one in content["principles"]
    ]
    used, retired = tuple(one for one in held if not one.retired), tuple(one for one in held if one.retired)
    return Scheme(str(content["id"]), str(content["name"]), str(content["about"]), tuple(map(str, content["roles"])), used, retired)


def scheme_faults(scheme: Scheme, taken: Mapping[str, str]) -> list[Fault]:
    """What keeps a scheme from being used; places count the principles as `content_of` has them. `taken`: as for `read_scheme`."""
    content = content_of(scheme)
    try:
        written = WrittenScheme.model_validate(content)
    except ValidationError as trouble:
        return faults_of(trouble, content)
    return _clashes(written, taken)


def _clashes(written: WrittenScheme, taken: Mapping[str, str]) -> list[Fault]:
    found = [Fault(clash.place, _capital(clash.sentence), _capital(clash.sentence)) for clash in scheme_clashes(written)]
    seen: set[str] = set()
    for number, one in enumerate(written.principles):
        place = ("principles", number, "id")
        if one.id in seen:
            said = f"Two principles have the id “{one.id}”."
            found.append(Fault(place, said, said))
        elif one.id in taken:
            said = f"The id “{one.id}” belongs to a principle of “{taken[one.id]}” already."
            found.append(Fault(place, said, said))
        seen.add(one.id)
    return found


def _principle(one: Principle) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": one.id, "name": one.name}
    if one.short != one.name:
        plain["short"] = one.short
    if one.group:
        plain["group"] = one.group
    plain |= {"key": one.key, "colour": one.colour, "shape": one.shape, "definition": one.definition, "example": one.example}
    plain |= {"lead": _seconds(one.lead_us), "lag": _seconds(one.lag_us)}
    return plain | ({"retired": True} if one.retired else {})


def _seconds(us: int) -> str:
    return format((Decimal(us) / _SECOND).normalize(), "f")


def _written(field: str, value: object) -> str:
    if value is True:
        return "true"
    return str(value) if field in ("lead", "lag") else _quoted(str(value))


def _quoted(text: str) -> str:
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(signs.get(sign) or (f"\\u{ord(sign):04X}" if ord(sign) < 32 or ord(sign) == 127 else sign) for sign in text) + '"'


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
