"""The launcher on a real server: every way in which a machine has ended it so far."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from vpr.base.postgres import Unavailable, binaries, ensure, pidfile, server
from vpr.base.postgres.place import place_of

pytestmark = pytest.mark.skipif(binaries.find() is None, reason="no PostgreSQL programs on this machine")
SRC = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def own_home(monkeypatch):
    """A short VPR_HOME with a server of its own, stopped afterwards."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    yield folder
    server.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)


def in_another_process(home, code, *before, python=sys.executable, **environment):
    """Runs code in a process with its own VPR_HOME and no DATABASE_URL; gives its standard output."""
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    program = f"from pathlib import Path\nfrom vpr.base.postgres import ensure\nhome = Path({str(home)!r})\n{code}"
    done = subprocess.run(
        [*before, python, "-c", program],
        env=clean | {"PYTHONPATH": os.pathsep.join([str(SRC), *sys.path])} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def store_rows(url, count):
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", [count])


def kept_rows(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_a_fresh_home_gets_a_server_with_our_database(own_home):
    with psycopg.connect(ensure(own_home)) as connection:
        assert connection.info.dbname == "vpr"
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SELECT lower('ЁЖ')").fetchone() == ("ёж",)


def test_a_second_process_joins_the_same_server(own_home):
    url = ensure(own_home)
    store_rows(url, 3)
    seen = in_another_process(
        own_home,
        "import psycopg\nprint(psycopg.connect(ensure(home)).execute('SELECT count(*) FROM kept').fetchone()[0])",
    )
    assert seen == "3"
    assert kept_rows(url) == 3, "the second process must not stop the server of the first"


def test_the_last_process_to_leave_stops_the_server(own_home):
    number = in_another_process(
        own_home,
        "ensure(home)\nprint((home / 'postgres/data/postmaster.pid').read_text().split()[0])",
    )
    assert not psutil.pid_exists(int(number))
    assert not (own_home / "postgres/data/postmaster.pid").exists()


def test_after_kill_9_of_the_server_every_committed_row_is_there(own_home):
    url = ensure(own_home)
    store_rows(url, 1000)
    data = place_of(own_home).data
    os.kill(pidfile.postmaster(data).pid, signal.SIGKILL)
    assert kept_rows(ensure(own_home)) == 1000


def test_after_kill_9_of_every_process_of_the_server_it_starts_again(own_home):
    url = ensure(own_home)
    store_rows(url, 10)
    for process in pidfile.survivors(place_of(own_home).data):
        process.kill()
    assert kept_rows(ensure(own_home)) == 10


def stopped_with_pid_file(home, first_line):
    """A home whose server is down while its pid file names somebody."""
    store_rows(ensure(home), 5)
    server.stop(home)
    lines = [first_line, str(place_of(home).data), "0", "5432", "", "", "", ""]
    (place_of(home).data / "postmaster.pid").write_text("\n".join(lines))
    (place_of(home).socket_folder / ".s.PGSQL.5432.lock").write_text("\n".join(lines))


def test_a_stale_pid_file_of_a_dead_process_is_no_obstacle(own_home):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stopped_with_pid_file(own_home, str(ended.pid))
    assert kept_rows(ensure(own_home)) == 5


def test_a_pid_file_that_names_a_living_stranger_is_dropped_and_the_stranger_lives_on(own_home):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        stopped_with_pid_file(own_home, str(stranger.pid))
        assert kept_rows(ensure(own_home)) == 5
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_pid_file_that_names_a_server_of_another_directory_is_dropped(own_home):
    other = own_home / "other"
    ensure(other)
    foreign = pidfile.postmaster(place_of(other).data)
    try:
        stopped_with_pid_file(own_home, str(foreign.pid))
        assert kept_rows(ensure(own_home)) == 5
        assert foreign.is_running()
    finally:
        server.stop(other)


def test_a_pid_file_torn_by_a_power_cut_is_dropped(own_home):
    stopped_with_pid_file(own_home, "")
    (place_of(own_home).data / "postmaster.pid").write_text("")
    assert kept_rows(ensure(own_home)) == 5


def test_the_pid_file_of_a_running_server_stays(own_home):
    ensure(own_home)
    data = place_of(own_home).data
    assert not pidfile.drop_foreign(data)
    assert (data / "postmaster.pid").exists()


def test_two_processes_that_start_at_once_meet_at_one_server(own_home):
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"PYTHONPATH": str(SRC)}
    code = (
        f"import time\nfrom pathlib import Path\nfrom vpr.base.postgres import ensure\nhome = Path({str(own_home)!r})\n"
        "ensure(home)\nprint((home / 'postgres/data/postmaster.pid').read_text().split()[0], flush=True)\ntime.sleep(1)"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=clean, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    numbers = {process.communicate(timeout=60)[0].strip() for process in both}
    assert len(numbers) == 1
    assert all(process.returncode == 0 for process in both)


def test_an_initialization_cut_off_half_way_is_made_again(own_home):
    half = own_home / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    assert ensure(own_home)


def test_a_path_too_long_for_a_socket_is_answered_from_the_temporary_folder(own_home):
    deep = own_home / ("long-name-" * 8) / ("another-" * 4)
    deep.mkdir(parents=True)
    try:
        url = ensure(deep)
        assert str(deep) not in url
        store_rows(url, 1)
    finally:
        server.stop(deep)


def test_without_unix_sockets_it_listens_on_loopback_and_asks_for_the_password(own_home):
    place = place_of(own_home, tcp=True)
    try:
        url = server.revive(place)
        assert "@127.0.0.1:" in url
        store_rows(url, 2)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url.replace(place.password_file.read_text().strip(), "wrong"))
        assert place.password_file.stat().st_mode & 0o077 == 0
    finally:
        server._stop(place)


def test_database_url_wins_and_nothing_is_started(own_home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/vpr")
    assert ensure(own_home) == "postgresql://elsewhere/vpr"
    assert not (own_home / "postgres").exists()


def test_vpr_pg_bin_is_looked_into_first(tmp_path, monkeypatch):
    monkeypatch.setenv("VPR_PG_BIN", str(tmp_path))
    assert next(binaries.candidates()) == tmp_path


def test_data_of_a_version_that_nobody_here_can_run_is_refused_with_a_sentence(own_home):
    data = own_home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Unavailable, match="версии 9"):
        ensure(own_home)


def test_a_server_that_cannot_start_shows_the_end_of_its_log(own_home, monkeypatch):
    ensure(own_home)
    server.stop(own_home)
    (own_home / "postgres/data/postgresql.conf").write_text("no such setting = 1\n")
    monkeypatch.setattr(server, "START_ATTEMPTS", 2)
    with pytest.raises(Unavailable, match="syntax error"):
        ensure(own_home)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs to be root to become somebody else")
class TestAsWho:
    def owner_of(self, home):
        return (home / "postgres" / "data").stat().st_uid

    def test_root_keeps_its_files_and_runs_the_server_in_a_user_namespace(self, own_home):
        store_rows(ensure(own_home), 1)
        process = pidfile.postmaster(place_of(own_home).data)
        ours, theirs = (os.readlink(f"/proc/{number}/ns/user") for number in (os.getpid(), process.pid))
        if ours == theirs:
            pytest.skip("user namespaces are forbidden here")
        assert self.owner_of(own_home) == 0

    def test_where_namespaces_are_forbidden_the_server_runs_as_nobody(self, own_home, monkeypatch):
        own_home.chmod(0o700)  # like a checkout under /root
        monkeypatch.setenv("VPR_PG_ROOT", "nobody")
        store_rows(ensure(own_home), 4)
        assert pidfile.postmaster(place_of(own_home).data).uids().effective == 65534
        os.kill(pidfile.postmaster(place_of(own_home).data).pid, signal.SIGKILL)
        assert kept_rows(ensure(own_home)) == 4

    def test_an_ordinary_user_runs_it_as_himself(self, own_home):
        runner, python = shutil.which("setpriv"), readable_python()
        if runner is None or python is None:
            pytest.skip("no setpriv, or every Python is closed to other users")
        home = own_home / "his"
        home.mkdir()
        os.chown(home, 65534, 65534)
        before = [runner, "--reuid=65534", "--regid=65534", "--clear-groups"]
        code = "import psycopg\nprint(psycopg.connect(ensure(home)).execute('SELECT 1').fetchone()[0])"
        assert in_another_process(home, code, *before, python=python, HOME="/nonexistent") == "1"
        assert self.owner_of(home) == 65534


def readable_python():
    """This interpreter, or one of the same version outside the closed home of root."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        if Path(path).exists() and all(step.stat().st_mode & 0o001 for step in Path(path).resolve().parents):
            return path
    return None


def test_nothing_waits_long(own_home):
    """Start of an existing server: well under the ten seconds after which a person presses Ctrl-C."""
    ensure(own_home)
    server.stop(own_home)
    began = time.monotonic()
    ensure(own_home)
    assert time.monotonic() - began < 10
