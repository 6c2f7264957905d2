"""Outcomes as a table, with the consultations and contributions from which they come."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from consultations.models import Consultation, Contribution, Outcome, OutcomeSource, Theme
from consultations.resources.columns import CODE, LONGEST_TEXT, NOTES, SOURCE, SURVEY, WITHIN, texts
from consultations.resources.rounds import RoundResource, enter
from surveys.imports.columns import Cell, Code, Codes, Column, divided
from surveys.imports.references import ReferenceWithin, Within
from surveys.imports.refused import Unfit
from surveys.models import Instrument

# Before the code of a contribution where the round has a consultation of the same code.
OF_CONTRIBUTION = "contribution:"
Source = Consultation | Contribution


class SourceCodes(Within, Cell):
    """The codes of consultations and contributions of the row's round, divided by commas."""

    within = "survey"
    known: dict[tuple[str, str], Source] | None = None

    def blank(self) -> Any:
        """There is always one."""
        raise Unfit("no_source")

    def read(self, value: Any, *, is_text: bool) -> list[Source]:
        """What is named. Raises Unfit."""
        known, found = self.things(), []
        for code in divided(value):
            if (self.outer, code) not in known:
                raise Unfit("no_such_source", found=code)
            found.append(known[self.outer, code])
        if not found:
            raise Unfit("no_source")
        return list(dict.fromkeys(found))

    def things(self) -> dict[tuple[str, str], Source]:
        """What can be named, by round and code; read once for a file."""
        if self.known is None:
            consultations = {
                (one.survey.slug, one.code): one for one in Consultation.objects.select_related("survey")
            }
            contributions = {
                (one.survey.slug, one.code): one for one in Contribution.objects.select_related("survey")
            }
            told_apart = {(slug, OF_CONTRIBUTION + code): one for (slug, code), one in contributions.items()}
            self.known = {**told_apart, **contributions, **consultations}
        return self.known

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """The codes in their order, consultations first."""
        return ", ".join(self.name_of(one) for one in value or ()) or None

    def name_of(self, one: Source) -> str:
        """How a source is named."""
        is_own = self.things().get((one.survey.slug, one.code)) == one
        return one.code if is_own else OF_CONTRIBUTION + one.code


def by_code(model: Any) -> dict[tuple[str, str], Any]:
    """All rows of the model by the short name of their round and their code."""
    return {(one.survey.slug, one.code): one for one in model.objects.select_related("survey")}


class Sources(Column):
    """From what an outcome comes; rows of another table, written with the outcome."""

    def get_value(self, instance: Any) -> list[Source]:
        """What is named, else what stands."""
        found = getattr(instance, "named", None)
        if found is None:
            found = [each.consultation or each.contribution for each in standing(instance)]
        return sorted(found, key=lambda one: (isinstance(one, Contribution), one.code))

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        """Keep what is named until the outcome is written."""
        instance.named = self.clean(row, **options)

    def write(self, instance: Any) -> None:
        """Add the sources that are named and take out those that are not."""
        before = {each.consultation or each.contribution: each for each in standing(instance)}
        for one in instance.named:
            if one not in before:
                field = "consultation" if isinstance(one, Consultation) else "contribution"
                OutcomeSource.objects.create(outcome=instance, **{field: one})
        for one, each in before.items():
            if one not in instance.named:
                each.delete()


def standing(outcome: Outcome) -> list[OutcomeSource]:
    """The sources that stood with the outcome before anything was written."""
    found: list[OutcomeSource] = getattr(outcome, "standing", [])
    return found


class OutcomeResource(RoundResource):
    """Recommendations, commitments and findings."""

    COLUMNS = (
        SURVEY,
        CODE,
        *texts("texts", "text", _("Text"), required=True, most=LONGEST_TEXT),
        Column("kind", _("Kind, by its code"), Code(Outcome.Kind.values)),
        Column(
            "theme",
            _("Code of the theme, or empty"),
            ReferenceWithin(
                lambda: Theme.objects.select_related("survey"), "code", "no_such_theme", required=False, **WITHIN
            ),
        ),
        Column("instruments", _("Conventions, divided by commas: C97, C143"), Codes(Instrument.values)),
        Sources(
            "sources",
            _("Codes of the consultations and contributions from which it comes, divided by commas"),
            SourceCodes(),
            attribute="standing",
        ),
        SOURCE,
        NOTES,
    )
    PLACES = {"outcome_once": ("code", ""), "outcome_has_text": ("text_en", "")}
    part = "sources"

    class Meta:
        model = Outcome

    def rows(self):
        """All of every round, by code, each with its sources."""
        sources = OutcomeSource.objects.select_related("consultation__survey", "contribution__survey").order_by("pk")
        related = Outcome.objects.select_related("survey", "theme")
        return related.prefetch_related(Prefetch("sources", sources, to_attr="standing")).order_by(
            "survey__slug", "code"
        )

    def parts_before(self, original: Any) -> list[Any]:
        """The sources that stood before."""
        return standing(original)


enter(
    "outcomes",
    _("Outcomes"),
    _("What consultations and contributions came to, and from which of them it comes."),
    OutcomeResource,
)
