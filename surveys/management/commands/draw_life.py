"""Draw the life of a return from the table of transitions: docs/life-of-a-return.md."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from surveys.models.life import TRANSITIONS, UNDOES, Actor, Happening, Status, Transition

PAGE = Path("docs") / "life-of-a-return.md"
BEFORE = """# The life of a return

Drawn from the table in `surveys/models/life.py` by `manage.py draw_life`; a test fails while the two differ. Every
transition is an action in `surveys/actions/`; `Return.status` is the projection of the return's events, and the
status as of a day is computed from them.

```mermaid
stateDiagram-v2
"""
AFTER = """
*As before*: the status stays. *Back*: to where the return stood before it was reopened, or before the
paper reply was registered that is voided. A submission taken back counts
from no day on, as known now: its event carries the day on which that submission was received.
"""


class Command(BaseCommand):
    """Write the page, or say whether it is what the table says."""

    help = "Write docs/life-of-a-return.md from the table of transitions."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page differs")

    def handle(self, *args, check, **options):
        page = settings.BASE_DIR / PAGE
        if not check:
            page.write_text(drawn(), encoding="utf-8")
        elif page.read_text(encoding="utf-8") != drawn():
            self.stderr.write(f"{PAGE} is not what the table says: run manage.py draw_life.")
            raise SystemExit(1)


def drawn() -> str:
    """The page in English: the diagram, then the table."""
    with translation.override("en"):
        head = "| what | from | to | by | letter |\n|---|---|---|---|---|"
        rows = [row_of(happening, transition) for happening, transition in TRANSITIONS.items()]
        return BEFORE + "\n".join([*names(), *arrows(), "```", "", head, *rows]) + "\n" + AFTER


def names() -> list[str]:
    """The statuses that something leads to or from, with their words."""
    used = {status for transition in TRANSITIONS.values() for status in (*transition.sources, transition.target)}
    return [f'    state "{status.label}" as {status}' for status in Status if status in used]


def arrows() -> list[str]:
    """An arrow for every change of status; what leaves it as it was stands in the table alone."""
    found = [f"    [*] --> {Status.NOT_SENT}"]
    for happening, transition in TRANSITIONS.items():
        words = Happening(happening).label
        sources = [status for status in Status if status in transition.sources]
        if transition.target:
            found += [f"    {source} --> {transition.target} : {words}" for source in sources]
        elif transition.goes_back:
            undone = TRANSITIONS[UNDOES[happening]]
            found += [f"    {undone.target} --> {back} : {words}" for back in came_from(undone)]
    return found


def came_from(undone: Transition) -> list[Status]:
    """Where a return can have stood before what is undone."""
    return [status for status in Status if status in undone.sources - {undone.target}]


def row_of(happening: str, transition: Transition) -> str:
    """A row of the table."""
    sources = ", ".join(str(status.label) for status in Status if status in transition.sources)
    target = Status(transition.target).label if transition.target else "back" if transition.goes_back else "as before"
    actors = ", ".join(str(Actor(actor).label) for actor in transition.by)
    letter = f"`{transition.letter}`" if transition.letter else ""
    return f"| {Happening(happening).label} (`{happening}`) | {sources} | {target} | {actors} | {letter} |"
