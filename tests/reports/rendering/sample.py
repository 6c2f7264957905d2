"""A small edition with one of everything that a document has to tell, and its words."""

from reports.rendering.words import Words
from surveys.questionnaire.definition import Choice, Definition, Group, Question, Repeat

LANGUAGES = ("en", "fr", "es", "ar", "zh", "de", "ru")
REGIONS = ("africa", "europe")
BASES = {"all": 104, "africa": 53, "europe": 51}
ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
HOSTILE = '#let x = 1\n#eval("1")  *bold* _it_ $x$ `raw` <label> @ref =SUM(1) <b>&amp;</b> ]]> \\u{41} {{x}} %s'
ARABIC = "تتخذ الحكومة تدابير في عام 2003 مع ILO لحماية العمال، ولا سيما في المرحلة الأولى بين البلدين."
CHINESE = "政府于2003年通过了新的劳务移民政策。"
FIGURES = ("integer", "decimal")


def labels(english, **others):
    """Labels in English and Arabic, whatever the test has to say of them."""
    return {"en": english, "ar": f"عربي {english}", **others}


def rights(status):
    """A matrix of rights of one status."""
    return Group(
        f"rights_{status}",
        1,
        labels(f"Rights in a {status} situation"),
        appearance="table-list",
        children=(
            Question(
                f"rights_{status}_pay", 1, labels(f"Equal pay ({status} status)"), type="select_one", list_name="r"
            ),
            Question(
                f"rights_{status}_unions", 1, labels(f"Unions ({status} status)"), type="select_one", list_name="r"
            ),
        ),
    )


DEFINITION = Definition(
    title="Survey",
    form_id="f",
    version="1",
    default_language="en",
    languages=("en", "ar"),
    children=(
        Group(
            "policies",
            1,
            labels("Policies"),
            children=(
                Group(
                    "aims",
                    1,
                    labels("Aims"),
                    children=(
                        Question("policy", 2, labels("What is the policy?"), type="select_one", list_name="p"),
                        Question("hidden", 2, labels("What is told to nobody?"), type="select_one", list_name="p"),
                    ),
                ),
                Question("remark", 4, labels("Remarks")),
                Question("partners", 4, labels("Partners"), type="select_multiple_from_file", file_name="s"),
            ),
        ),
        Group(
            "figures",
            3,
            labels("Figures"),
            children=(
                Group(
                    "stock",
                    1,
                    labels("Foreign workers"),
                    children=(
                        Question("stock_total", 5, labels("Total stock"), type="decimal"),
                        Question("stock_unit", 5, labels("Unit of the stock"), type="select_one", list_name="u"),
                        Question("stock_year", 5, labels("Year of the stock"), type="integer"),
                    ),
                ),
                Question("since", 5, labels("Since when?"), type="date"),
                rights("regular"),
                rights("irregular"),
            ),
        ),
        Group(
            "legislation",
            6,
            labels("Legislation"),
            children=(
                Repeat(
                    "laws",
                    7,
                    labels("Laws in force"),
                    children=(
                        Question("law_title", 8, labels("Title"), repeat="laws"),
                        Question("law_year", 8, labels("Year"), repeat="laws", type="integer"),
                        Question("law_kind", 8, labels("Kind"), repeat="laws", type="select_one", list_name="p"),
                        Question("law_file", 8, labels("File"), repeat="laws", type="file"),
                    ),
                ),
            ),
        ),
    ),
    lists={
        "p": (Choice("raise", labels("Raise")), Choice("keep", labels("Keep")), Choice("lower", labels("Lower"))),
        "u": (Choice("persons", labels("Persons")), Choice("thousands", labels("Thousands"))),
        "r": (Choice("same", labels("Same as nationals")), Choice("none", labels("No entitlement"))),
    },
    files={"s": (Choice("ZMB", labels("Zambia")), Choice("DZA", labels("Algeria")))},
)
STATES = {"DZA": "Algeria", "FRA": "France", "YEM": "Yemen", "CHN": "China", "ZMB": "Zambia", "EGY": "Egypt"}


