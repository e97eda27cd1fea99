"""A build that is stopped: two workers that would never end, and two tasks that wait.

`python -m tests.workers.build FILE FILE` says `stopped` when Ctrl-C ends it; each worker writes its process's id first.
"""

from __future__ import annotations

import sys

from compiler.workers import Hands
from tests.workers import tasks


def main(files: list[str]) -> int:
    try:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        with Hands(tasks.do, 2) as crew:
            crew.share(b"")
            futures = [crew.submit(file, ("mark", file)) for file in files]
            for future in futures:
                future.result()
    except KeyboardInterrupt:
        sys.stdout.write("stopped\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
