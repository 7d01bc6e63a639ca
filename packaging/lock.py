"""Makes the two hash-checked lists of packages again (for maintainers; needs `uv` on the PATH).

requirements.txt is what running needs, requirements-test.txt what testing adds to it. Both are universal (one file for Linux,
Windows and macOS) and name no registry.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def lock(target: Path, *groups: str) -> None:
    command = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
    command += ["--no-emit-find-links", "--no-header", "--no-annotate", "--quiet"]
    for group in groups:
        command += ["--group", f"{HERE.parent / 'pyproject.toml'}:{group}"]
    subprocess.run([*command, str(HERE.parent / "pyproject.toml"), "--output-file", str(target)], check=True, cwd=HERE.parent)
    print(f"{target.name}: {sum('==' in line for line in target.read_text().splitlines())} packages")


def main() -> int:
    lock(HERE / "requirements.txt", "build")
    lock(HERE / "requirements-test.txt", "build", "test")
    return 0


if __name__ == "__main__":
    sys.exit(main())
