"""What each command does: runs the stages, draws what they say, and decides the exit code."""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import compiler
from compiler import report
from compiler.cli import CLEAN, FAULTS, MISUSE
from compiler.model.copy import Places
from compiler.model.diagnostics import Diagnostic, Severity
from compiler.output import write_together, write_whole
from compiler.report import Sources
from compiler.world import BadEpochError, Disk

if TYPE_CHECKING:
    from compiler.cache import Cache
    from compiler.proofread import Proofread
    from compiler.record import Record
    from compiler.workshop import Made, Workshop

FRAME = PurePosixPath("sources/publication.yaml")

NAMED = 3
"""How many of the files that changed are named."""

Command = Callable[[argparse.Namespace], int]


def run(options: argparse.Namespace) -> int:
    """Run the chosen command. A fault of the compiler itself is told as one, with its traceback in a file."""
    root: Path = options.root
    if options.command != "explain" and not root.is_dir():
        return _misuse(f"there is no folder `{root}`")
    try:
        return COMMANDS[options.command](options)
    except BadEpochError as fault:
        return _misuse(str(fault))
    except BrokenPipeError:
        raise
    except OSError as fault:
        return _misuse(_of_the_disk(fault))
    except Exception as fault:
        return _bug(fault, root)


def _of_the_disk(fault: OSError) -> str:
    """The disk's own troubles (full, read-only) are no fault of copy or compiler."""
    trouble = (fault.strerror or type(fault).__name__).lower()
    # Our own files are named; what has no name is what a library writes for itself.
    return f"{trouble}: `{fault.filename or tempfile.gettempdir()}`"


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


# ---- commands that read copy ----


def _build(options: argparse.Namespace) -> int:
    from compiler.workshop import NoClusterError, Workshop

    try:
        with (
            _progress(options) as say,
            Workshop(options.root, options.language, options.jobs, options.cluster, not options.no_cache) as workshop,
        ):
            made = workshop.make(options.release, say, options.edition, options.printer)
    except NoClusterError as fault:
        return _misuse(str(fault))
    _of_the_cache(workshop.cache, options)
    return _made(made, options)


def _watch(options: argparse.Namespace) -> int:
    """Build after each burst of saves, until Ctrl-C, as which it ends like any command that is stopped."""
    from compiler.watch import Watch
    from compiler.workshop import NoClusterError, Workshop

    # Whoever reads what a terminal does not show wants to hear of faults alone.
    options.quiet = options.quiet or not sys.stderr.isatty()
    with Workshop(options.root, options.language, options.jobs, options.cluster, keep=True) as workshop:
        for changed in Watch(options.root, partial(_say, options)).bursts():
            if changed:
                _say(options, f"\n{_listed(changed)} changed")
            try:
                _make_again(workshop, options)
            except NoClusterError as fault:
                return _misuse(str(fault))
            except (BadEpochError, BrokenPipeError):
                raise
            except OSError as fault:
                _misuse(_of_the_disk(fault))
            except Exception as fault:
                _bug(fault, options.root)
    return CLEAN


def _make_again(workshop: Workshop, options: argparse.Namespace) -> None:
    began = time.monotonic()
    with _progress(options) as say:
        made = workshop.make(False, say)
    took = f" in {time.monotonic() - began:.1f} s"
    _of_the_cache(workshop.cache, options)
    # They were told; the next build may find others.
    workshop.cache.damaged.clear()
    _made(made, options, took)
    sys.stdout.flush()
    if made.record is not None:
        workshop.warm()
    # Now, while nobody waits, and not in the midst of the next build.
    gc.collect()


def _listed(changed: Sequence[PurePosixPath]) -> str:
    """What changed, by name as far as anyone would read on."""
    names = [str(path) for path in changed[:NAMED]]
    return ", ".join(names if len(changed) <= NAMED else [*names, f"{len(changed) - NAMED} more"])


