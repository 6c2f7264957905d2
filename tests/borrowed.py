"""Whether a text borrows words of the Governing Body paper of 2004, which is not kept here.

`borrowed_runs.txt` has a digest of each run of eight words of the paper, sorted, so that no text can be read out of
it. Made anew with the paper at hand: `python -m tests.borrowed PAPER.txt > tests/borrowed_runs.txt`.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

LENGTH = 8
DIGESTS = Path(__file__).with_name("borrowed_runs.txt")


def words_of(text: str) -> list[str]:
    """The words in small letters, without apostrophes, hyphens and other signs between them."""
    return re.findall(r"[^\W_]+", re.sub("['’]", "", text.casefold()))


def runs_of(text: str) -> Iterator[str]:
    """Every run of eight words that follow each other."""
    words = words_of(text)
    return (" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1))


def digest_of(run: str) -> str:
    """What is kept of a run."""
    return sha256(run.encode()).hexdigest()[:12]


@lru_cache
def digests() -> frozenset[str]:
    """The digests of the paper's runs."""
    return frozenset(DIGESTS.read_text(encoding="ascii").split())


def borrowed(text: str, *, names: Iterable[str] = ()) -> list[str]:
    """The runs of the text that stand in the paper too; titles and names in it (`names`) are cut out before."""
    whole = f" {' '.join(words_of(text))} "
    for name in sorted(names, key=len, reverse=True):
        whole = whole.replace(f" {' '.join(words_of(name))} ", " | ") if words_of(name) else whole
    pieces = whole.split("|")
    return [run for piece in pieces for run in runs_of(piece) if digest_of(run) in digests()]


if __name__ == "__main__":
    paper = Path(sys.argv[1]).read_text(encoding="utf-8")
    sys.stdout.writelines(f"{digest}\n" for digest in sorted({digest_of(run) for run in runs_of(paper)}))
