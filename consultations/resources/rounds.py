"""What the tables of a round have in common: a row is found by its code within the round."""

from consultations.permissions import may_keep_register
from surveys.imports.reading import ReadSheet, sheet_place, shown_value
from surveys.imports.refused import FileRefused
from surveys.imports.resource import SheetResource
from surveys.imports.tables import Table, register
from surveys.models import Survey


class RoundResource(SheetResource):
    """A table whose rows belong to rounds; a file that tells of none of the portal's rounds is not taken."""

    key_name = "code"
    within = "survey"

    def refuse_sheet(self, sheet: ReadSheet) -> None:
        """Raise FileRefused for the file of another round."""
        at = sheet.headings.index("survey")
        named = [(row.number, shown_value(row.values[at]).strip()) for row in sheet.rows]
        rounds = sorted(Survey.objects.values_list("slug", flat=True))
        others = [(number, slug) for number, slug in named if slug and slug not in rounds]
        if not others or any(slug in rounds for _number, slug in named):
            return
        number, slug = others[0]
        place = sheet_place(sheet.name, f"{sheet.letter('survey')}{number}")
        raise FileRefused("other_round", place=place, found=slug, rounds=", ".join(rounds) or "–")


def enter(slug: str, title: object, about: object, resource: type[SheetResource]) -> None:
    """Enter a table of the register, which Office staff keep."""
    register(Table(slug, title, about, resource, may_keep_register))
