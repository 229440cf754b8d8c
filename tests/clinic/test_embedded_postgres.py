"""The embedded Postgres: data outlives a kill, checkouts do not meet, and nothing starts unasked."""

import dataclasses
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg2
import pytest

from clinic.embedded_postgres import database_settings, programs, running, throwaway
from clinic.embedded_postgres.places import LONGEST_SOCKET, EmbeddedPostgresError, Places, places_for
from clinic.embedded_postgres.programs import as_account, find_programs

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout in a folder with spaces and quotes, whose Postgres is left as the last test leaves it."""
    yield from prepared(tmp_path_factory.mktemp("one") / 'my "clinic", the first')


@pytest.fixture
def other_checkout(tmp_path: Path) -> Iterator[Path]:
    yield from prepared(tmp_path / "two")


def prepared(folder: Path) -> Iterator[Path]:
    """Make the folder; leave nothing of it behind."""
    folder.mkdir()
    places = places_for(folder)
    yield folder
    subprocess.run(["rm", "-rf", str(places.state), str(places.socket)], check=True)


def connect(place: dict[str, str]) -> closing:
    connection = psycopg2.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], dbname=place["NAME"]
    )
    connection.autocommit = True
    return closing(connection)


def query(place: dict[str, str], statement: str) -> list[tuple]:
    with connect(place) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def answers(place: dict[str, str]) -> bool:
    try:
        query(place, "SELECT 1")
    except psycopg2.OperationalError:
        return False
    return True


def server_processes(places: Places) -> list[int]:
    """The postmaster and its children."""
    postmaster = int((places.data / "postmaster.pid").read_text().splitlines()[0])
    stats = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        # Other processes of the machine come and go meanwhile.
        with suppress(OSError):
            stats.append(path.read_text())
    parents = {int(line.split()[0]): int(line.rpartition(")")[2].split()[1]) for line in stats}
    return [postmaster, *(pid for pid, parent in parents.items() if parent == postmaster)]


def python(code: str, **environment: str) -> subprocess.Popen[str]:
    """Run code in another process, as a second terminal would."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env={**kept, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_asking_where_it_listens_starts_and_writes_nothing(tmp_path: Path) -> None:
    place = database_settings(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not Path(place["HOST"]).exists()


def test_importing_the_settings_starts_and_writes_nothing() -> None:
    code = """
import sys
def refuse(event, args):
    if event in ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.mkdir"):
        raise SystemExit(event)
sys.addaudithook(refuse)
import clinic.settings.dev, clinic.settings.test, manage
print("nothing")
"""
    output, _ = python(code, PYTHONDONTWRITEBYTECODE="1").communicate(timeout=60)
    assert output == "nothing\n"


def test_the_programs_are_those_of_the_package_and_need_nothing_else(checkout: Path) -> None:
    places = places_for(checkout)
    places.prepare()
    found = find_programs(places)
    assert found.folder.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    # Nothing that the environment points to is needed, and the account that runs them can reach them.
    options = as_account(places.account) | {"env": {}}
    for name in ("initdb", "pg_ctl", "postgres", "pg_dump"):
        subprocess.run([str(found.folder / name), "--version"], check=True, capture_output=True, **options)


def test_an_interrupted_copy_for_root_is_not_taken_for_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True, mode=0o700)
    (package / "pginstall" / "bin" / "postgres").touch(mode=0o700)
    (tmp_path / "programs").mkdir()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("shutil.copytree", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        programs.copied(package, tmp_path / "programs")
    copy = programs.copied(package, tmp_path / "programs")
    assert (copy / "pginstall" / "bin" / "postgres").stat().st_mode & 0o777 == 0o755


def test_without_the_package_a_system_postgres_is_used_or_one_line_says_what_to_do(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = dataclasses.replace(places_for(checkout), state=tmp_path, account=None)
    monkeypatch.setattr(programs, "_package_folder", lambda: None)
    monkeypatch.setattr(programs, "SYSTEM_FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedPostgresError, match="install version 15 or newer"):
        find_programs(places)
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.4'\n")
        (tmp_path / name).chmod(0o755)
    assert find_programs(places) == programs.Programs(tmp_path, 16)


def test_the_socket_is_short_and_differs_between_deep_checkouts(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 8)
    sockets = {database_settings(deep / name)["HOST"] for name in ("one", "two")}
    assert len(sockets) == 2
    assert all(len(os.fsencode(socket)) < LONGEST_SOCKET for socket in sockets)


def test_it_is_durable_private_and_keeps_statements_out_of_its_log(checkout: Path) -> None:
    with running(checkout) as place:
        rows = dict(query(place, "SELECT name, setting FROM pg_settings"))
        with pytest.raises(psycopg2.Error):
            query(place, "SELECT 'Jane Canary'::uuid")
    assert rows["listen_addresses"] == ""
    assert {rows[name] for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")} == {
        "on"
    }
    assert (rows["TimeZone"], rows["server_encoding"]) == ("UTC", "UTF8")
    places = places_for(checkout)
    assert "Canary" not in places.log.read_text()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (places.data, places.socket)} == {0o700}


def test_it_stops_with_its_last_user(checkout: Path) -> None:
    code = f"""
from pathlib import Path
from clinic.embedded_postgres import running
with running(Path({str(checkout)!r})):
    print("up", flush=True)
    input()
"""
    second = python(code)
    with running(checkout) as place:
        assert second.stdout.readline() == "up\n"
    assert answers(place)
    second.communicate("\n", timeout=60)
    assert not answers(place)


def kill(processes: list[int]) -> None:
    """Kill them all; some end by themselves once the first is gone."""
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
@pytest.mark.parametrize("victims", [slice(None), slice(1)], ids=["all processes", "postmaster only"])
def test_data_survives_a_kill_of(checkout: Path, victims: slice) -> None:
    places = places_for(checkout)
    with running(checkout) as place:
        query(place, "CREATE TABLE IF NOT EXISTS kept (word text)")
        query(place, "INSERT INTO kept VALUES ('acknowledged')")
        count = query(place, "SELECT count(*) FROM kept")
        kill(server_processes(places)[victims])
    assert (places.data / "postmaster.pid").exists()
    with running(checkout) as place:
        assert query(place, "SELECT count(*) FROM kept") == count
    assert not answers(place)


def test_a_reused_process_id_does_not_keep_it_from_starting(checkout: Path) -> None:
    places = places_for(checkout)
    with running(checkout):
        text = (places.data / "postmaster.pid").read_text()
        kill(server_processes(places))
    # A process that lives and belongs to the same account, as after a restart of the computer.
    account = {"user": places.account.uid, "group": places.account.gid} if places.account else {}
    innocent = subprocess.Popen(["sleep", "60"], cwd="/", extra_groups=[] if account else None, **account)
    try:
        _, rest = text.split("\n", 1)
        (places.data / "postmaster.pid").write_text(f"{innocent.pid}\n{rest}")
        with running(checkout) as place:
            assert answers(place)
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_a_second_checkout_has_a_database_of_its_own(checkout: Path, other_checkout: Path) -> None:
    with running(checkout) as one, running(other_checkout) as two:
        query(two, "CREATE TABLE only_here ()")
        assert query(one, "SELECT to_regclass('only_here')") == [(None,)]
        assert query(two, "SELECT to_regclass('only_here')") == [("only_here",)]


def test_two_starts_at_once_share_one_server(other_checkout: Path) -> None:
    code = f"""
from pathlib import Path
from clinic.embedded_postgres import running
with running(Path({str(other_checkout)!r})):
    print("up", flush=True)
    input()
"""
    processes = [python(code), python(code)]
    assert [process.stdout.readline() for process in processes] == ["up\n", "up\n"]
    assert answers(database_settings(other_checkout))
    for process in processes:
        process.communicate("\n", timeout=60)
    assert not answers(database_settings(other_checkout))


def test_the_throwaway_one_is_gone_even_when_its_owner_is_killed() -> None:
    code = f"""
import time
from pathlib import Path
from clinic.embedded_postgres import throwaway
with throwaway(Path({str(REPOSITORY)!r})) as place:
    print(place["HOST"], flush=True)
    time.sleep(60)
"""
    owner = python(code)
    socket = Path(owner.stdout.readline().strip())
    assert socket.exists()
    owner.kill()
    owner.communicate()
    for _ in range(50):
        if not socket.parent.exists():
            break
        time.sleep(0.1)
    assert not socket.parent.exists()


def test_the_throwaway_one_is_gone_after_the_block() -> None:
    with throwaway(REPOSITORY) as place:
        assert query(place, "SHOW fsync") == [("off",)]
    assert not Path(place["HOST"]).parent.exists()


def test_a_given_database_url_starts_nothing() -> None:
    code = (
        "import manage; print(manage.wants_embedded_postgres(['migrate', '--settings=clinic.settings.dev']))"
    )
    assert python(code).communicate(timeout=60)[0] == "True\n"
    elsewhere = python(code, DATABASE_URL="postgres://somebody@127.0.0.1:1/clinic")
    assert elsewhere.communicate(timeout=60)[0] == "False\n"
