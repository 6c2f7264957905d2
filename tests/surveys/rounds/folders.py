"""A small round of two languages that is right, for tests to spoil."""

import json

HEADER = "iso2,iso3,name_en,name_fr,ilo_region,subregion,correspondence_language,member_from,member_until"
NAMIBIA = "NA,NAM,Namibia,Namibie,Africa,Southern Africa,en,1978-10-03,"
FRANCE = "FR,FRA,France,France,Europe,,fr,1919-06-28,"
REGIONS = "code,name_en,name_fr\nafrica,Africa,Afrique\neurope,Europe,Europe\n"
SURVEY = {
    "slug": "round",
    "titles": {"en": "Survey", "fr": "Enquête"},
    "languages": ["en", "fr"],
    "dispatched_on": None,
    "reply_by": "2003-10-31",
    "agenda_item": "Item",
    "sender": "The Office",
    "office_email": "office@example.org",
    "questionnaire": {"file": "form.xlsx", "files": ["choices.csv"]},
    "cut_offs": [
        {"slug": "report", "day": "2003-12-31", "names": {"en": "Report", "fr": "Rapport"}},
        {"slug": "paper", "day": "2004-01-31", "names": {"en": "Paper", "fr": "Document"}},
    ],
}
KIND = "---\nkind: invitation\nvariables:\n  - url\n  - sender\n---\n\nRemark.\n"
LETTER = """---
kind: invitation
language: LANGUAGE
direction: ltr
subject: "Come: {{ sender }}"
---

See
{{ url }}
"""


def make_folder(folder, *, states=(NAMIBIA, FRANCE), header=HEADER, regions=REGIONS, form=b"form", **survey):
    """Write the files of a round; `survey` replaces keys of survey.json."""
    (folder / "letters").mkdir(parents=True)
    write(folder, "member_states.csv", "\n".join([header, *states]) + "\n")
    write(folder, "regions.csv", regions)
    write(folder, "survey.json", json.dumps({**SURVEY, **survey}, indent=1, ensure_ascii=False))
    write(folder, "letters/README.md", "# Letters\n")
    write(folder, "letters/invitation.md", KIND)
    for language in ("en", "fr"):
        write(folder, f"letters/invitation.{language}.md", LETTER.replace("LANGUAGE", language))
    write(folder, "choices.csv", "name,label\n")
    (folder / "form.xlsx").write_bytes(form)
    return folder


def write(folder, name, text):
    """Write a file of the round."""
    (folder / name).write_text(text, encoding="utf-8")


def change(folder, name, old, new):
    """Replace text that stands in a file of the round."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    write(folder, name, text.replace(old, new, 1))
