"""What stands in the register of the access matrix: one consultation with all that belongs to it."""

from secrets import token_hex

from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.actions.documents import store_document
from consultations.actions.feeds import make_feed
from tests.consultations.entries import make_consultation, make_organization, make_outcome, name_in
from tests.reports.report import invited, make_contribution


class Register:
    """A consultation with all that belongs to it, the same for both States."""

    def __init__(self, survey, staff, *, at):
        consultation = make_consultation(survey, "E1")
        participation = name_in(consultation, organization=make_organization("ilo"))
        make_outcome(survey, consultation, code="O1")
        document = store_document(
            upload=SimpleUploadedFile("talks.txt", b"Talks."),
            title="Talks",
            language="en",
            day=None,
            by=staff,
            at=at,
            consultation=consultation,
        )
        self.secret = make_feed(survey=survey, by=staff, language="en", key=token_hex(16), at=at)
        contribution = invited(make_contribution(survey, "C1"), by=staff)
        self.keys = {
            "consultations:contribution_letter": contribution.letters.get().pk,
            "consultations:participant_remove": participation.pk,
            "consultations:document": document.pk,
        }

    def code_of(self, name: str) -> str:
        """The code of what the address of this name is about."""
        codes = {
            "consultations:outcome": "O1",
            "consultations:organization": "ilo",
            "consultations:contribution": "C1",
        }
        return next((code for start, code in codes.items() if name.startswith(start)), "E1")

    def key_of(self, name: str) -> int:
        """The number of what the address of this name is about; 0 where it has none."""
        return next((key for start, key in self.keys.items() if name.startswith(start)), 0)
