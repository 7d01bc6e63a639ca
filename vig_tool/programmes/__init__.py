"""Programmes: what is being done with a family, as a data pack — scheme, goal kinds, limits, questions of the review."""

from vig_tool.programmes.faults import Fault
from vig_tool.programmes.loading import built_in, load, parse
from vig_tool.programmes.model import GoalKind, Limits, Principle, Programme, Prompt, ReviewQuestions, Scheme
from vig_tool.programmes.pack import COLOURS, KEYS, SHAPES
from vig_tool.programmes.scheme_file import SchemeFile, content_of, half_written, read_scheme, scheme_faults, scheme_from, write_scheme

__all__ = [
    "COLOURS",
    "KEYS",
    "SHAPES",
    "Fault",
    "GoalKind",
    "Limits",
    "Principle",
    "Programme",
    "Prompt",
    "ReviewQuestions",
    "Scheme",
    "SchemeFile",
    "built_in",
    "content_of",
    "half_written",
    "load",
    "parse",
    "read_scheme",
    "scheme_faults",
    "scheme_from",
    "write_scheme",
]
