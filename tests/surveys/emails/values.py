"""Values for every variable that a letter may have, some of them made to do harm."""

from pathlib import Path

from surveys.models import LetterTemplate
from surveys.rounds.letters import read_letters

DATA = Path(__file__).resolve().parents[3] / "surveys" / "data"
LANGUAGES = ["en", "fr", "es", "ar", "zh", "de", "ru"]
VALUES = {
    "member_state": "État d’<Essai> & Cie",
    "survey_title": "Survey *of* 2003",
    "reply_by": "31 October 2003",
    "cut_off": "31 December 2003",
    "edition_title": "Draft report",
    "next_edition_title": "Summary",
    "next_cut_off": "30 April 2004",
    "received_on": "1 October 2003",
    "receipt_number": "R-2003_0001_x",
    "submission_number": "1",
    "digest": "0f3a 9b1c",
    "channel": "fax",
    "days_left": "14",
    "questions": "- 2.1 Stock [of] persons\n- 3.4 Laws <script>",
    "clarification": "First # paragraph.\n\nSecond *paragraph*.",
    "sections": "- Respondent\n- Policies & laws",
    "reason": "the figures were <exchanged>",
    "states_asked": "177",
    "replies_received": "93",
    "organization": "Union_of_Workers_",
    "contribution": "Statistics on migrant workers",
    "focal_point": "O’Brien, 1. Director",
    "valid_until": "8 October 2003, 11:00 (Geneva time)",
    "url": "https://portal.example/surveys/a_b_c/?x=1&y=2",
    "office_email": "survey_2003@example.org",
    "sender": "1. A. Director <b>",
    "letter_date": "1 October 2003",
}


def all_templates():
    """The texts of the round, not saved: every kind in every language."""
    letters, faults = read_letters(DATA, LANGUAGES)
    assert faults == []
    return [
        LetterTemplate(
            kind=letter.kind,
            language=letter.language,
            direction=letter.direction,
            subject=letter.subject,
            body=letter.body,
            variables=letter.variables,
        )
        for letter in letters
    ]


def template_of(kind, language):
    """One of them."""
    return next(each for each in all_templates() if (each.kind, each.language) == (kind, language))


def values_for(template, **changed):
    """A value for each of the variables of this template."""
    return {name: {**VALUES, **changed}[name] for name in template.variables}
