"""A real Dask cluster on this machine, each of it in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.runs import ROOT
from tests.workers.processes import until


@dataclass
class ACluster:
    """A scheduler and its workers, which stand in folders of their own, elsewhere than the client."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextlib.contextmanager
def a_cluster(folder: Path, workers: Sequence[str] = ("--no-nanny", "--no-nanny")) -> Generator[ACluster]:
    """With a worker for each option, each of one thread."""
    told = folder / "scheduler.json"
    running: list[subprocess.Popen[bytes]] = []

    def run(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        where = folder / name
        where.mkdir()
        with (folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
                cwd=where,
                env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(where)},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        running.append(process)
        return process

    try:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
        scheduler = run("scheduler", "dask_scheduler", *options)
        assert until(lambda: told.exists() and told.read_text().rstrip().endswith("}")), "the scheduler did not start"
        address: str = json.loads(told.read_text())["address"]
        started = [
            run(f"worker-{number}", "dask_worker", address, "--nthreads", "1", "--no-dashboard", option)
            for number, option in enumerate(workers)
        ]
        yield ACluster(address, scheduler, started)
    finally:
        # Not asked to go: without a scheduler a worker would think about it for half a minute.
        for process in running:
            process.kill()
        for process in running:
            process.wait()
