"""Letters about contributions: written once for each occasion, held where no address is known, let go by a person."""

from collections.abc import Sequence
from datetime import datetime

from consultations.models import Contribution, ContributionLetter
from surveys.actions.dispatch import NoAddressee, NotSo, SurveyClosed
from surveys.actions.letters import DELIVER, rendered_letter, write_letter
from surveys.actions.write_keys import once
from surveys.emails.facts import Fact, stored
from surveys.models import Job, Letter, LetterStanding, User

LONGEST_OCCASION = 100


def write_about(*, contribution: Contribution, kind: str, occasion: str, at: datetime) -> ContributionLetter | None:
    """Write the letter to the contributor in their language, in the caller's transaction, which holds the row.

    It is held where no address is known, or the survey is closed. None: it was written before.
    """
    if ContributionLetter.objects.filter(contribution=contribution, kind=kind, occasion=occasion).exists():
        return None
    survey, address = contribution.survey, contribution.contributor.email
    language = contribution.language_of_letters
    letter = write_letter(
        survey_return=None,
        kind=kind,
        occasion=f"{survey.slug} {contribution.code} {occasion}"[:LONGEST_OCCASION],
        language=language,
        addressees=[address] if address else [],
        variables=facts_of(contribution, language),
        at=at,
        hold=survey.closed,
    )
    return ContributionLetter.objects.create(contribution=contribution, letter=letter, kind=kind, occasion=occasion)


def facts_of(contribution: Contribution, language: str) -> dict[str, Fact]:
    """What a letter about the contribution is rendered from."""
    survey = contribution.survey
    return {
        "survey_title": survey.title(language),
        "organization": contribution.contributor.full_name(language),
        "contribution": contribution.title(language),
        "reply_by": contribution.due_on or "",
        "office_email": survey.office_email,
        "sender": survey.sender,
    }


def let_go(
    *, about: ContributionLetter, language: str, addressees: Sequence[str], by: User, key: str, at: datetime
) -> None:
    """Let a held letter go to these addressees in this language; in another than before it is rendered anew.

    Raises NotSo, SurveyClosed, NoAddressee, KeyReused.
    """

    def act() -> None:
        letter = Letter.objects.select_for_update(of=("self",)).select_related("job").get(pk=about.letter_id)
        if letter.standing != LetterStanding.HELD:
            raise NotSo(letter)
        if about.contribution.survey.closed:
            raise SurveyClosed
        if not addressees:
            raise NoAddressee
        if language != letter.language:
            rendered = rendered_letter(letter.kind, language, stored(facts_of(about.contribution, language)), None)
            letter.language, letter.subject, letter.body = language, rendered.subject, rendered.text
        letter.addressees, letter.state = list(addressees), Letter.State.DUE
        letter.job = Job.objects.create(task=DELIVER, due_at=at)
        letter.save()

    request = {"let go": about.letter_id, "language": language, "to": list(addressees)}
    once(user=by, key=key, request=request, at=at, act=act)
