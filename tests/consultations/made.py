"""A small register: what tests of tables and of the matrix need, written as the actor "tests"."""

from datetime import date

from consultations.models import Consultation, Contribution, Organization, Outcome, OutcomeSource, Theme
from surveys.models.history import acting_as
from tests.factories import make_state, make_survey


def make_theme(survey, code="T1", **fields):
    """A theme of the round."""
    with acting_as("tests"):
        return Theme.objects.create(
            survey=survey, code=code, titles=fields.pop("titles", {"en": f"Theme {code}"}), **fields
        )


def make_consultation(survey, code="E1", **fields):
    """A consultation held in July 2003, to the month."""
    values = {
        "titles": {"en": f"Meeting {code}", "ar": f"اجتماع {code}"},
        "kind": "tripartite",
        "first_day": date(2003, 7, 1),
        "last_day": date(2003, 7, 31),
        "precision": "month",
        "status": "held",
        "recorded_on": date(2003, 7, 31),
    }
    with acting_as("tests"):
        return Consultation.objects.create(survey=survey, code=code, **{**values, **fields})


def make_planned(survey, code="P1", *, month=date(2004, 4, 1), last=date(2004, 4, 30), **fields):
    """A consultation planned for a month."""
    known = {"status": "planned", "recorded_on": None, "announced_on": date(2004, 1, 1)}
    return make_consultation(survey, code, first_day=month, last_day=last, **{**known, **fields})


def make_organization(code="body", **fields):
    """An organization."""
    with acting_as("tests"):
        return Organization.objects.create(code=code, **{"names": {"en": code.upper()}, "kind": "unit", **fields})


def make_contribution(survey, code="C1", **fields):
    """A study that was received."""
    contributor = fields.pop("contributor", None) or make_organization(f"of-{code.lower()}")
    values = {"kind": "study", "titles": {"en": "A study"}, "is_received": True, "recorded_on": date(2003, 9, 1)}
    with acting_as("tests"):
        return Contribution.objects.create(survey=survey, code=code, contributor=contributor, **{**values, **fields})


def make_outcome(survey, *sources, code="O1", **fields):
    """An outcome of these consultations and contributions."""
    with acting_as("tests"):
        outcome = Outcome.objects.create(
            survey=survey, code=code, **{"texts": {"en": "More is needed."}, "kind": "finding", **fields}
        )
        for source in sources:
            field = "consultation" if isinstance(source, Consultation) else "contribution"
            OutcomeSource.objects.create(outcome=outcome, **{field: source})
    return outcome


def make_register():
    """A round with a row in every table of the register; gives the survey."""
    survey, state = make_survey(), make_state("FRA", region="africa")
    theme = make_theme(survey)
    body = make_organization(
        acronyms={"en": "B"}, aliases=["=The Body; formerly, the Office", "Le Corps"], email="body@example.org"
    )
    frame = make_consultation(survey, "F1", kind="session")
    held = make_consultation(
        survey,
        "E1",
        parent=frame,
        places={"en": "Pretoria", "fr": "Prétoria"},
        country=state,
        groups=["governments", "workers"],
        regions=["africa"],
        themes=["T1"],
        about={"en": "-What it was about\nin two lines"},
    )
    going_on = {"first_day": date(2002, 3, 1), "last_day": None, "status": "continuing"}
    make_consultation(survey, "E2", **going_on, recorded_on=date(2002, 3, 31))
    undated = {"first_day": None, "last_day": date(2004, 5, 31), "precision": "none", "status": "planned"}
    make_consultation(survey, "E3", **undated, recorded_on=None, announced_on=date(2004, 2, 11))
    days = {"first_day": date(2003, 6, 30), "last_day": date(2003, 7, 2), "precision": "day"}
    make_consultation(survey, "E4", **days)
    with acting_as("tests"):
        held.participations.create(organization=body, part="organizer")
        held.participations.create(member_state=state, group="governments", order=1)
        held.participations.create(described={"en": "ministers", "fr": "des ministres"}, order=2)
    given = make_contribution(survey, contributor=body, languages=["en", "fr"], invited_on=date(2003, 1, 1))
    make_outcome(survey, held, given, theme=theme, instruments=["C97", "C143"])
    return survey
