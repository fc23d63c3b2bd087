"""Both languages are whole: every French text of the interface has its English one."""

import subprocess
import sys

from tests.architecture.source_tree import ROOT


def test_the_english_catalogue_is_whole_and_compiled():
    answer = subprocess.run(
        [sys.executable, ROOT / "tools" / "translations.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.stdout == ""
    assert answer.returncode == 0, answer.stderr
