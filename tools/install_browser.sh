#!/bin/sh
# Give the tests a headless Chromium: Debian's where we may install it, else Playwright's own.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

if browser=$(command -v chromium || command -v chromium-browser); then
    say "Browser tests use $browser."
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing Chromium from the distribution's packages."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null
    apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null
else
    say "Installing Playwright's own Chromium (about 110 MB, kept in ~/.cache/ms-playwright)."
    .venv/bin/python -m playwright install chromium --only-shell
    say "If it complains about missing libraries: apt-get install chromium, as root."
fi

if command -v firefox >/dev/null 2>&1 || command -v firefox-esr >/dev/null 2>&1; then
    say "Firefox is present: its journeys run too."
else
    say "Firefox is not present: its journeys are SKIPPED."
fi
