"""Something that another process does in the midst of what is tested."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def meanwhile(reads: str, act: Callable[[], Any]) -> Iterator[None]:
    """Let ``act`` happen once, right after the first statement that reads the table ``reads``."""
    done = False

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal done
        answer = run(sql, *rest)
        if not done and sql.startswith("SELECT") and f'FROM "{reads}"' in sql:
            done = True
            act()
        return answer

    with connection.execute_wrapper(execute):
        yield
