"""The same tasks on a real Dask cluster: a scheduler and workers in processes of their own."""

from __future__ import annotations

import os
import platform
import shutil
import signal
import sys
from collections.abc import Generator
from concurrent.futures import CancelledError
from importlib import metadata
from pathlib import Path

import pytest

import compiler
from compiler.workers import Died, Failed, Limits, Lost, TookTooLong, TooMuchMemory, WorkFault
from compiler.workers.cluster import Cluster, ClusterFault, likeness
from tests.workers import tasks
from tests.workers.clusters import ACluster, a_cluster
from tests.workers.processes import PATIENCE, alive, until, workers_of

Task = tuple[str, object]
LIMITS = Limits(PATIENCE / 2, 200 << 20)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Generator[ACluster]:
    """Two workers, one of them under a nanny, as `dask worker` has it by itself."""
    with a_cluster(tmp_path_factory.mktemp("two"), ("--no-nanny", "--nanny")) as running:
        yield running


def joined(running: ACluster, limits: Limits = LIMITS, patience: float = PATIENCE) -> Cluster[bytes, Task]:
    """Whatever becomes of the compiler's code while the tests run: it is looked at in a test of its own."""
    crew: Cluster[bytes, Task] = Cluster(running.address, tasks.do, limits, patience=patience, likeness=tasks.alike)
    crew.share(b"common ")
    return crew


def where(told: Path) -> tuple[int, int]:
    """The process that has a task, and the worker of the cluster that holds it."""
    assert until(lambda: told.exists() and len(told.read_text().split()) == 2)
    pid, worker = told.read_text().split()
    return int(pid), int(worker)


# ---- a cluster that works ----


@pytest.mark.slow
def test_every_task_comes_back(two: ACluster) -> None:
    with joined(two) as crew:
        futures = [crew.submit(str(number), ("echo", number)) for number in range(40)]
        large = crew.submit("large", ("big", 20_000_000))
        assert [future.result(PATIENCE) for future in futures] == [b"common %d" % number for number in range(40)]
        assert large.result(PATIENCE) == b"x" * 20_000_000
        crew.share(b"other ")
        assert crew.submit("a", ("echo", 1)).result(PATIENCE) == b"other 1"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "how", "kind", "message"),
    [
        ("leave", 3, Died, "the process that worked on `angers` ended with exit code 3"),
        ("crash", None, Died, "the process that worked on `angers` was killed by SIGSEGV"),
        ("hang without python", None, TookTooLong, "`angers` took longer than 1 s"),
        ("creep", None, TooMuchMemory, "`angers` needed more than 200 MiB of memory"),
        ("leap", 1 << 30, TooMuchMemory, "`angers` needed more than 200 MiB of memory"),
        ("raising", "x", Failed, "`angers` failed: KeyError: 'x'"),
        ("unspeakable", None, Failed, "`angers` failed: Unspeakable"),
    ],
)
def test_a_task_that_goes_wrong_takes_no_other_with_it(
    two: ACluster, what: str, how: object, kind: type[WorkFault], message: str
) -> None:
    with joined(two, Limits(1 if "hang" in what else PATIENCE, LIMITS.memory)) as crew:
        futures = [crew.submit("a", ("echo", number)) for number in range(3)]
        bad = crew.submit("angers", (what, how))
        futures += [crew.submit("b", ("echo", number)) for number in range(3, 6)]
        assert [future.result(PATIENCE) for future in futures] == [b"common %d" % number for number in range(6)]
        fault = bad.exception(PATIENCE)
    assert isinstance(fault, kind)
    assert str(fault) == message
    if isinstance(fault, Failed):
        assert "tests/workers/tasks.py" in fault.traceback


@pytest.mark.slow
def test_closing_leaves_no_process_on_the_workers(two: ACluster, tmp_path: Path) -> None:
    with joined(two) as crew:
        files = [tmp_path / str(number) for number in range(4)]
        futures = [crew.submit("a", ("told where", str(file))) for file in files]
        assert until(lambda: sum(file.exists() for file in files) == 2)
        found = [where(file) for file in files if file.exists()]
    assert until(lambda: not any(alive(pid) for pid, _ in found))
    assert until(lambda: all(workers_of(worker) == [] for _, worker in found))
    assert all(alive(worker) for _, worker in found)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(PATIENCE)


# ---- a cluster in trouble ----