def _made(made: Made, options: argparse.Namespace, took: str = "") -> int:
    """Tell what came of a build; `took` stands behind the number of its pages."""
    if made.record is not None:
        return _told_again(made.record, options, took)
    assert made.read is not None
    assert made.outcome is not None
    code = _tell(made.outcome.diagnostics, options, made.read.value)
    built = made.outcome.value
    if built is None:
        _say(options, "nothing was written")
        return FAULTS
    if options.why:
        for part in built.parts:
            _say(options, f"{part}: {built.reasons.get(part, 'as it was')}")
    proof = ", a PROOF" if built.proof else ""
    _say(options, f"{options.root / built.files[0]}: {built.pages} pages{proof}{took}")
    return FAULTS if built.proof else code


def _told_again(record: Record, options: argparse.Namespace, took: str) -> int:
    """What the last build said: nothing has changed since."""
    text = record.said[options.message_format]
    if options.message_format == "json":
        _out(text)
    else:
        sys.stderr.write(text)
        if record.summary:
            _say(options, record.summary)
    if options.why:
        _say(options, "no part was set: nothing has changed")
    _say(options, f"{options.root / next(iter(record.outputs))}: {record.pages} pages{took}")
    return CLEAN


def _of_the_cache(cache: Cache, options: argparse.Namespace) -> None:
    """Troubles of the cache cost time, not results."""
    if cache.damaged:
        _say(options, f"{len(cache.damaged)} damaged entries of the cache were made again")
    if cache.unwritten is not None:
        _say(options, f"nothing more could be kept in the cache: {cache.unwritten}")


def _check(options: argparse.Namespace) -> int:
    # The process ends before any cycle is worth looking for; a fifth of the time went into looking.
    gc.disable()
    from compiler.proofread import proofread

    read = proofread(Disk(options.root), options.language)
    return _tell(read.diagnostics, options, read.value)


def _status(options: argparse.Namespace) -> int:
    from compiler.proofread import proofread
    from compiler.status import status

    read = proofread(Disk(options.root), options.language)
    if read.value is None or read.value.checked is None or read.value.checked.publication is None:
        return _tell(read.diagnostics, options, read.value)
    _out(status(read.value.checked, read.diagnostics, options.message_format))
    return FAULTS if any(each.severity is Severity.ERROR for each in read.diagnostics) else CLEAN


# ---- commands that read PDFs ----


def _preflight(options: argparse.Namespace) -> int:
    from compiler.explain import meanings
    from compiler.preflight import Conditions, preflight
    from compiler.preflight.page import page
    from compiler.preflight.printers import conditions_of
    from compiler.preflight.verdict import diagnostics, json_of
    from compiler.proofread import proofread

    path: Path = options.file
    if not path.is_file():
        return _misuse(f"there is no file `{path}`")
    conditions = Conditions()
    if options.printer is not None:
        read = proofread(Disk(options.root), None)
        publication = read.value.checked.publication if read.value and read.value.checked else None
        if publication is None:
            # Without a publication there are no profiles; what is wrong with it is told instead.
            _tell(read.diagnostics, options, read.value)
            return FAULTS
        printer = publication.printed_by(options.printer)
        if printer is None:
            return _misuse(f"there is no profile of a printer `{options.printer}`")
        conditions = conditions_of(printer, cover=path.name == "cover.pdf")
    with _progress(options) as say:
        verdict, house = preflight(path, Disk(options.root), conditions, progress=say)
    # Ours has its place in build/; the verdict on another's file stands beside it.
    beside = path.with_name(f"{path.stem}-preflight")
    if house is not None:
        name = "preflight" if house.path.name == "interior.pdf" else f"{house.path.stem}-preflight"
        beside = options.root / house.folder / "print" / name
    files = {beside.with_name(f"{beside.name}{suffix}"): data for suffix, data in (
        (".html", page(verdict, meanings())), (".json", json_of(verdict)))}  # fmt: skip
    write_together(files)
    said = diagnostics(verdict)
    machine = options.message_format == "json"
    text = report.draw(said, verdict.sources, {}, options.message_format, colours=not machine and sys.stderr.isatty())
    if machine:
        _out(text)
    else:
        sys.stderr.write(text)
        if said and not options.quiet:
            sys.stderr.write(f"{report.summary(said, {})}\n")
    number = "1 page" if verdict.pages == 1 else f"{verdict.pages} pages"
    _say(options, f"{next(iter(files))}: {number}. {verdict.told()}")
    return CLEAN if verdict.proven and not verdict.errors else FAULTS


