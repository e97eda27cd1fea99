#!/usr/bin/env bash
# Makes .venv from the lock file, all by hash, and puts the `report` command into it.
set -euo pipefail
python=$1
if ! command -v "$python" >/dev/null; then
    echo "there is no \`$python\` here: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; \`$python\` is $("$python" --version 2>&1); name another: make PYTHON=python3.12" >&2
    exit 1
fi
# Debian keeps `ensurepip` in a package of its own.
"$python" -c 'import ensurepip' 2>/dev/null || "$(dirname "$0")/packages.sh" python3-venv
echo "making .venv from requirements.lock; this takes a minute, once" >&2
"$python" -m venv --clear .venv
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