@pytest.mark.slow
def test_a_worker_killed_on_the_way_costs_no_result(tmp_path: Path) -> None:
    """One of two: what it was at, and what it had done and still held, is done by the other."""
    with a_cluster(tmp_path) as running, joined(running) as crew:
        files = [tmp_path / f"part-{number}" for number in range(2)]
        before = [crew.submit("a", ("echo", number)) for number in range(10)]
        held = [crew.submit("b", ("told where", str(file))) for file in files]
        after = [crew.submit("c", ("echo", number)) for number in range(10, 20)]
        (first, worker), (second, other) = map(where, files)
        assert worker != other
        assert worker in [process.pid for process in running.workers]
        os.kill(worker, signal.SIGKILL)
        assert until(lambda: not alive(first))
        assert alive(second)
        for file in files:
            file.with_suffix(".go").touch()
        results = [future.result(PATIENCE) for future in (*before, *held, *after)]
    echoes = [b"common %d" % number for number in range(20)]
    assert results == [*echoes[:10], b"part-0", b"part-1", *echoes[10:]]
    assert where(files[0])[1] == other


@pytest.mark.slow
def test_a_task_that_ends_every_worker_is_given_up(tmp_path: Path) -> None:
    with a_cluster(tmp_path, ("--nanny",)) as running, joined(running) as crew:
        fault = crew.submit("angers", ("take along", None)).exception(PATIENCE)
        assert isinstance(fault, Died)
        assert fault.how == "took 4 workers of the cluster with it"
        assert crew.submit("a", ("echo", 1)).result(PATIENCE) == b"common 1"


@pytest.mark.slow
def test_when_nobody_is_left_tasks_are_lost(tmp_path: Path) -> None:
    with a_cluster(tmp_path, ("--no-nanny",)) as running, joined(running, patience=4) as crew:
        future = crew.submit("angers", ("take along", None))
        fault = future.exception(PATIENCE)
        assert isinstance(fault, Lost)
        assert str(fault) == f"`angers` could not be worked on: the scheduler at `{running.address}` has no worker left"


@pytest.mark.slow
def test_when_the_scheduler_goes_tasks_are_lost(tmp_path: Path) -> None:
    with a_cluster(tmp_path, ("--no-nanny",)) as running, joined(running, patience=4) as crew:
        file = tmp_path / "part"
        future = crew.submit("angers", ("told where", str(file)))
        where(file)
        running.scheduler.kill()
        fault = future.exception(PATIENCE)
        assert isinstance(fault, Lost)
        assert f"the scheduler at `{running.address}`" in str(fault)


@pytest.mark.slow
def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    with a_cluster(tmp_path, ()) as running, pytest.raises(ClusterFault, match="has no workers; `dask worker tcp://"):
        Cluster(running.address, tasks.do, patience=1)


@pytest.mark.slow
def test_workers_of_another_version_are_refused(two: ACluster) -> None:
    with pytest.raises(ClusterFault, match="other versions"):
        Cluster(two.address, tasks.do, likeness=tasks.unlike)


@pytest.mark.slow
def test_a_worker_of_another_version_that_joins_later_is_told(two: ACluster, monkeypatch: pytest.MonkeyPatch) -> None:
    with joined(two) as crew:
        monkeypatch.setattr(crew, "_ours", "as it was before")
        fault = crew.submit("angers", ("echo", 1)).exception(PATIENCE)
    assert isinstance(fault, Lost)
    assert "other versions" in str(fault)


def test_the_likeness_is_of_code_libraries_and_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(Path(compiler.__file__).parent, tmp_path / "compiler")
    monkeypatch.setattr(compiler, "__file__", str(tmp_path / "compiler" / "__init__.py"))
    found = {likeness()}
    (tmp_path / "compiler" / "plan.py").write_text("PLAN = None\n")
    found.add(likeness())
    monkeypatch.setattr(platform, "python_version", lambda: "2.7.18")
    found.add(likeness())
    monkeypatch.setattr(metadata, "version", str.upper)
    found.add(likeness())
    assert len(found) == 4
    assert likeness() in found


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    with pytest.raises(ClusterFault, match=r"no Dask scheduler answered at `tcp://127\.0\.0\.1:9` within 1 s"):
        Cluster("tcp://127.0.0.1:9", tasks.do, patience=1)


@pytest.mark.parametrize("address", ["", "nonsense", "http://127.0.0.1:9", "tcp://127.0.0.1"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(ClusterFault, match=f"`{address}`"):
        Cluster(address, tasks.do, patience=1)


def test_without_dask_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterFault, match=r"pip install 'report-compiler\[cluster\]'"):
        Cluster("tcp://127.0.0.1:9", tasks.do)
