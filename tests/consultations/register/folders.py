"""Small files of a register that are right, for tests to spoil."""

import json
from datetime import date

from consultations.register.rows import Known

TABLE = "code,name,type,parent,collective\nilo,The Organization,UN agency,,\nunit,A unit,ILO unit,ilo,\n"
KNOWN = Known(
    states={
        "FRA": (date(1919, 6, 28), None),
        "TLS": (date(2003, 8, 19), None),
        "OLD": (date(1919, 1, 1), date(2000, 1, 1)),
    },
    regions=["africa"],
    groups=["sadc"],
)
HELD = {
    "id": "E1-1",
    "paragraph": 1,
    "title": {"en": "A meeting", "fr": "Une réunion"},
    "kind": "interagency",
    "start": "2003-07",
    "end": "2003-07",
    "organizers": ["ilo"],
    "status_2004_02_11": "held",
}


def make_folder(folder, *events, table=TABLE, **document):
    """Write the two files; `events` change a meeting held in July 2003, `document` the keys of events.json."""
    folder.mkdir(exist_ok=True)
    (folder / "organizations.csv").write_text(table, encoding="utf-8")
    meta = {"source": "A paper", "as_of": "2004-02-11", "themes": {"T1": "Migration"}}
    whole = {"meta": meta, "events": [{**HELD, **event} for event in events or [{}]], **document}
    (folder / "events.json").write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    return folder
