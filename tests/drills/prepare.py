"""Run inside a portal by the drills: people to sign in as, returns to write into, an edition compiled undisturbed."""

import json
import os
import sys
from datetime import date
from secrets import token_hex

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilc_migration.settings")
django.setup()

from reports.actions.compile import compiled  # noqa: E402 - Django first
from reports.actions.inputs import collect  # noqa: E402
from reports.models import Compilation  # noqa: E402
from reports.summary.tables import content_digest  # noqa: E402
from surveys.actions.answers import Change, save_answers  # noqa: E402
from surveys.models import Appointment, Return, User  # noqa: E402
from surveys.models.history import acting_as  # noqa: E402
from tests.factories import MINIMUM  # noqa: E402

PASSWORD = "a drill of 2003"


def editors(*counts):
    """Focal points with a password: as many for each of so many States whose return nobody has begun."""
    waiting = Return.objects.filter(status="sent").select_related("member_state").order_by("member_state__iso3")
    waiting = waiting.exclude(member_state__appointments__user__name__startswith="Drill")
    made = []
    with acting_as("drill"):
        for count, survey_return in zip(map(int, counts), waiting, strict=False):
            state = survey_return.member_state
            for _ in range(count):
                made.append({"iso3": state.iso3, "email": new_focal_point(state).email})
    return {"people": made, "password": PASSWORD}


def new_focal_point(state):
    """A person of the State's government."""
    user = User.objects.create_user(f"drill-{token_hex(6)}@example.org", PASSWORD, name="Drill")
    Appointment.objects.create(
        user=user, member_state=state, role="focal_point", sections=[], valid_from=date(2003, 7, 1)
    )
    return user


def complete(email):
    """Fill in what a reply needs at least, as this focal point."""
    user = User.objects.get(email=email)
    survey_return = Return.objects.get(member_state=user.appointments.get().member_state)
    changes = [Change(path=path, value=value, seen=0) for path, value in MINIMUM.items()]
    with acting_as(user):
        save_answers(
            survey_return=survey_return,
            user=user,
            key=token_hex(16),
            changes=changes,
            on=date(2004, 5, 14),
            at=timezone.now(),
        )
    return {"iso3": survey_return.member_state.iso3}


def digests(*compilations):
    """What each of these requests gives when it is compiled from the ledger here and now, undisturbed."""
    found = Compilation.objects.filter(pk__in=compilations).select_related("survey")
    return {request.pk: content_digest(compiled(collect(request), 1)) for request in found}


if __name__ == "__main__":
    asked = {"editors": editors, "complete": complete, "digests": digests}
    print(json.dumps(asked[sys.argv[1]](*sys.argv[2:])))