def words(language="en", **changes):
    """The words of the sample in a language."""
    fields = {
        "language": language,
        "title": "Labour Survey" if language != "ar" else "استقصاء العمل",
        "definition": DEFINITION,
        "states": STATES,
        "regions": {"africa": "Africa", "europe": "Europe"},
        "channels": {"portal": "portal", "post": "post"},
        "subregions": {"Western Europe": "Western Europe"},
        "cut_offs": {"2003-12-31": "draft report"},
        "synthetic": True,
    }
    return Words(**{**fields, **changes})


def group(name, answered, *, returns=None, **measures):
    """What a group has: what is not told here is zero or left out, what nobody answered is blank."""
    returns = {"all": 88, "africa": 45, "europe": 43}[name] if returns is None else returns
    counts = {**dict.fromkeys(ABSENCES, 0), "not_asked": 0, "set_aside": 0}
    counts |= {measure: n for measure, n in measures.items() if measure in counts}
    rest = {measure: n for measure, n in measures.items() if measure not in counts}
    blank = returns - answered - sum(counts.values())
    return {"group": name, "returns": returns, "answered": answered, "blank": blank, **counts, **rest}


def block(question, type, section, groups, *, repeat="", **rest):
    """A question of a content."""
    return {"question": question, "type": type, "section": section, "repeat": repeat, "groups": groups, **rest}


def chosen(*numbers):
    """Choices with how often each was chosen."""
    return [list(pair) for pair in numbers]


def text(state, text, language="en", attribution="named"):
    """An open answer."""
    return {"state": state, "row": "", "text": text, "language": language, "attribution": attribution}


def policy():
    return block(
        "policy",
        "select_one",
        "policies",
        [
            group("all", 84, dont_know=1, set_aside=1, choices=chosen(("raise", 40), ("keep", 33), ("lower", 11))),
            group("africa", 43, dont_know=1, choices=chosen(("raise", 21), ("keep", 17), ("lower", 5))),
            group("europe", 41, set_aside=1, choices=chosen(("raise", 19), ("keep", 16), ("lower", 6))),
        ],
    )


def hidden():
    return block(
        "hidden",
        "select_one",
        "policies",
        [
            group("all", 31, choices=chosen(("raise", 17), ("keep", 13), ("lower", 1))),
            group("africa", 2, hidden=True),
            group("europe", 29, hidden=True),
        ],
    )


def remark():
    texts = [
        text("", "We would rather not be named.", "en", "unnamed"),
        text("CHN", CHINESE, "zh"),
        text("FRA", HOSTILE, ""),
        text("YEM", ARABIC, "ar"),
    ]
    groups = [group("all", 4), group("africa", 0), group("europe", 4)]
    return block("remark", "text", "policies", groups, texts=texts)


def partners():
    numbers = [("ZMB", 30), ("DZA", 20)]
    groups = [group(name, 40, choices=chosen(*numbers)) for name in ("all", "africa", "europe")]
    return block("partners", "select_multiple_from_file", "policies", groups)


def stock():
    statistics = {"n": 30, "minimum": "0.5", "median": "1234.5", "maximum": "98765432109876543210.25"}
    groups = [
        group("all", 31, numbers=statistics, unmapped=[["many", 1]]),
        group("africa", 30, numbers=statistics),
        group("europe", 1, hidden=True),
    ]
    years = {"n": 30, "minimum": "1999", "median": "2001.5", "maximum": "2003"}
    return [
        block("stock_total", "decimal", "figures", groups),
        block(
            "stock_unit", "select_one", "figures",
            [group(name, 30, choices=chosen(("persons", 29), ("thousands", 1))) for name in BASES],
        ),
        block("stock_year", "integer", "figures", [group(name, 30, numbers=years) for name in BASES]),
        block(
            "since", "date", "figures",
            [group(name, 2, days={"n": 2, "minimum": "1890-02-01", "maximum": "2003-05-09"}) for name in BASES],
        ),
    ]  # fmt: skip


