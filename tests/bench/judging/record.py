"""What is kept of a run: JSON, a picture and a page in ``docs/bench``, and the last of them in git."""

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .figures import MS, Spread, cpu, quantile
from .limits import Results, Verdict
from .picture import picture
from .table import lanes_table, limits_table

ROOT = Path(__file__).parents[3]
KEPT = "docs/bench"


def record_of(
    verdicts: Sequence[Verdict],
    results: Results,
    foreign: Sequence[float],
    *,
    judged: bool,
    run: Mapping[str, Any],
) -> dict[str, Any]:
    """Everything that was measured, for JSON."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="minutes"),
        "commit": _git("describe", "--always", "--dirty").strip(),
        "machine": {"cores": os.cpu_count(), "kind": platform.machine(), "python": platform.python_version()},
        **run,
        "judged": judged,
        "foreign_processors": _rounded(Spread.of(foreign)) if foreign else {},
        "limits": [_limit(one) for one in verdicts],
        "lanes": {name: _lane(name, results) for name, turns in results.turns.items() if turns},
        "rest": {name: round(value, 3) for name, value in results.rest.items()},
    }


def last_record() -> dict[str, Any]:
    """The last committed result; empty without one."""
    text = _git("show", f"HEAD:{KEPT}/result.json")
    return json.loads(text) if text else {}


def values_of(record: Mapping[str, Any]) -> dict[str, float]:
    """The figure of each limit that was measured."""
    return {one["what"]: one["value"] for one in record.get("limits", []) if one["value"] is not None}


def told(record: Mapping[str, Any], last: Mapping[str, Any]) -> str:
    """Both tables."""
    judged = record["judged"]
    lines = limits_table(record["limits"], values_of(last), judged=judged)
    rest = [f"{name}: {value:g}" for name, value in record["rest"].items()]
    # Last, where nobody reads past it.
    gaps = [f"NOT MEASURED: {name}, as {why}." for name, why in record.get("not_measured", {}).items()]
    return "\n".join([*lines, "", *lanes_table(record["lanes"]), "", *rest, *gaps])


def write(record: Mapping[str, Any], last: Mapping[str, Any], folder: Path) -> None:
    """Write JSON, picture and page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "result.json").write_text(json.dumps(record, indent=1) + "\n")
    title = f"make bench, {record['made'][:10]}, {record['commit']}"
    if not record["judged"]:
        title += " (not judged)"
    (folder / "result.svg").write_text(picture(record["limits"], title, judged=record["judged"]))
    (folder / "result.txt").write_text(f"{title}\n\n{told(record, last)}\n")


def _limit(verdict: Verdict) -> dict[str, Any]:
    limit, value = verdict.limit, verdict.value
    spread = _rounded(value) if value else {"value": None, "low": None, "high": None}
    bound = limit.most if limit.least is None else limit.least
    said = {"what": limit.what, "limit": limit.in_words, "bound": bound, "remark": verdict.remark}
    return {**said, **spread, "holds": verdict.holds}


def _lane(name: str, results: Results) -> dict[str, Any]:
    turns = results.turns[name]
    spread = Spread.of(cpu(turns))
    return {
        "cpu": round(spread.median, 3),
        "low": round(spread.low, 3),
        "high": round(spread.high, 3),
        "postgres": round(Spread.of([turn.database * MS for turn in turns]).median, 3),
        "p50": round(quantile(turns, 50), 3),
        "p95": round(quantile(turns, 95), 3),
        "rate": round(Spread.of([turn.rate for turn in turns]).median, 1),
        "queries": results.queries.get(name),
        "asked": sum(turn.asked for turn in turns),
    }


def _rounded(spread: Spread) -> dict[str, float]:
    return {"value": round(spread.median, 3), "low": round(spread.low, 3), "high": round(spread.high, 3)}


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
