"""The whole round of 2003–04 with invented answers, without a database: for files of an edition in all languages."""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

from reports.actions.inputs import questions_of
from reports.rendering.words import Words
from reports.summary.frame import Frame
from reports.summary.tally import Row
from surveys.questionnaire.xlsform import read_xlsform
from surveys.rounds.folder import read_round
from tests.reports.summary.documents import edition_of

LANGUAGES = ("en", "fr", "es", "ar", "zh", "de", "ru")
FOLDER = Path("surveys/data")
CUT_OFFS = {"2003-12-31": "draft_report", "2004-01-31": "paper"}
ABSENT = ("not_available", "not_applicable", "dont_know", "confidential")
TEXTS = {
    "en": "An answer in words, of some length, so that it has to be broken.",
    "fr": "Réponse d’une « certaine » longueur : elle se lit sur deux lignes.",
    "es": "¿Una respuesta? Sí, con palabras y con acentos.",
    "ar": "إجابة مكتوبة بكلمات، طويلة بما يكفي لتنقسم على سطرين (2003).",
    "zh": "以文字作出的答复，长度足以换行。",
    "de": "Eine Antwort in Worten, mit Wanderarbeitnehmervermittlungsstellen.",
    "ru": "Ответ словами, довольно длинный, чтобы занять две строки.",
}
LONG = "Ein langer Text. " * 6_000


@cache
def source():
    """The round as its folder holds it."""
    return read_round(FOLDER)


@cache
def definition():
    """The questionnaire."""
    return read_xlsform(source().questionnaire, source().choices)


@cache
def words(language, *, synthetic=True):
    """The words of the round in a language."""
    found = source()
    return Words(
        language=language,
        title=found.survey.titles[language],
        definition=definition(),
        states={state.iso3: state.names[language] for state in found.member_states},
        regions={region.code: region.names[language] for region in found.regions},
        channels={"portal": "portal", "post": "post"},
        synthetic=synthetic,
        subregions={subregion.names["en"]: subregion.names[language] for subregion in found.subregions},
        cut_offs={cut_off.day.isoformat(): cut_off.names[language] for cut_off in found.survey.cut_offs},
        versions=["2003-09-15", "2003-07-01"],
    )


def given(question, chance, language):
    """Some answer to a question."""
    codes = list(question["codes"])
    kind = question["type"]
    if chance.random() < 0.08:
        return {"missing": chance.choice(ABSENT)}
    if kind.startswith("select_one"):
        return chance.choice(codes)
    if kind.startswith("select_multiple"):
        return chance.sample(codes, min(len(codes), chance.randint(1, 3)))
    if kind == "integer":
        return chance.randint(1998, 2003) if question["name"].endswith("_year") else chance.randint(0, 900_000)
    if kind == "decimal":
        return f"{chance.randint(0, 999) / 10:g}"
    if kind == "date":
        return f"{chance.randint(1960, 2003)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return TEXTS[language]


def document(questions, chance, language):
    """The answers of a State; the document, and the languages of its texts."""
    answers, languages = {"_not_asked": []}, {}
    for question in questions:
        if not question["repeat"] and chance.random() < 0.7:
            answers[question["name"]] = given(question, chance, language)
            languages[question["name"]] = language
    for repeat in {question["repeat"]: None for question in questions if question["repeat"]}:
        inside = [question for question in questions if question["repeat"] == repeat]
        rows = []
        for number in range(chance.randint(0, 3)):
            rows.append({"id": f"r{number}"} | {q["name"]: given(q, chance, language) for q in inside})
            languages |= {f"{repeat}[r{number}]/{question['name']}": language for question in inside}
        if rows:
            answers[repeat] = rows
    return answers, languages


@cache
def questions(sections=()):
    """The questions of these sections, or all."""
    return [q for q in questions_of(definition()) if not sections or q["section"] in sections]


def rows(size, asked, seed=2003):
    """As many submissions as asked for; beyond the member States, of States that are none."""
    chance = random.Random(seed)
    members = source().member_states
    for number in range(size):
        state = members[number % len(members)]
        iso3 = state.iso3 if number < len(members) else f"X{number:03}"
        answers, languages = document(asked, chance, state.correspondence_language)
        if number == 1:
            answers["signatory_title"] = LONG
        uses = {question["name"]: "named" for question in asked}
        yield Row(iso3, state.region, answers, languages, uses)


def listed(row, number, region):
    """A submission as an edition lists it."""
    return {
        "iso3": row.state,
        "region": region,
        "submission": number,
        "number": 1 + number % 2,
        "received_on": "2003-11-30" if number % 3 else "2004-02-10",
        "channel": "portal" if number % 4 else "post",
        "language": "fr",
        "digest": f"{number:064x}",
        "cut_offs": dict.fromkeys(CUT_OFFS, 1 if number % 3 else None),
    }


def rates(regions, asked):
    """Rates by some divisions."""
    figures = {"sent": asked, "received": asked - 1, "compiled": asked - 2, "outstanding": 1, "late": 1}
    keys = {
        "region": regions,
        "subregion": ["Western Europe"],
        "language": ["fr", "zh"],
        "C97": ["bound", "not_bound"],
    }
    channel = {**figures, "sent": None, "outstanding": None}
    divided = [{"by": by, "key": key, **figures} for by, names in keys.items() for key in names]
    return [*divided, *({"by": "channel", "key": key, **channel} for key in ("portal", "post"))]


TREATMENTS = [
    {"number": 1, "iso3": "FRA", "path": "stock_all_total", "kind": "unit", "factor": "1000", "unit": "thousands"},
    {"number": 3, "iso3": "", "path": "laws[r1]/law_title", "kind": "set_aside"},
    {"number": 4, "iso3": "DEU", "path": "policy_objectives", "kind": "recode", "code": "other"},
]


@cache
def edition(size=12, sections=(), regions=None):
    """The content of an edition of so many replies to these sections, from the first few regions or from all."""
    regions = [region.code for region in source().regions][:regions]
    found = [
        row if row.region in regions else replace(row, region=regions[0]) for row in rows(size, questions(sections))
    ]
    asked = max(size, 12)
    figures = {"members": asked + 1, "sent": asked, "received": size, "compiled": size, "outstanding": 0, "late": 1}
    counted = edition_of(
        found,
        Frame.of(questions(sections)),
        regions=[{"region": region, **figures} for region in regions],
        total=figures,
        states=[listed(row, number, row.region) for number, row in enumerate(found, start=1)],
        registered=[
            {"iso3": "YEM", "region": regions[0], "received_on": "2004-04-29", "channel": "post", "language": "ar"}
        ],
    )
    return counted | {
        "treatment_position": 4,
        "rates": rates(regions, asked),
        "cut_offs": [{"day": day, "received": 7, "compiled": 6} for day in CUT_OFFS],
        "treatments": [{**treatment, "reason": "=Given in thousands"} for treatment in TREATMENTS],
    }
