"""A process that runs commands of ``manage.py`` one after the other, and starts Django once for all of them.

In that of the tests Django refuses queries beside a browser.
"""

import io
import json
import os
import subprocess
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from django.core.management import execute_from_command_line

ROOT = Path(__file__).parents[2]


class Commands:
    """The process, which starts when it is asked for the first command."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None

    def run(self, *arguments: str) -> str:
        """Run one command to its end; what it printed."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.commands"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self.process.stdin and self.process.stdout
        print(json.dumps(arguments), file=self.process.stdin, flush=True)
        said, trouble = json.loads(self.process.stdout.readline())
        assert not trouble, f"{arguments}: {trouble}"
        return said

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.process is not None:
            self.process.communicate()


def run(arguments: list[str]) -> tuple[str, str]:
    """What a command printed, and what went wrong."""
    said, warned, trouble = io.StringIO(), io.StringIO(), ""
    with redirect_stdout(said), redirect_stderr(warned):
        try:
            execute_from_command_line(["manage.py", *arguments])
        except SystemExit:
            trouble = warned.getvalue() or "it ended early"
        except Exception:  # noqa: BLE001 - whatever it is, the test that asked says so
            trouble = traceback.format_exc()
    return said.getvalue(), trouble


if __name__ == "__main__":
    # What a command writes past Python's own stdout must not stand between the answers.
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)
        for line in sys.stdin:
            print(json.dumps(run(json.loads(line))), file=answers, flush=True)