def _impose(options: argparse.Namespace) -> int:
    from compiler.impose import Job, UnfitError, impose

    path: Path = options.file
    if not path.is_file():
        return _misuse(f"there is no file `{path}`")
    target: Path = options.output or path.with_name(f"{path.stem}-{options.scheme}.pdf")
    job = Job(options.scheme, options.sheet, options.signature, options.creep, options.marks)
    try:
        imposed = impose(path, job)
    except UnfitError as fault:
        return _misuse(f"`{path}` cannot be imposed: {fault}")
    write_whole(target, imposed.pdf)
    blanks = f", {imposed.blanks} of them blank," if imposed.blanks else ""
    _say(options, f"{target}: {imposed.pages} pages{blanks} on {imposed.sheets} sheets of {imposed.told_size()}")
    return CLEAN


# ---- commands that write copy ----


def _schema(options: argparse.Namespace) -> int:
    from compiler.check import schemas

    return _put(options, {path: text.encode() for path, text in schemas().items()})


def _new(options: argparse.Namespace) -> int:
    from compiler.check import new_city

    outcome = new_city(Disk(options.root), options.slug, options.language)
    if outcome.value is None:
        _tell(outcome.diagnostics, options, None)
        return MISUSE
    code = _put(options, outcome.value)
    if code == CLEAN:
        frame = options.root / FRAME
        _say(options, f"now list `{options.slug}` under `reports` in {frame}, fill the fields, and run `report check`")
    return code


def _put(options: argparse.Namespace, files: Mapping[PurePosixPath, bytes]) -> int:
    """Write copy, inside the folder of the publication only: from elsewhere it would not be read."""
    root: Path = options.root.resolve()
    away = next((path for path in files if not (root / path).resolve().is_relative_to(root)), None)
    if away is not None:
        return _misuse(f"`{away}` would lie outside the folder of the publication, where a link leads")
    write_together({root / path: data for path, data in files.items()})
    for path in files:
        _say(options, str(options.root / path))
    return CLEAN


# ---- the rest ----


def _explain(options: argparse.Namespace) -> int:
    from compiler.explain import explain, meanings, names

    if options.name is None:
        width = max(len(name) for name in names())
        _out("".join(f"{name:{width}}  {meaning}\n" for name, meaning in meanings().items()))
        return CLEAN
    text = explain(options.name)
    if text is None:
        near = get_close_matches(str(options.name), names(), n=1)
        return _misuse(f"no diagnostic has the name `{options.name}`{f'; there is `{near[0]}`' if near else ''}")
    _out(text)
    return CLEAN


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


COMMANDS: dict[str, Command] = {
    "build": _build,
    "watch": _watch,
    "check": _check,
    "status": _status,
    "preflight": _preflight,
    "impose": _impose,
    "schema": _schema,
    "new": _new,
    "explain": _explain,
    "clean": _clean,
}


# ---- speaking ----


def _tell(said: Sequence[Diagnostic], options: argparse.Namespace, read: Proofread | None) -> int:
    """Draw diagnostics: JSON to standard output, for machines; the rest to standard error. Returns the exit code."""
    sources: Sources = read.sources if read else {}
    places: Places = read.places if read else {}
    machine = options.message_format == "json"
    text = report.draw(said, sources, places, options.message_format, colours=not machine and sys.stderr.isatty())
    if machine:
        _out(text)
    else:
        sys.stderr.write(text)
    if said and not machine and not options.quiet:
        sys.stderr.write(f"{report.summary(said, places)}\n")
    return FAULTS if any(each.severity is Severity.ERROR for each in said) else CLEAN


def _out(text: str) -> None:
    """Write to standard output, whose troubles are told by its name."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, "standard output") from fault


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.quiet:
        sys.stderr.write(f"{text}\n")


@contextmanager
def _progress(options: argparse.Namespace) -> Generator[Callable[[str], None]]:
    """Shows on a terminal what is being done; says nothing elsewhere."""
    if options.quiet or options.message_format == "json" or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as shown:
        yield shown.update
