"""Tasks in processes of their own: each comes to its own end, and takes no other with it."""

from __future__ import annotations

import os
import pickle
import random
import signal
import threading
from collections.abc import Generator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from compiler.workers import Alone, Crew, Died, Failed, Hands, Limits, TookTooLong, TooMuchMemory, WorkFault, nothing
from compiler.workers.crew import quotas
from compiler.workers.hand import Hand
from compiler.workers.wire import Shared
from tests.workers import tasks
from tests.workers.processes import PATIENCE, alive, mine, until

Task = tuple[str, object]
MEMORY = 200 << 20
LIMITS = Limits(PATIENCE / 2, MEMORY)
ECHOES = [f"echo {number}" for number in range(6)]


@pytest.fixture
def crew() -> Generator[Hands[bytes, Task]]:
    """Two hands, which may take half a minute and 200 MiB."""
    with Hands(tasks.do, 2, LIMITS) as crew:
        crew.share(b"common ")
        yield crew


def fault_of(crew: Crew[bytes, Task], what: str, how: object = None) -> WorkFault:
    """What becomes of a task that goes wrong, among others that do not."""
    before = [crew.submit(name, ("echo", name)) for name in ECHOES[:3]]
    future = crew.submit("angers", (what, how))
    after = [crew.submit(name, ("echo", name)) for name in ECHOES[3:]]
    assert [each.result(PATIENCE) for each in (*before, *after)] == [f"common {name}".encode() for name in ECHOES]
    fault = future.exception(PATIENCE)
    assert isinstance(fault, WorkFault)
    assert fault.name == "angers"
    assert "`angers`" in str(fault)
    return fault


# ---- what is done ----


def test_every_task_finds_what_all_share(crew: Hands[bytes, Task]) -> None:
    futures = [crew.submit(str(number), ("echo", number)) for number in range(50)]
    assert [future.result(PATIENCE) for future in futures] == [b"common %d" % number for number in range(50)]


def test_what_is_shared_may_change(crew: Hands[bytes, Task]) -> None:
    before = crew.submit("a", ("echo", 1))
    crew.share(b"other ")
    after = [crew.submit("b", ("echo", number)) for number in range(4)]
    assert before.result(PATIENCE) == b"common 1"
    assert [each.result(PATIENCE) for each in after] == [b"other %d" % number for number in range(4)]


def test_what_is_shared_is_sent_to_each_worker_once() -> None:
    with Hands(tasks.unpacked, 2) as crew:
        crew.share(tasks.Counted())
        futures = [crew.submit(str(number), number) for number in range(20)]
        assert {future.result(PATIENCE) for future in futures} == {b"1"}


def test_a_large_result_comes_whole(crew: Hands[bytes, Task]) -> None:
    assert crew.submit("a", ("big", 30_000_000)).result(PATIENCE) == b"x" * 30_000_000


def test_a_large_task_goes_whole(crew: Hands[bytes, Task]) -> None:
    assert crew.submit("a", ("echo", "x" * 3_000_000)).result(PATIENCE) == b"common " + b"x" * 3_000_000


def test_workers_are_kept_and_those_not_needed_not_started() -> None:
    with Hands(tasks.do, 8, early=1) as crew:
        crew.share(b"")
        assert len(mine()) == 1
        pids = {crew.submit("a", ("whose", None)).result(PATIENCE) for _ in range(5)}
        assert pids == {str(pid).encode() for pid in mine()}
        assert len(pids) == 1


def test_all_start_at_once_and_prepare_before_there_is_a_task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREPARED", str(tmp_path))
    with Hands(tasks.do, 3, prepare=tasks.prepared) as crew:
        assert until(lambda: {path.name for path in tmp_path.iterdir()} == {str(pid) for pid in mine()} != set())
        assert len(mine()) == 3
        crew.share(b"")
        assert crew.submit("a", ("echo", 1)).result(PATIENCE) == b"1"


def test_what_a_worker_prints_is_passed_on_and_is_no_output(
    crew: Hands[bytes, Task], capsys: pytest.CaptureFixture[str]
) -> None:
    assert crew.submit("a", ("talking", "nothing")).result(PATIENCE) == b"said"
    said = capsys.readouterr()
    assert said.out == ""
    assert sorted(said.err.splitlines()) == ["a word about nothing", "not a result"]


def test_a_thing_nobody_can_send_is_the_fault_of_its_task(crew: Hands[bytes, Task]) -> None:
    bad = crew.submit("a", ("echo", lambda: None))
    good = crew.submit("b", ("echo", 1))
    assert "pickle" in str(bad.exception(PATIENCE))
    assert good.result(PATIENCE) == b"common 1"


def test_nothing_is_done_before_something_is_shared() -> None:
    with Hands(tasks.do, 1, early=0) as crew, pytest.raises(RuntimeError, match="shared"):
        crew.submit("a", ("echo", 1))


