#!/bin/sh
# Runs the tests; what failed is run once more, alone. What fails again fails the run. What only
# failed beside others is named as unsteady: a real fault that must be looked for, seen or not.
#
#   sh tools/run_tests.sh WORKERS [pytest's own arguments]
set -u

MOST_AGAIN=8
workers=$1
shift
pytest=.venv/bin/pytest

"$pytest" -n "$workers" --dist loadfile --no-loadscope-reorder "$@"
answer=$?
# 1 says that tests failed; anything else (interrupted, nothing collected) is no matter of tests.
[ "$answer" -eq 1 ] || exit "$answer"

again=$("$pytest" --last-failed --last-failed-no-failures none --collect-only -q "$@" | grep '::')
count=$(printf '%s\n' "$again" | grep -c '::')
if [ "$count" -eq 0 ] || [ "$count" -gt "$MOST_AGAIN" ]; then
    exit "$answer"
fi
printf '\nOnce more, alone, what failed (%s):\n%s\n' "$count" "$again"
"$pytest" --last-failed --last-failed-no-failures none "$@" || exit $?
printf '\nUNSTEADY: failed beside others and passed alone. Find out why:\n%s\n' "$again"
