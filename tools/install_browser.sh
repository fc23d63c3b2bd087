#!/bin/sh
# Give the tests a headless Chromium: Debian's where we may install it, else Playwright's own.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

add_package() {
    apt-get install -y -qq --no-install-recommends "$1" </dev/null >/dev/null
}

# The one without windows is the same engine and takes half the time; calls need the whole one.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 &&
    ! { command -v chromium && command -v chromium-headless-shell; } >/dev/null; then
    say "Installing Chromium from the distribution's packages."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null || say "The lists of packages could not be renewed."
    command -v chromium >/dev/null || add_package chromium
    add_package chromium-headless-shell || say "Its variant without windows is not there."
fi

if browser=$(command -v chromium || command -v chromium-browser); then
    say "Browser tests use $browser."
else
    say "Installing Playwright's own Chromium (about 110 MB, kept in ~/.cache/ms-playwright)."
    .venv/bin/python -m playwright install chromium --only-shell
    say "If it complains about missing libraries: apt-get install chromium, as root."
fi

if .venv/bin/python - <<'LOOK'
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.firefox.executable_path).exists())
LOOK
then
    say "Playwright's Firefox is present: the main path is walked in it too."
else
    say "Playwright's Firefox is not present: the main path is NOT walked in Firefox (tests skipped)."
    say "To have it: .venv/bin/python -m playwright install firefox. Playwright cannot drive Debian's."
fi

# Calls between homes go through a relay; its tests run a real one on the loopback.
if relay=$(command -v turnserver); then
    say "Relay tests use $relay."
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing coturn from the distribution's packages."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null
    apt-get install -y -qq --no-install-recommends coturn </dev/null >/dev/null ||
        say "coturn could not be installed: what a relay shows is NOT tested (tests skipped)."
else
    say "coturn is not installed: what a relay shows is NOT tested (tests skipped)."
    say "To have it, as root: apt-get install coturn"
fi
