"""Letters that go out for a signature: those that are held or wait to be sent."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultations.models import ContributionLetter
from reports.actions.signature.subjects import Provider, Subject, Text
from reports.models import Clearance
from reports.models.clearances import digest_of
from surveys.models import Letter, Survey

WAITING = (Letter.State.HELD, Letter.State.DUE)
LONGEST_NUMBER = 18


def letters_of(survey: Survey) -> QuerySet[Letter]:
    """The survey's letters, to governments and about contributions, with what is told of one."""
    of_survey = Q(survey_return__survey=survey) | Q(contribution_letter__contribution__survey=survey)
    return Letter.objects.filter(of_survey).select_related(
        "survey_return__member_state",
        "contribution_letter__contribution__survey",
        "contribution_letter__contribution__contributor",
    )


def put_forward(survey: Survey) -> list[Subject]:
    """Those that wait and have been put forward for a signature, the newest first."""
    steps = Clearance.objects.filter(survey=survey, kind=Clearance.Kind.LETTER)
    found = letters_of(survey).filter(state__in=WAITING, pk__in=steps.values("letter"))
    return [subject_of(letter) for letter in found.order_by("-pk")]


def candidates(survey: Survey) -> QuerySet[Letter]:
    """Held letters that nobody has put forward, the newest first."""
    steps = Clearance.objects.filter(survey=survey, kind=Clearance.Kind.LETTER)
    held = letters_of(survey).filter(state=Letter.State.HELD)
    return held.exclude(pk__in=steps.values("letter")).order_by("-pk")


def one(survey: Survey, code: str) -> Subject | None:
    """The letter of this number, locked; one that has gone out waits no longer."""
    if not (code.isascii() and code.isdigit() and len(code) <= LONGEST_NUMBER):
        return None
    locked = letters_of(survey).select_for_update(of=("self",), no_key=True)
    letter = locked.filter(pk=int(code)).first()
    return subject_of(letter) if letter else None


def subject_of(letter: Letter) -> Subject:
    """A letter as something to be signed."""
    kind, to, address = told(letter)
    return Subject(
        kind=Clearance.Kind.LETTER,
        code=str(letter.pk),
        title=f"{kind}: {to}",
        about=letter.subject,
        address=address,
        digest=digest_of({name: getattr(letter, name) for name in ("language", "addressees", "subject", "body")}),
        waits=letter.state in WAITING,
        letter=letter,
        text=Text(letter.language, letter.subject, letter.body),
    )


def told(letter: Letter) -> tuple[str, Any, str]:
    """What kind of letter it is, to whom it goes, where its own page is."""
    if letter.survey_return is not None:
        return letter.kind_words, letter.survey_return.member_state, letter.get_absolute_url()
    own: ContributionLetter = letter.contribution_letter
    return own.get_kind_display(), own.contribution.contributor, own.get_absolute_url()


LETTERS = Provider(
    kind=Clearance.Kind.LETTER,
    title=_("Letters"),
    nothing=_("No letter has been put forward for signature."),
    listed=put_forward,
    one=one,
)
