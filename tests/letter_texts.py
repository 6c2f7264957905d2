"""The letters of the round as the portal loads them, for tests that read what people get."""

from surveys.models import LetterTemplate
from surveys.models.history import acting_as
from surveys.rounds.letters import read_letters
from tests.factories import DATA

LANGUAGES = ("en", "fr", "es", "ar", "zh", "de", "ru")


def load_letters():
    """Put the real texts in the place of those of the factories."""
    letters, faults = read_letters(DATA, LANGUAGES)
    assert not faults
    with acting_as("tests"):
        for letter in letters:
            LetterTemplate.objects.update_or_create(
                kind=letter.kind,
                language=letter.language,
                defaults={
                    "direction": letter.direction,
                    "subject": letter.subject,
                    "body": letter.body,
                    "variables": letter.variables,
                },
            )
