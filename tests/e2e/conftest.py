"""Sample films and the command line for the end-to-end tests."""

from __future__ import annotations

from tests.cli.conftest import vig as vig
from tests.films import films as films
