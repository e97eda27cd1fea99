"""The disk and the process: full, in the way, killed, two at once, links that leave, things that are no files."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import cast

import pytest
from PIL import Image

from compiler.output import write_together
from tests.builders import Copy
from tests.faults.conftest import command, edit, inside, run, write
from tests.faults.volumes import ROOT, many_files
from tests.pdfium import Document

LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""
"""A disk on which no file may grow beyond so many bytes: what is written then fails as on a full one."""


CACHE = "cache"


def results(root: Path) -> dict[str, bytes]:
    """What stands in build/ but the cache, and but files aside that a killed build leaves for `report clean`."""
    folder = root / "build"
    found = {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    return {str(path): data for path, data in found.items() if path.parts[0] != CACHE and not path.name.startswith(".")}


def paths(root: Path) -> list[Path]:
    """All that stands in a folder but the cache."""
    cache = root / "build" / CACHE
    return sorted(path for path in root.rglob("*") if not path.is_relative_to(cache))


# ---- writing -------------------------------------------------------------------------------------------------------


FULL_AT_LAST = """
import tempfile
real = tempfile.mkstemp
def limited(*arguments, **options):
    {limit}
    return real(*arguments, **options)
tempfile.mkstemp = limited
"""
"""The same, but not before results are written."""


@pytest.mark.slow
def test_a_full_disk_leaves_the_results_that_were_there(root: Path) -> None:
    assert run(root, "build").code == 0
    old = results(root)
    edit(root, "words/en.yaml", "title: 'Northern", "title: 'Southern")
    limit = "; ".join(LIMITED.format(size=len(old["en/publication.pdf"]) // 2).strip().splitlines())
    done = run(root, "build", before=FULL_AT_LAST.format(limit=limit))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"report: file too large: `{root / 'build/en/publication.pdf'}`\n"
    assert results(root) == old


@pytest.mark.slow
def test_a_full_folder_for_temporary_files(root: Path) -> None:
    """Fonts have room there, the galley with a large picture has none; it is told by the name of the folder."""
    with_a_picture(root)
    fonts = max(path.stat().st_size for path in (root / "layouts/fonts").iterdir())
    done = run(root, "build", before=LIMITED.format(size=fonts + 1))
    assert (done.code, done.out, done.err) == (2, "", f"report: file too large: `{tempfile.gettempdir()}`\n")
    assert results(root) == {}


def with_a_picture(root: Path) -> None:
    """Give the report a picture of noise, which nothing makes smaller."""
    picture = {"file": "noise.png", "alternative": "Noise", "credit": "By nobody", "rights": "Free of any"}
    files = many_files(1)
    report: Copy = cast("Copy", files["cities/town-1/en.yaml"])
    report["initiatives"][0]["body"].insert(1, {"picture": picture})
    write(root, files)
    path = root / "sources/cities/town-1/pictures/noise.png"
    path.parent.mkdir()
    Image.frombytes("RGB", (1400, 300), random.Random(3).randbytes(1400 * 300 * 3)).save(path)


def test_files_appear_together_or_not_at_all(tmp_path: Path) -> None:
    """A file where a folder is needed, or a folder where a file is, stops all of them."""
    (tmp_path / "first").write_text("old")
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    (tmp_path / "file").write_text("old")
    with pytest.raises(NotADirectoryError) as caught:
        write_together({tmp_path / "first": b"new", tmp_path / "file/below": b"new"})
    assert str(caught.value) == f"[Errno 20] Not a directory: '{tmp_path / 'file'}'"
    with pytest.raises(IsADirectoryError) as caught:
        write_together({tmp_path / "first": b"new", tmp_path / "folder": b"new"})
    assert str(caught.value) == f"[Errno 21] Is a directory: '{tmp_path / 'folder'}'"
    assert (tmp_path / "first").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "first", "folder"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "trouble"),
    [("build", "not a directory"), ("build/en", "not a directory"), ("build/en/map.json", "is a directory")],
)
def test_something_in_the_way_of_results(root: Path, name: str, trouble: str) -> None:
    """Told by its name, and left alone; nothing else is written either."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix:
        path.mkdir()
    else:
        path.write_text("mine")
    before = paths(root)
    done = run(root, "build", "--quiet")
    assert (done.code, done.out, done.err) == (2, "", f"report: {trouble}: `{path}`\n")
    assert paths(root) == before


READ_ONLY = """
import os, tempfile
def refused(*_, **__): raise PermissionError(13, "Permission denied", None)
tempfile.mkstemp = refused
"""
"""A folder that may not be written, for the superuser too, whom no mode of a folder stops."""


