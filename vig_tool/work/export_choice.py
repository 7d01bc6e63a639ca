"""What an export is for, in the user's words; by itself, so that asking for it loads nothing heavy."""

from __future__ import annotations

from vig_tool.media.exports.choice import Choice as Choice
