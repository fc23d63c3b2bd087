#!/bin/sh
# Make .venv with exactly the packages of a lock file (hashes checked) and the command boutdufil.
# Usage: tools/bootstrap.sh requirements.lock|requirements-dev.lock
# A second call with the same lock returns at once. PYTHON=... chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."
lock=$1
venv=.venv

say() { printf '%s\n' "$*" >&2; }

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {
    recent=
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14; do
        command -v "$name" >/dev/null 2>&1 && is_recent "$name" || continue
        recent=${recent:-$name}
        if has_venv "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    if [ -n "$recent" ]; then
        version=$("$recent" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "$recent has no venv module."
        say "  Debian, Ubuntu: apt-get install python$version-venv"
        say "  elsewhere: reinstall Python $version with venv and ensurepip"
    else
        say "Bout du fil needs Python 3.11 or later, and none was found."
        say "  Debian, Ubuntu: apt-get install python3 python3-venv"
        say "  Fedora: dnf install python3.12    macOS: brew install python@3.12"
    fi
    exit 1
}

fingerprint() {
    cat "$lock" pyproject.toml tools/requirements-build.lock | cksum
    pwd
    "$venv/bin/python" --version
}

stamp="$venv/.installed-$(basename "$lock")"
if [ -x "$venv/bin/python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; then
    exit 0
fi

# Two starts at once must not install into the same folder.
if [ -z "${BOUTDUFIL_BOOTSTRAP:-}" ] && command -v flock >/dev/null 2>&1; then
    mkdir -p .cache
    BOUTDUFIL_BOOTSTRAP=1 exec flock .cache/bootstrap.lock sh "tools/bootstrap.sh" "$lock"
fi

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 || ! is_recent "$venv/bin/python"; then
    python=$(find_python)
    say "Making $venv with $python."
    "$python" -m venv --clear "$venv"
fi

say "Installing the packages of $lock (from PyPI, hashes checked)."
pip() {
    "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@"
}
pip install --quiet --require-hashes --requirement tools/requirements-build.lock --requirement "$lock"
pip install --quiet --no-deps --no-build-isolation --editable .
fingerprint >"$stamp"
say "Ready: $venv/bin/boutdufil --help"
