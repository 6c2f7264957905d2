"""A small file of a report that is right, for tests to spoil."""

import json

from consultations.register.organizations import OrganizationRow
from consultations.register.rows import OutcomeRow, Register, ThemeRow

REGISTER = Register(
    organizations=[OrganizationRow(code, {"en": code.upper()}, {}, "unit") for code in ("unit", "other")],
    themes=[ThemeRow("T1", {"en": "Migration"}, 1)],
    outcomes=[OutcomeRow("O1-1", {"en": "More"}, "finding", [])],
)
GIVEN = {"code": "C1-1", "contributor": "unit", "nature": "data", "contribution": "Data", "paragraph": 6}
REPORT = {
    "source": "A paper",
    "as_of": "2004-02-11",
    "report": {"title": "The report", "role": {"en": "It serves", "fr": "Il sert"}},
    "paper": {"place": "Geneva", "number": 4},
    "themes": [{"code": "T1", "order": 1, "title": "Migration"}],
    "chapters": [{"order": 1, "title": "One", "suggested_themes_inferred": ["T1"], "topics": ["women-and-men"]}],
    "further_topics": [{"order": 1, "title": "Women and men"}],
    "further_topics_open_list": True,
    "contributors": [GIVEN],
    "deadlines": [{"code": "SENT", "title": "Sent", "date": "2003-07", "state_2004_02_11": "done"}],
}


def make_folder(folder, **document):
    """Write the file; `document` replaces its keys."""
    folder.mkdir(exist_ok=True)
    (folder / "report.json").write_text(json.dumps({**REPORT, **document}, indent=1), encoding="utf-8")
    return folder
