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
