"""The embedded server: one starts it, others join, the last one gone stops it, and no crash keeps it from starting."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from config.embedded import Server, ServerProblem, places, start
from config.embedded.cluster import telling_line
from config.embedded.launcher import _is_kept as is_kept
from tests.config.embedded.asking import ask
from tests.config.embedded.watching import Processes
from tests.config.programs import Program, gone, soon

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux: looks at processes")

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: about what root does")
StartServer = Callable[[Path], Server]
Hold = Callable[[Path], Program]


def test_it_has_the_database_and_no_network(place: Path, start_server: StartServer):
    """The address leads to the database `registry` over a socket in a private folder, and options count."""
    server = start_server(place / "the data")
    assert ask(server.url, "SELECT current_database()") == "registry"
    assert ask(server.url, "SHOW listen_addresses") == ""
    assert ask(server.url, "SHOW fsync") == "off"
    sockets = Path(str(ask(server.url, "SHOW unix_socket_directories")))
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert server.data == place / "the data" / "postgresql"


def test_the_second_joins_and_the_last_one_stops_it(made_place: Path, start_server: StartServer, hold: Hold):
    """Two processes share one server; it stays while either lives and is gone after both."""
    first = start_server(made_place)
    other = hold(made_place)
    assert other.url == first.url
    first.release()
    assert ask(other.url, "SELECT 1") == 1
    processes = Processes(made_place)
    server, keeper, sockets = processes.postmaster, processes.keeper, processes.socket_folder
    other.kill_group()
    assert soon(lambda: gone(server) and gone(keeper) and not sockets.exists())


def test_what_was_written_is_there_the_next_time(made_place: Path, start_server: StartServer):
    """Letting go returns when the server has stopped in order; the next start finds the data."""
    first = start_server(made_place)
    ask(first.url, "CREATE TABLE kept (); ")
    first.release()
    assert not Processes(made_place).all()
    assert ask(start_server(made_place).url, "SELECT count(*) FROM kept") == 0


def test_a_forked_copy_keeps_the_server(made_place: Path, start_server: StartServer):
    """A worker that was forked holds the server with its parent."""
    server = start_server(made_place)
    if not (worker := os.fork()):
        signal.pause()
        os._exit(0)
    try:
        server.release()
        assert is_kept(made_place)
        assert ask(server.url, "SELECT 1") == 1
    finally:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    assert soon(lambda: not is_kept(made_place))


@pytest.mark.parametrize("victim", ["keeper", "postmaster", "both", "all"])
def test_no_kill_keeps_it_from_starting(made_place: Path, hold: Hold, start_server: StartServer, victim: str):
    """After kill -9 of any part the next start has the data, and nothing of the old server is left.

    Where the keeper lives, it has begun the server again, and the next start joins that.
    """
    program = hold(made_place)
    ask(program.url, "CREATE TABLE kept ()")
    processes = Processes(made_place)
    keeper, postmaster, sockets = processes.keeper, processes.postmaster, processes.socket_folder
    everything = [program.process.pid, keeper, *processes.all()]
    parts = {"keeper": [keeper], "postmaster": [postmaster], "both": [keeper, postmaster], "all": everything}
    for process in parts[victim]:
        with suppress(ProcessLookupError):  # one that died of an earlier kill
            os.kill(process, signal.SIGKILL)
    program.kill_group()
    assert ask(start_server(made_place).url, "SELECT count(*) FROM kept") == 0
    assert gone(postmaster)
    assert victim == "postmaster" or (gone(keeper) and not sockets.exists())


def test_a_server_that_is_killed_is_there_again(made_place: Path, hold: Hold):
    """As long as anybody uses it: with what was committed, at the same address, however often, within seconds."""
    program = hold(made_place)
    ask(program.url, "CREATE TABLE kept ()")
    for _ in range(2):
        postmaster = Processes(made_place).postmaster
        os.kill(postmaster, signal.SIGKILL)
        assert soon(partial(gone, postmaster))
        assert soon(partial(answers, program.url))


def test_a_server_that_was_stopped_is_there_again(made_place: Path, hold: Hold):
    """Somebody else's stop ends nobody's work, once the keeper has seen it up."""
    program = hold(made_place)
    time.sleep(0.5)
    os.kill(Processes(made_place).postmaster, signal.SIGINT)
    assert soon(lambda: "shut down" in (made_place / "postgresql.log").read_text() and answers(program.url))


def answers(url: str) -> bool:
    """Whether the database answers at this address."""
    with suppress(OSError, asyncpg.PostgresError):
        return ask(url, "SELECT 1") == 1
    return False


def test_a_kill_of_the_group_stops_it_in_order(made_place: Path, hold: Hold, start_server: StartServer):
    """The keeper is not in the group: the server stops with nothing to recover, or is joined before that."""
    program = hold(made_place)
    ask(program.url, "CREATE TABLE kept ()")
    program.kill_group()
    assert ask(start_server(made_place).url, "SELECT count(*) FROM kept") == 0
    assert "not properly shut down" not in (made_place / "postgresql.log").read_text()


def test_the_server_does_not_outlive_its_keeper(made_place: Path, hold: Hold):
    """A killed keeper takes the server with it, so no server is ever left behind."""
    hold(made_place)
    processes = Processes(made_place)
    server = processes.postmaster
    os.kill(processes.keeper, signal.SIGKILL)
    assert soon(lambda: gone(server))


def test_a_server_that_recovers_is_waited_for(made_place: Path, hold: Hold, start_server: StartServer):
    """When one of its processes is killed the server starts over by itself; who joins then waits for that."""
    hold(made_place)
    os.kill(max(Processes(made_place).all()), signal.SIGKILL)
    assert ask(start_server(made_place).url, "SELECT 1") == 1


def test_a_database_that_is_gone_is_said_in_one_line(made_place: Path, hold: Hold):
    """PostgreSQL's own sentence is shown when it refuses the registry."""
    program = hold(made_place)
    ask(program.url.replace("/registry?", "/postgres?"), "DROP DATABASE registry")
    with pytest.raises(ServerProblem, match='database "registry" does not exist'):
        start(made_place)


