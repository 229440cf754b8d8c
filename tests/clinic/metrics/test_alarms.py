"""The alarms ask for what is told, and the document says what to do about each."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from appointments.metrics.lanes import Lanes
from appointments.metrics.notices import figures_of_notices
from appointments.metrics.requests import figures_of_requests
from appointments.models import WorkerHeartbeat
from appointments.models.notices import NoticeState
from appointments.notices.lanes import lanes
from clinic.database.clock import database_now
from clinic.metrics import figures, machine
from clinic.metrics.counting import WORKER, Counts
from clinic.metrics.figures import families
from clinic.metrics.own_figures import figures_of_the_clinic
from clinic.metrics.serving import Files
from clinic.models import Backup
from tests.clinic.metrics.exported import Samples, samples_in, text_of, value
from tests.factories import make_details

ROOT = Path(__file__).resolve().parents[3]
OPERATIONS = (ROOT / "docs/operations.md").read_text()
RULES = yaml.safe_load((ROOT / "clinic/server/prometheus-alarms.yml").read_text())["groups"][0]["rules"]
ALARMS_HEARD = Path(__file__).parent / "alarms.yml"
# Prometheus' own.
OF_PROMETHEUS = {"up"}


class Told:
    """All figures of the database."""

    def collect(self):
        return families([*figures_of_requests(), *figures_of_notices(), *figures_of_the_clinic()])


@pytest.fixture
def everything(db, settings, monkeypatch, counts_in) -> Samples:
    """All that a site tells which has everything that can be told."""
    make_details()
    settings.BACKUP_PUBLIC_KEY = ["age1"]
    now = database_now()
    WorkerHeartbeat.objects.create(beat_at=now)
    Backup.objects.create(made_at=now, file="x", size=1, sha256="0" * 64, rows=1, files=1)
    certificate = machine.Certificate()
    certificate._ends = 1.0
    Counts(counts_in, WORKER).request("/", "/appointments/request/", "GET", 200, 0.1)
    monkeypatch.setattr(figures, "_read", list)
    others = (figures.DatabaseFigures(), Lanes(lanes()), machine.Disks(), certificate)
    return samples_in(text_of(Told(), Files(counts_in), *others))


def test_each_alarm_asks_for_figures_that_are_told(everything):
    told: dict[str, dict[str, set[str]]] = {}
    for name, labels in everything:
        of_name = told.setdefault(name, {})
        for label, said in labels:
            of_name.setdefault(label, set()).add(said)
    asked = set()
    for rule in RULES:
        for name, chosen in re.findall(r"\b(clinic_\w+|up)(?:\{(.*?)\})?", rule["expr"]):
            asked.add(name)
            if name in OF_PROMETHEUS:
                continue
            assert name in told, (rule["alert"], name)
            for label, how, wanted in re.findall(r'(\w+)(=~?)"([^"]*)"', chosen):
                said = told[name][label] | (set(NoticeState.values) if label == "state" else set())
                if label != "status":
                    assert any(re.fullmatch(wanted, one) if "~" in how else one == wanted for one in said), (
                        rule
                    )
    assert len(asked) > 15


def test_each_alarm_is_explained_and_none_that_is_gone():
    explained = set(re.findall(r"^\| `(Clinic\w+)` \|", OPERATIONS, re.MULTILINE))
    assert explained == {rule["alert"] for rule in RULES}
    assert len(explained) == len(RULES)


def test_each_alarm_is_one_that_prometheus_reads():
    for rule in RULES:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"].endswith(".")
        assert re.fullmatch(r"\d+[smhd]", rule.get("for", "1m"))
        for opened, closed in ("()", "{}", "[]"):
            assert rule["expr"].count(opened) == rule["expr"].count(closed), rule["alert"]


def test_prometheus_raises_each_alarm_where_it_should_and_none_where_all_is_well(tmp_path):
    """``alarms.yml`` says what is told and what should be heard; only Prometheus' own program reads it."""
    of_all = re.search(r"count by \(alertname\).*?value: (\d+)", ALARMS_HEARD.read_text(), re.DOTALL)
    assert of_all and int(of_all[1]) == len(RULES)
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed here: what only it can tell is NOT tested")
    for file in (ALARMS_HEARD, ROOT / "clinic/server/prometheus-alarms.yml"):
        shutil.copy(file, tmp_path)
    tried = ["promtool", "test", "rules", ALARMS_HEARD.name]
    answer = subprocess.run(tried, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_room_for_backups_and_the_database_is_told_where_they_are(settings, monkeypatch, tmp_path):
    settings.BACKUP_FOLDER = tmp_path
    monkeypatch.setattr(machine, "DATABASE_FOLDER", tmp_path / "elsewhere")
    told = samples_in(text_of(machine.Disks()))
    free, whole = (value(told, f"clinic_disk_{name}", holds="backups") for name in ("free_bytes", "bytes"))
    assert 0 <= free < whole
    assert {dict(labels)["holds"] for _name, labels in told} == {"pictures", "backups"}
