#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages named that are missing; without the right to, says which command does.
set -euo pipefail
if ! command -v dpkg-query >/dev/null; then
    echo "not a Debian or Ubuntu system: make sure that these are installed: $*" >&2
    exit 0
fi
missing=()
for package in "$@"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "packages are missing on this system; install them and try again: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet --quiet
apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}"
