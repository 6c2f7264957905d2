"""Run inside a portal by the bench: statements and milliseconds of the register's pages with many consultations."""

import json
import os
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilc_migration.settings")
django.setup()

from consultations.models import Consultation, Organization, Participation  # noqa: E402 - Django first
from surveys.models import MemberState, Survey  # noqa: E402
from surveys.models.history import acting_as  # noqa: E402
from tests.bench.pages import page, signed_in  # noqa: E402

REGISTER = "/consultations/ilms2003/"
DAY = timedelta(1)


def fill(number):
    """Consultations of three days over ten years, each with two organizers and three States."""
    survey = Survey.objects.get(slug="ilms2003")
    organizations = list(Organization.objects.order_by("pk"))
    states = list(MemberState.objects.filter(member_until__isnull=True, member_from__lt="1990-01-01"))
    with acting_as("bench"):
        made = Consultation.objects.bulk_create(
            consultation(survey, states[at % len(states)], at) for at in range(number)
        )
        Participation.objects.bulk_create(
            Participation(
                consultation=one, part="organizer", organization=organizations[(at + more) % len(organizations)]
            )
            for at, one in enumerate(made)
            for more in range(2)
        )
        Participation.objects.bulk_create(
            Participation(consultation=one, member_state=states[(at + more) % len(states)])
            for at, one in enumerate(made)
            for more in range(3)
        )


def consultation(survey, state, at):
    """One of many."""
    first = date(1994, 1, 1) + (at * 7 % 3650) * DAY
    return Consultation(
        survey=survey,
        code=f"bench-{at}",
        titles={"en": f"Meeting {at} on labour migration", "fr": f"Réunion {at} sur les migrations"},
        kind="tripartite",
        first_day=first,
        last_day=first + 2 * DAY,
        precision="day",
        places={"en": "Geneva"},
        country=state,
        status="held",
        recorded_on=first + 2 * DAY,
        groups=["workers"],
        regions=["africa"],
    )


def figures(number):
    """All of it, for Office staff."""
    fill(number)
    office = signed_in("office@example.org")
    return {
        "register": {"consultations": Consultation.objects.count(), **page(office, REGISTER)},
        "register, filtered and searched": page(office, f"{REGISTER}?region=africa&q=reunion+geneva"),
        "register by title": page(office, f"{REGISTER}?sort=title"),
        "month of the calendar": page(office, f"{REGISTER}calendar/2003/7/"),
        "page of a consultation": page(office, f"{REGISTER}entries/bench-1/"),
    }


if __name__ == "__main__":
    print(json.dumps(figures(int(sys.argv[1]))))
