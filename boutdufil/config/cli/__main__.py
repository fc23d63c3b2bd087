"""``python -m boutdufil.config.cli``: the same command, where its script is not on the path."""

from boutdufil.config.cli import main

main()
