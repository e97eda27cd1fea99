"""What each command does: runs the stages, draws what they say, and decides the exit code."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import compiler
from compiler import report
from compiler.cli import CLEAN, FAULTS, MISUSE
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.output import write_whole
from compiler.world import Disk

Command = Callable[[argparse.Namespace], int]


def run(options: argparse.Namespace) -> int:
    """Run the chosen command. A fault of the compiler itself is told as one, with its traceback in a file."""
    root: Path = options.root
    if options.command != "explain" and not root.is_dir():
        return _misuse(f"there is no folder `{root}`")
    try:
        return COMMANDS[options.command](options)
    except OSError as fault:
        # The disk's own troubles (full, read-only) are no fault of copy or compiler.
        return _misuse(f"{fault.strerror or fault}: `{fault.filename or root}`".lower())
    except Exception as fault:
        return _bug(fault, root)


def _misuse(message: str) -> int:
    sys.stderr.write(f"report: {message}\n")
    return MISUSE


def _bug(fault: Exception, root: Path) -> int:
    """Tell a bug of the compiler as what it is; the traceback goes to a file, for whoever mends it."""
    text = f"report {compiler.__version__}, Python {sys.version}\n\n{''.join(traceback.format_exception(fault))}"
    path = root / "build" / "bug.txt"
    try:
        write_whole(path, text.encode())
        where = f"what happened stands in {path}; send it with your copy to whoever maintains the compiler"
    except OSError:
        where = text
    sys.stderr.write(f"report: this is a bug in the compiler, not in your copy ({type(fault).__name__})\n{where}\n")
    return MISUSE


def _build(options: argparse.Namespace) -> int:
    from compiler.build import build, proofread

    world = Disk(options.root)
    with _progress(options) as say:
        say("checking")
        read = proofread(world, options.language)
        outcome = build(world, options.root, read, options.release, say)
    code = _tell(outcome.diagnostics, options, read.value)
    if outcome.value is None:
        if not options.quiet:
            sys.stderr.write("nothing was written\n")
        return FAULTS
    if not options.quiet:
        kind = "proof, stamped" if outcome.value.proof else "pages"
        sys.stderr.write(f"{outcome.value.files[0]}: {outcome.value.pages} {kind}\n")
    return FAULTS if outcome.value.proof else code


def _check(options: argparse.Namespace) -> int:
    from compiler.build import proofread

    read = proofread(Disk(options.root), options.language)
    return _tell(read.diagnostics, options, read.value)


def _clean(options: argparse.Namespace) -> int:
    folder: Path = options.root / "build"
    if not folder.is_dir():
        return CLEAN
    for entry in folder.iterdir():
        if entry.name == ".gitignore":
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return CLEAN


COMMANDS: dict[str, Command] = {"build": _build, "check": _check, "clean": _clean}