def twins():
    def told(name, same, none):
        groups = [
            group(region, same + none, choices=chosen(("same", same), ("none", none))) for region in BASES
        ]  # the same everywhere: what is looked at is who stands beside whom
        return block(name, "select_one", "figures", groups)

    return [
        told("rights_regular_pay", 35, 6),
        told("rights_regular_unions", 34, 5),
        told("rights_irregular_pay", 12, 22),
        told("rights_irregular_unions", 9, 23),
    ]


def laws():
    entries = [
        {"state": "", "row": "", "values": {"law_title": "Unnamed Act"}},
        {"state": "YEM", "row": "r1", "values": {"law_title": ARABIC, "law_year": 1995, "law_kind": "keep"}},
        {"state": "DZA", "row": "r1", "values": {"law_title": HOSTILE, "law_year": {"missing": "dont_know"}}},
    ]
    rows = {"all": 3, "africa": 1, "europe": 2}
    titles = [group(name, n, returns=n) for name, n in rows.items()]
    return [
        block(
            "laws", "repeat", "legislation", [group(name, n, rows=n) for name, n in rows.items()],
            rows_by_state=[["", 1], ["DZA", 1], ["YEM", 1]], entries=entries,
        ),
        block("law_title", "text", "legislation", titles, repeat="laws", texts=[text("YEM", ARABIC, "ar")]),
    ]  # fmt: skip


def state(iso3, region, number, language, channel="portal"):
    """A reply in the edition."""
    received = {"received_on": "2003-12-30", "channel": channel, "language": language}
    return {"iso3": iso3, "region": region, "submission": number, "number": number, **received}


def rate(by, key, sent, received):
    """A line of the rates."""
    outstanding = None if sent is None else sent - received
    rest = {"received": received, "compiled": received, "outstanding": outstanding, "late": 0}
    return {"by": by, "key": key, "sent": sent, **rest}


def edition(**changes):
    """The content of the sample edition, of format 2."""
    total = {"members": 105, "sent": 104, "received": 90, "compiled": 88, "outstanding": 14, "late": 3}
    return {
        "format": 2,
        "survey": "labour",
        "as_of": "2003-12-31",
        "ledger_position": 1093,
        "treatment_position": 2,
        "regions": [
            {**total, "region": "africa", "sent": 53, "received": 46, "compiled": 45, "outstanding": 7, "late": 1},
            {**total, "region": "europe", "sent": 51, "received": 44, "compiled": 43, "outstanding": 7, "late": 2},
        ],
        "total": total,
        "rates": [
            rate("region", "africa", 53, 46),
            rate("subregion", "Western Europe", 9, 7),
            rate("language", "fr", 30, 20),
            rate("channel", "portal", None, 80),
            rate("C97", "bound", 42, 31),
        ],
        "cut_offs": [{"day": "2003-12-31", "received": 90, "compiled": 88}],
        "states": [
            state("ZMB", "africa", 3, "en"),
            state("FRA", "europe", 1, "fr", "post"),
            state("DZA", "africa", 1, "ar"),
        ],
        "registered": [{"iso3": "EGY", "region": "africa", "received_on": "2003-12-29", "channel": "post",
                        "language": "ar"}],
        "treatments": [
            {"number": 1, "iso3": "FRA", "path": "policy", "kind": "set_aside", "reason": "Not <an> answer"},
            {"number": 2, "iso3": "", "path": "laws[r1]/law_kind", "kind": "recode", "code": "keep",
             "reason": "Other"},
            {"number": 3, "iso3": "DZA", "path": "stock_total", "kind": "unit", "factor": "1000",
             "unit": "thousands", "reason": "Thousands"},
        ],
        "questions": [policy(), hidden(), remark(), partners(), *stock(), *twins(), *laws()],
        "unmapped_questions": {},
        **changes,
    }  # fmt: skip