def test_a_pid_file_is_not_believed(made_place: Path, start_server: StartServer):
    """After a restart of the machine the number in the file may be another program's: here, of this test."""
    server = start_server(made_place)
    text = (server.data / "postmaster.pid").read_text()
    server.release()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *text.splitlines()[1:]]))
    assert start_server(made_place).data == server.data


def test_long_paths(place: Path, start_server: StartServer):
    """A socket's path has at most 107 bytes; that of the data may be longer."""
    server = start_server(place / ("x" * 100) / ("ÿ" * 60))
    assert ask(server.url, "SELECT 1") == 1


def test_settings_of_the_caller_do_not_count(made_place: Path, start_server: StartServer, monkeypatch: pytest.MonkeyPatch):
    """PGPORT and its kind, meant for another server, change nothing."""
    monkeypatch.setenv("PGPORT", "5999")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("LC_ALL", "nonsense")
    assert ask(start_server(made_place).url, "SHOW timezone") == "UTC"


def test_data_of_another_version_is_refused(made_place: Path, start_server: StartServer):
    """The line names both versions and a way out."""
    server = start_server(made_place)
    server.release()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(ServerProblem, match=r"PostgreSQL 15 and the installed one is 18.*pg_dump"):
        start(made_place)


def test_a_folder_of_something_else_is_refused(place: Path):
    """What lies where the data should be is left alone."""
    (place / "postgresql").mkdir()
    (place / "postgresql" / "letter.txt").write_text("dear")
    with pytest.raises(ServerProblem, match="is not a data folder"):
        start(place)
    assert (place / "postgresql" / "letter.txt").exists()


def test_damaged_data_is_said_in_one_line(made_place: Path, start_server: StartServer):
    """When PostgreSQL does not start, its own reason is shown."""
    server = start_server(made_place)
    server.release()
    (server.data / "global" / "pg_control").unlink()
    with pytest.raises(ServerProblem, match=r"did not start: .*could not find the database system") as problem:
        start(made_place)
    assert "\n" not in problem.value.message


def test_a_folder_that_cannot_be_made_is_said_in_one_line(place: Path):
    """The line names the folder, the reason and the setting."""
    (place / "file").write_text("")
    with pytest.raises(ServerProblem, match=r"data folder .*file/data .*REGISTRY_DATA_FOLDER") as problem:
        start(place / "file" / "data")
    assert "\n" not in problem.value.message


def test_the_first_telling_line_is_shown():
    """Among all that a program says the reason is what a person needs."""
    assert telling_line("creating ... \ninitdb: error: No space left\nremoving") == "initdb: error: No space left"
    assert telling_line("\n\nlast\n") == "last"
    assert telling_line("") == "it said nothing"


@as_root
def test_a_full_disk_is_said_in_one_line_and_leaves_nothing(place: Path):
    """Half-made data is removed, so that the next start can try again."""
    small = place / "small"
    small.mkdir(mode=0o755)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", small], check=False)
    if mounted.returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        with pytest.raises(ServerProblem, match="No space left on device") as problem:
            start(small)
        assert "\n" not in problem.value.message
        assert not list(small.glob("postgresql*"))
    finally:
        subprocess.run(["umount", small], check=True)


@as_root
def test_root_runs_it_as_nobody_and_opens_no_folder(place: Path, start_server: StartServer, monkeypatch: pytest.MonkeyPatch):
    """In a home closed to others the data lies elsewhere, stays there, and no permission above it has changed."""
    monkeypatch.setattr(places, "ELSEWHERE", place / "var")
    home = place / "home"
    home.mkdir(mode=0o700)
    server = start_server(home / "clone" / "data")
    assert server.data.parent.parent == place / "var"
    assert server.data.stat().st_uid == 65534
    assert Path(f"/proc/{Processes(server.data.parent).postmaster}").stat().st_uid == 65534
    assert home.stat().st_mode & 0o777 == 0o700
    server.release()
    home.chmod(0o755)
    assert start_server(home / "clone" / "data").data == server.data


@as_root
def test_a_copied_data_folder_does_not_take_the_database_along(
    place: Path, start_server: StartServer, monkeypatch: pytest.MonkeyPatch
):
    """Two clones never share a database by accident."""
    monkeypatch.setattr(places, "ELSEWHERE", place / "var")
    home = place / "home"
    home.mkdir(mode=0o700)
    server = start_server(home / "one")
    shutil.copytree(home / "one", home / "two")
    assert start_server(home / "two").data != server.data


@as_root
def test_root_runs_the_data_of_a_user_as_that_user(made_place: Path, start_server: StartServer):
    """Data that an ordinary user owns stays usable for that user, logs included."""
    start_server(made_place / "data").release()
    for path in (made_place / "data", *(made_place / "data").rglob("*")):
        os.chown(path, 1, 1, follow_symlinks=False)
    (made_place / "data").chmod(0o700)
    (made_place / "data" / "postgresql.log").unlink()
    server = start_server(made_place / "data")
    assert server.data == made_place / "data" / "postgresql"
    assert Path(f"/proc/{Processes(made_place / 'data').postmaster}").stat().st_uid == 1
    assert {path.stat().st_uid for path in (made_place / "data").iterdir() if path.name.startswith("postgresql")} == {1}
