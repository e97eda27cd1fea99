"""Arguments in, exit code out; no logic. 0 clean, 1 faults in copy or output, 2 misuse or a bug."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import compiler

CLEAN, FAULTS, MISUSE = 0, 1, 2


def parser() -> argparse.ArgumentParser:
    """The commands and options; README documents each of them, which a test holds."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="folder with sources/ and layouts/; else this one"
    )
    common.add_argument(
        "--message-format", choices=("full", "concise", "json"), default="full", help="how faults are told"
    )
    common.add_argument("--quiet", action="store_true", help="say nothing but faults")
    edition = argparse.ArgumentParser(add_help=False)
    edition.add_argument("--language", metavar="L", help="language of the edition; else the first in publication.yaml")

    setting = argparse.ArgumentParser(add_help=False)
    hands = setting.add_mutually_exclusive_group()
    hands.add_argument(
        "--jobs", type=_jobs, metavar="N", help="parts set at once; else as many as there are processors"
    )
    hands.add_argument("--cluster", metavar="ADDRESS", help="set parts on a Dask cluster: `tcp://HOST:PORT`")
    setting.add_argument("--why", action="store_true", help="tell for each part why it was set again")

    top = argparse.ArgumentParser(prog="report", description="Turns structured copy into a designed publication.")
    top.add_argument("--version", action="version", version=f"report {compiler.__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser(
        "build", parents=[common, edition, setting], help="set the publication: the PDF, in build/"
    )
    build.add_argument(
        "--release", action="store_true", help="refuse any error or warning: a faultless volume, or nothing"
    )
    build.add_argument(
        "--edition",
        choices=("screen", "print", "all"),
        help="for readers, for the printer, or both; else for readers, and of a release both",
    )
    build.add_argument(
        "--printer", metavar="NAME", help="whose profile in sources/printers/ to print after; else publication.yaml's"
    )
    build.add_argument("--no-cache", action="store_true", help="set every part, and remember nothing")
    commands.add_parser(
        "watch", parents=[common, edition, setting], help="build, and again whenever something is saved; Ctrl-C ends it"
    )
    commands.add_parser(
        "check", parents=[common, edition], help="tell the faults of the copy; silent where there are none"
    )
    commands.add_parser("status", parents=[common, edition], help="what is missing, and from whom")
    preflight = commands.add_parser(
        "preflight", parents=[common], help="inspect any PDF as a printer would; a report with pictures beside it"
    )
    preflight.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    preflight.add_argument("--printer", metavar="NAME", help="whose conditions hold; else those of most printers")
    impose = commands.add_parser(
        "impose", parents=[common], help="put the pages of a PDF on sheets, to be folded or looked at in the house"
    )
    impose.add_argument("file", type=Path, metavar="FILE", help="the PDF, single pages in reading order")
    impose.add_argument(
        "--scheme",
        choices=("saddle", "perfect", "2-up"),
        default="saddle",
        help="sheets inside one another, signatures after one another, or two pages side by side as a proof",
    )
    impose.add_argument("--sheet", metavar="SIZE", help="such as `A3`, or `450x320` (mm); else as large as needed")
    impose.add_argument(
        "--signature", type=_fours, default=16, metavar="N", help="pages of a signature when perfect-bound; else 16"
    )
    impose.add_argument(
        "--creep", type=float, default=0.1, metavar="MM", help="thickness of a folded sheet; else 0.1 mm"
    )
    impose.add_argument("--marks", action="store_true", help="draw crop marks and fold marks")
    impose.add_argument("--output", type=Path, metavar="FILE", help="where to; else FILE-SCHEME.pdf beside the PDF")
    commands.add_parser("schema", parents=[common], help="write the JSON Schemas that editors complete from")
    explain = commands.add_parser("explain", parents=[common], help="explain a message, or list all of them")
    explain.add_argument(
        "name", metavar="NAME", nargs="?", help="as it stands in brackets behind `error` or `warning`; else all names"
    )
    new = commands.add_parser(
        "new", parents=[common, edition], help="begin a report: a copy sheet that explains itself"
    )
    new.add_argument("what", choices=("city",), help="what to begin")
    new.add_argument(
        "slug", metavar="SLUG", help="short name of the city in small letters, digits and hyphens, such as `oulu`"
    )
    commands.add_parser("clean", parents=[common], help="empty build/")
    return top


def _jobs(text: str) -> int:
    """A number of workers: at least one."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _fours(text: str) -> int:
    """Pages of a signature: each sheet has four."""
    number = int(text)
    if number < 4 or number % 4:
        raise ValueError(text)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    _with_streams()
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    # Imported here: `--help` and a misspelt option need none of the compiler.
    from compiler import commands

    try:
        code = commands.run(options)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        sys.stderr.write("stopped; what stood in build/ before is untouched\n")
        return 130
    except OSError as fault:
        # Whoever listened has gone (`report status | head`), or the disk behind standard output is full.
        _hush(sys.stdout)
        if isinstance(fault, BrokenPipeError):
            _hush(sys.stderr)
            return FAULTS
        try:
            sys.stderr.write(f"report: {(fault.strerror or 'fault').lower()}: `standard output`\n")
        except OSError:
            # Then the exit code is all that is left to say it with.
            _hush(sys.stderr)
        return MISUSE


def _hush(stream: TextIO) -> None:
    """Let what is left in a stream's buffer go nowhere, or Python would complain of it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _with_streams() -> None:
    """A process may be started without standard streams; then nobody wants to hear."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]: typeshed says it never is
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - open as long as the process
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