def test_nobody_gets_nothing_done() -> None:
    with pytest.raises(ValueError, match="0 workers"):
        Hands(tasks.do, 0)


# ---- what goes wrong ----


@pytest.mark.parametrize("code", [0, 3])
def test_a_worker_that_leaves(crew: Hands[bytes, Task], code: int) -> None:
    fault = fault_of(crew, "leave", code)
    assert isinstance(fault, Died)
    assert fault.how == f"ended with exit code {code}"
    assert fault.said == "last words\n"


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGABRT])
def test_a_worker_that_is_killed(crew: Hands[bytes, Task], sign: signal.Signals) -> None:
    fault = fault_of(crew, "killed", int(sign))
    assert isinstance(fault, Died)
    assert fault.how == f"was killed by {sign.name}"


def test_ctrl_c_is_not_for_workers(crew: Hands[bytes, Task]) -> None:
    """Whoever started them decides; in a terminal it reaches the whole group."""
    assert crew.submit("a", ("signalled", int(signal.SIGINT))).result(PATIENCE) == b"went on"


def test_a_worker_that_crashes(crew: Hands[bytes, Task]) -> None:
    fault = fault_of(crew, "crash")
    assert isinstance(fault, Died)
    assert fault.how == "was killed by SIGSEGV"


def test_work_that_raises(crew: Hands[bytes, Task]) -> None:
    fault = fault_of(crew, "raising", "no such part")
    assert isinstance(fault, Failed)
    assert (fault.kind, fault.reason) == ("KeyError", "'no such part'")
    assert fault.traceback.startswith("Traceback")
    assert "in raising" in fault.traceback
    assert "compiler/workers" not in fault.traceback


@pytest.mark.parametrize(
    ("what", "kind"), [("leaving", "SystemExit"), ("no bytes", "TypeError"), ("unspeakable", "Unspeakable")]
)
def test_work_that_ends_otherwise_than_with_bytes(crew: Hands[bytes, Task], what: str, kind: str) -> None:
    fault = fault_of(crew, what)
    assert isinstance(fault, Failed)
    assert fault.kind == kind


@pytest.mark.parametrize("what", ["hang", "hang without python", "stop"])
def test_a_worker_that_hangs(what: str) -> None:
    with Hands(tasks.do, 2, Limits(1, MEMORY)) as crew:
        crew.share(b"common ")
        fault = fault_of(crew, what)
    assert isinstance(fault, TookTooLong)
    assert fault.seconds == 1
    assert str(fault) == "`angers` took longer than 1 s"


@pytest.mark.parametrize(("what", "how"), [("leap", 1 << 30), ("creep", None), ("swallow", None)])
def test_a_worker_that_eats_memory(crew: Hands[bytes, Task], what: str, how: int | None) -> None:
    fault = fault_of(crew, what, how)
    assert isinstance(fault, TooMuchMemory)
    assert str(fault) == "`angers` needed more than 200 MiB of memory"


def test_a_worker_that_dies_without_a_task_is_replaced(crew: Hands[bytes, Task]) -> None:
    first = {crew.submit("a", ("whose", None)).result(PATIENCE) for _ in range(4)}
    for pid in mine():
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: not any(alive(pid) for pid in mine()))
    second = {crew.submit("a", ("whose", None)).result(PATIENCE) for _ in range(4)}
    assert first.isdisjoint(second)


def test_workers_that_cannot_prepare_say_why() -> None:
    with Hands(tasks.do, 2, prepare=tasks.broken) as crew:
        crew.share(b"")
        faults = [crew.submit(name, ("echo", 1)).exception(PATIENCE) for name in ("a", "b", "c")]
    assert [str(fault) for fault in faults] == [f"`{name}` failed: ImportError: no such typesetter" for name in "abc"]


def test_workers_that_die_as_they_prepare_say_so() -> None:
    with Hands(tasks.do, 1, prepare=tasks.ended) as crew:
        crew.share(b"")
        fault = crew.submit("a", ("echo", 1)).exception(PATIENCE)
    assert isinstance(fault, Died)
    assert fault.how == "ended with exit code 9"


def test_work_that_workers_cannot_find_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "only_here", tasks.do, raising=False)
    monkeypatch.setattr(tasks.do, "__qualname__", "only_here")
    with Hands(tasks.do, 1) as crew:
        crew.share(b"")
        fault = crew.submit("a", ("echo", 1)).exception(PATIENCE)
    assert isinstance(fault, Failed)
    assert "only_here" in fault.reason