@pytest.mark.slow
def test_results_that_may_not_be_written(root: Path) -> None:
    before = ""
    (root / "build").mkdir(mode=0o500)
    if os.geteuid() == 0:
        (root / "build/en").mkdir()
        before = READ_ONLY
    done = run(root, "build", "--quiet", before=before)
    blamed = root / "build/en" / ("publication.pdf" if before else "")
    assert (done.code, done.out, done.err) == (2, "", f"report: permission denied: `{blamed}`\n")
    assert results(root) == {}


WRITER = """
import sys
from pathlib import Path
from compiler.output import write_whole
sizes = 0
while True:
    sizes += 1
    write_whole(Path(sys.argv[1]), bytes([sizes % 256]) * 3_000_000)
"""


def test_killed_while_writing(tmp_path: Path) -> None:
    """Whenever a build is killed, a result is whole: all of its bytes are of one writing."""
    path = tmp_path / "result"
    moments = random.Random(5)
    for _ in range(6):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT)
        while not path.exists():
            assert writer.poll() is None
            time.sleep(0.01)
        time.sleep(moments.uniform(0.0, 0.12))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        data = path.read_bytes()
        assert len(data) == 3_000_000
        assert len(set(data)) == 1
        path.unlink()


@pytest.mark.slow
def test_a_build_killed_at_any_moment(root: Path) -> None:
    """Each result is as it was, or as the killed build would have left it; never anything between."""
    assert run(root, "build").code == 0
    old = results(root)
    edit(root, "words/en.yaml", "title: 'Northern", "title: 'Southern")
    seen: list[dict[str, bytes]] = []
    moments = random.Random(7)
    for _ in range(5):
        started = subprocess.Popen(command(root, "build"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(moments.uniform(0.2, 2.5))
        started.send_signal(signal.SIGKILL)
        started.communicate()
        seen.append(results(root))
    assert run(root, "build").code == 0
    new = results(root)
    assert new["en/publication.pdf"] != old["en/publication.pdf"]
    for each in seen:
        assert each.keys() == old.keys()
        assert all(data in (old[name], new[name]) for name, data in each.items())
    assert run(root, "clean").code == 0
    assert list((root / "build").iterdir()) == []


@pytest.mark.slow
def test_two_builds_at_once(root: Path) -> None:
    """Each says that all is well, and what stands there is the result of one of them, which are the same."""
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(run(root, "build").code)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [0, 0]
    together = results(root)
    assert run(root, "build").code == 0
    assert results(root) == together


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("status",), marks=pytest.mark.slow),
        ("check", "--message-format", "json"),
        pytest.param(("explain", "overset"), marks=pytest.mark.slow),
    ],
)
def test_output_that_nobody_can_take(root: Path, arguments: tuple[str, ...]) -> None:
    """A full disk behind standard output is told; a reader that has gone away is none of our business."""
    edit(root, "cities/town-1/en.yaml", "region: ", "regoin: ")
    place = () if arguments[0] == "explain" else ("--root", str(root))
    words = [sys.executable, "-m", "compiler", *arguments, *place]
    for unbuffered in ("", "1"):
        environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                words, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, env=environment, check=False
            )
        assert (done.returncode, done.stderr) == (2, "report: no space left on device: `standard output`\n")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(words, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_faults_that_nobody_can_be_told(root: Path, unbuffered: str) -> None:
    edit(root, "cities/town-1/en.yaml", "region: ", "regoin: ")
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "compiler", "check", "--root", str(root)]
        environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        done = subprocess.run(words, cwd=ROOT, stdout=full, stderr=full, env=environment, check=False)
    assert done.returncode == 2


def test_without_standard_streams(root: Path) -> None:
    words = f'exec "$0" -m compiler check --root {root} >&- 2>&-'
    assert subprocess.run(["sh", "-c", words, sys.executable], cwd=ROOT, check=False).returncode == 0


# ---- reading -------------------------------------------------------------------------------------------------------


BARRED = """
import os, sys
NETWORK = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
           "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
def barred(event, arguments):
    if event in NETWORK or event.startswith(("urllib.", "http.", "ftplib.")):
        with open(os.environ["TRIED"], "a") as file:
            file.write(event + "\\n")
        os._exit(70)
sys.addaudithook(barred)
"""
"""Ends the process at whatever Python does towards a network; no handler of exceptions can hide it (PEP 578)."""


ASKS = """
import subprocess
subprocess.call([sys.executable, "-c", "import socket; socket.getaddrinfo('example.org', 80)"])
"""
"""What a worker of bad manners would do; it shows that the bar holds."""


