"""Tell what veraPDF says of files."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.vera import check

if __name__ == "__main__":
    flavours, *paths = sys.argv[1:]
    verdicts = check([Path(path) for path in paths], flavours.split(","))
    sys.stdout.write("\n".join(str(verdict) for verdict in verdicts) + "\n")
    sys.exit(0 if all(verdict.passed for verdict in verdicts) else 1)