@pytest.mark.slow
def test_workers_killed_at_any_instant_take_their_own_task_only() -> None:
    """Also in the midst of a task or of a result that is on its way."""
    chance = random.Random(1)
    kills = 0
    with Hands(tasks.do, 3) as crew:
        crew.share(b"")
        futures = {number: crew.submit(str(number), ("big", 4_000_000 + number)) for number in range(300)}
        while not all(future.done() for future in futures.values()):
            # The instant of the kill, not something waited for.
            threading.Event().wait(chance.random() * 0.05)
            running = [pid for pid in mine() if alive(pid)]
            if running and kills < 25:
                os.kill(chance.choice(running), signal.SIGKILL)
                kills += 1
        faults = [future.exception() for future in futures.values()]
        for number, future in futures.items():
            if future.exception() is None:
                assert future.result() == b"x" * (4_000_000 + number)
    died = [fault for fault in faults if fault is not None]
    assert kills > 10
    assert 0 < len(died) <= kills
    assert all(isinstance(fault, Died) and fault.how == "was killed by SIGKILL" for fault in died)


def test_the_typesetter_works_within_its_limits() -> None:
    """Fonts are mapped into memory, and threads reserve much that they never use: neither counts."""
    with Hands(tasks.typeset_page, 1, Limits(PATIENCE, MEMORY), tasks.import_typesetter) as crew:
        crew.share(None)
        assert crew.submit("a", "<p>Two cities.</p>" * 500).result(PATIENCE).startswith(b"%PDF-")


# ---- the end ----


def test_closing_leaves_no_process() -> None:
    crew = Hands(tasks.do, 3)
    crew.share(b"")
    futures = [crew.submit(str(number), ("hang", None)) for number in range(9)]
    assert until(lambda: sum(future.running() for future in futures) == 3)
    pids = mine()
    assert len(pids) == 3
    crew.close()
    assert mine() == []
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(PATIENCE)
    with pytest.raises(RuntimeError):
        crew.submit("late", ("echo", 1))


def test_closing_twice_and_without_work_is_no_harm() -> None:
    crew: Hands[bytes, Task] = Hands(tasks.do, 2)
    crew.close()
    crew.close()
    assert mine() == []


def test_no_file_is_left_open(crew: Hands[bytes, Task]) -> None:
    def opened() -> set[str]:
        return {path.name for path in Path("/proc/self/fd").iterdir()}

    before = opened()
    with Hands(tasks.do, 2) as other:
        other.share(b"")
        futures = [other.submit("a", ("leave", 1)) for _ in range(5)]
        assert all(future.exception(PATIENCE) for future in futures)
    assert opened() <= before


# ---- alone ----


def test_alone_does_the_same() -> None:
    with Alone(tasks.do) as crew:
        crew.share(b"common ")
        fault = fault_of(crew, "raising", "no such part")
        assert isinstance(fault, Failed)
        assert "in raising" in fault.traceback
        assert str(fault_of(crew, "leap", 1 << 60)) == "`angers` needed more memory than there is"
        assert mine() == []
    with pytest.raises(RuntimeError, match="closed"):
        crew.submit("late", ("echo", 1))


def test_alone_stops_when_it_is_told_to() -> None:
    with Alone(tasks.do) as crew:
        crew.share(b"")
        with pytest.raises(KeyboardInterrupt):
            crew.submit("a", ("interrupted", None))


# ---- processors ----


@pytest.mark.parametrize(
    ("groups", "files", "expected"),
    [
        ("0::/\n", {}, []),
        ("0::/\n", {"cpu.max": "max 100000"}, []),
        ("0::/\n", {"cpu.max": "150000 100000"}, [1.5]),
        ("0::/user/build\n", {"user/cpu.max": "200000 100000", "user/build/cpu.max": "max 100000"}, [2.0]),
        ("0::/outside/only\n", {"cpu.max": "300000 100000"}, [3.0]),
        ("4:cpu,cpuacct:/a\n1:name=systemd:/\n", {"cpu,cpuacct/a/cpu.cfs_quota_us": "-1"}, []),
        (
            "4:cpu,cpuacct:/a\n3:cpuset:/\n0::/\n",
            {"cpu,cpuacct/a/cpu.cfs_quota_us": "50000", "cpu,cpuacct/a/cpu.cfs_period_us": "100000"},
            [0.5],
        ),
    ],
)
def test_a_container_s_share_counts(tmp_path: Path, groups: str, files: dict[str, str], expected: list[float]) -> None:
    (tmp_path / "groups").write_text(groups)
    for name, text in files.items():
        path = tmp_path / "mount" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    assert quotas(tmp_path / "mount", tmp_path / "groups") == expected


def test_a_process_that_nobody_wants_ends_by_itself() -> None:
    """As on a cluster, where nobody may be left to end it; whoever wants something after all gets a new one."""
    hand = Hand(nothing, LIMITS, idle=0.1)
    shared, errand = Shared.of(b""), pickle.dumps((tasks.do, ("whose", None)))
    try:
        first = hand.run("a", shared, errand)
        assert until(lambda: not alive(int(first)))
        assert hand.run("a", shared, errand) != first
    finally:
        hand.kill()
        hand.end()
    assert mine() == []
