"""What is still open about a return, in the reader's language: for its page and for a talk with the State."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.models import Appointment, Letter, LetterStanding, Objection, Return, Status

STILL_EXPECTED = frozenset({Status.SENT, Status.OPENED, Status.IN_PROGRESS, Status.REOPENED})


@dataclass(frozen=True)
class OpenPoint:
    """One open point and the page where something can be done about it."""

    words: str
    url: str = ""


def open_points(
    survey_return: Return, *, letters: Iterable[Letter], contacts: Sequence[Appointment], on: date
) -> list[OpenPoint]:
    """What is open on the day `on`; letters and contacts are those of the return."""
    found = [
        *_about_people(survey_return, contacts),
        *_about_time(survey_return, on),
        *_about_letters(survey_return, list(letters)),
    ]
    if Objection.objects.open_on(survey_return).exists():
        found.append(OpenPoint(_("The Government has objected to a reply entered for it.")))
    if survey_return.status == Status.RECEIVED:
        found.append(OpenPoint(_("The reply came on paper and is still being entered.")))
    return found


def _about_people(survey_return: Return, contacts: Sequence[Appointment]) -> list[OpenPoint]:
    found = []
    if not any(contact.role == "focal_point" for contact in contacts):
        place = [survey_return.survey.slug, survey_return.member_state.iso3]
        found.append(OpenPoint(_("No focal point is known."), reverse("surveys:return_people", args=place)))
    if not survey_return.member_state.language_confirmed:
        found.append(OpenPoint(_("The language of correspondence is only assumed.")))
    return found


def _about_time(survey_return: Return, on: date) -> list[OpenPoint]:
    reply_by = survey_return.reply_by_on(on)
    if survey_return.status not in STILL_EXPECTED or reply_by <= survey_return.survey.reply_by:
        return []
    words = _("An extension runs until %(day)s.") if on <= reply_by else _("An extension ended on %(day)s.")
    return [OpenPoint(words % {"day": date_format(reply_by, "DATE_FORMAT")})]


def _held(number: int) -> str:
    return ngettext("%(n)s letter is held.", "%(n)s letters are held.", number)


def _unknown(number: int) -> str:
    return ngettext(
        "Of %(n)s letter it is not known whether it went out.",
        "Of %(n)s letters it is not known whether they went out.",
        number,
    )


def _failed(number: int) -> str:
    return ngettext("%(n)s letter could not be sent.", "%(n)s letters could not be sent.", number)


WAITING: dict[str, Callable[[int], str]] = {
    LetterStanding.HELD: _held,
    LetterStanding.UNKNOWN: _unknown,
    LetterStanding.FAILED: _failed,
}


def _about_letters(survey_return: Return, letters: Sequence[Letter]) -> list[OpenPoint]:
    survey, state = survey_return.survey, survey_return.member_state
    page = reverse("surveys:letters", args=[survey.slug])
    found = []
    for standing, words in WAITING.items():
        number = sum(letter.standing == standing for letter in letters)
        if number:
            url = f"{page}?standing={standing}&state={state.iso3}"
            found.append(OpenPoint(words(number) % {"n": number}, url))
    return found
