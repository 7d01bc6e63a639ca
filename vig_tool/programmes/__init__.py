"""Programmes: what is being done with a family, as a data pack — scheme, goal kinds, limits, questions of the review."""

from vig_tool.programmes.loading import built_in, load, parse
from vig_tool.programmes.model import GoalKind, Limits, Principle, Programme, Prompt, ReviewQuestions, Scheme

__all__ = ["GoalKind", "Limits", "Principle", "Programme", "Prompt", "ReviewQuestions", "Scheme", "built_in", "load", "parse"]