@pytest.mark.slow
def test_nothing_is_fetched(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by the command nor by its workers, each of which runs `sitecustomize` as it starts."""
    tried = tmp_path / "tried"
    (tmp_path / "sitecustomize.py").write_text(BARRED)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("TRIED", str(tried))
    assert run(root, "build").code == 0
    assert not tried.exists()
    assert run(root, "check", before=ASKS).code == 0
    assert tried.read_text() == "socket.getaddrinfo\n"


def test_sources_that_are_elsewhere(root: Path) -> None:
    """Nothing is read or written through a link that leaves the folder of the publication."""
    elsewhere = root.parent / "elsewhere"
    (root / "sources").rename(elsewhere)
    (root / "sources").symlink_to(elsewhere)
    found = inside(root, "check", "--message-format", "json")
    assert found.code == 1
    assert {each["name"] for each in found.diagnostics} == {"unreadable-file"}
    assert all("leads out of the folder" in each["message"] for each in found.diagnostics)
    before = sorted(elsewhere.rglob("*"))
    for arguments in (("new", "city", "rauma"), ("schema",)):
        done = inside(root, *arguments)
        assert done.code == 2
        assert "would lie outside the folder of the publication" in done.err
    assert sorted(elsewhere.rglob("*")) == before


@pytest.mark.parametrize("name", ["sources/publication.yaml", "sources/words/en.yaml", "sources/cities/town-1/en.yaml"])
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("pipe", "is no file but a pipe"),
        ("folder", "is a folder"),
        ("loop", "leads back to itself"),
        ("link", "by a link"),
    ],
)
def test_what_is_no_file(root: Path, name: str, kind: str, said: str) -> None:
    """One message, and none that the file is missing."""
    path = root / name
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path if kind == "loop" else "/etc/hostname")
    found = inside(root, "check", "--message-format", "json")
    assert found.code == 1
    assert [(each["name"], each["path"]) for each in found.diagnostics] == [("unreadable-file", name)]
    assert said in found.diagnostics[0]["message"]


FORBIDDEN = """
from pathlib import Path
read = Path.read_bytes
def refused(path):
    if path.match("sources/words/en.yaml"):
        raise PermissionError(13, "Permission denied", str(path))
    return read(path)
Path.read_bytes = refused
"""


def test_a_file_that_may_not_be_read(root: Path) -> None:
    (root / "sources/words/en.yaml").chmod(0)
    before = FORBIDDEN if os.geteuid() == 0 else ""  # the superuser may read everything
    found = run(root, "check", "--message-format", "json", before=before)
    assert [each["name"] for each in found.diagnostics] == ["unreadable-file"]
    assert "may not be read by you" in found.diagnostics[0]["message"]


def test_every_file_empty(root: Path) -> None:
    """One after another; every file says so itself, and nothing breaks."""
    for path in sorted((root / "sources").rglob("*.yaml")):
        text = path.read_bytes()
        path.write_bytes(b"")
        found = inside(root, "check", "--message-format", "json")
        assert found.code == 1
        said = {(each["name"], each["path"]) for each in found.diagnostics}
        assert ("empty-file", str(path.relative_to(root))) in said
        path.write_bytes(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("layouts", "missing-layout"),
        ("layouts/fonts", "missing-font"),
        ("layouts/tokens.css", "missing-layout"),
        ("layouts/parts", "unpoured-part"),
        ("sources", "missing-publication"),
    ],
)
def test_folders_that_are_missing(root: Path, name: str, said: str) -> None:
    (root / name).rename(root.parent / "away")
    found = run(root, "build", "--message-format", "json", "--quiet")
    assert found.code == 1
    names = {each["name"] for each in found.diagnostics}
    assert said in names
    assert "typesetter-crash" not in names


def test_empty_sources(root: Path) -> None:
    for path in sorted((root / "sources").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for command_ in ("check", "build", "status"):
        found = inside(root, command_, "--message-format", "json", "--quiet")
        assert (found.code, [each["name"] for each in found.diagnostics]) == (1, ["missing-publication"])


# ---- sizes ---------------------------------------------------------------------------------------------------------

BOUNDED = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
"""
"""Four gigabytes: what asks for more fails, and the machine is spared."""


@pytest.mark.slow
def test_sixty_reports(tmp_path: Path) -> None:
    """Contents run over pages, and every report stands at the folio that they tell."""
    root = write(tmp_path, many_files(60))
    done = run(root, "build", before=BOUNDED)
    assert (done.code, done.out, done.err.count("\n")) == (0, "", 1)
    texts = [text.replace("\r\n", "\n") for text in Document(root / "build/en/publication.pdf").texts()]
    stands = {
        int(found.group(1)): int(text.split()[-1])
        for text in texts
        if (found := re.search(r"^Report ([0-9]+) of 60$", text, re.MULTILINE))
    }
    told = [re.findall(r"^([0-9]+) Town ([0-9]+) *$", text, re.MULTILINE) for text in texts[2:5]]
    assert sum(map(bool, told)) == 2
    assert {int(town): int(folio) for page in told for folio, town in page} == stands
    assert sorted(stands) == list(range(1, 61))
