"""The questions that are asked of editions, their compilations and the steps of their lives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from reports.models import Summary
    from surveys.models import Survey, User


class SummaryQuerySet(models.QuerySet[Any]):
    """Editions of the summary."""

    def visible_to(self, user: User) -> Self:
        """Editions that `user` may read before they are published: Office staff and analysts all of them."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def meta(self) -> Self:
        """Without content and inputs, for lists."""
        return self.defer("content", "inputs")

    def published(self) -> Self:
        """Editions that everybody may read, those that a later one corrects included."""
        return self.filter(steps__kind="published")

    def with_stage(self) -> Self:
        """With where each stands, `stage`, and when it was published, `published_at` (None: not)."""
        same = self.model.objects.filter(pk=OuterRef("pk")).order_by("-steps__pk")
        last = same.filter(steps__isnull=False).values("steps__kind")[:1]
        published = same.filter(steps__kind="published").values("steps__at")[:1]
        return self.annotate(
            stage=Coalesce(Subquery(last), Value("compiled"), output_field=models.CharField()),
            published_at=Subquery(published),
        )

    def last_of_days(self, survey: Survey, days: Sequence[date]) -> dict[date, tuple[int, list[dict[str, Any]]]]:
        """Of each of these days the last edition of the survey, if there is one: its number and its States."""
        of_days = self.filter(survey=survey, as_of__in=days).order_by("number")
        found = of_days.values_list("as_of", "number", "content__states")
        return {day: (number, states) for day, number, states in found}

    def newest(self, survey: Survey) -> Any:
        """The edition that knows most: of the latest day, at the farthest positions; published or not; or None."""
        in_order = self.filter(survey=survey).order_by("as_of", "ledger_position", "treatment_position", "number")
        return in_order.last()

    def correctable_by(self, edition: Summary) -> Self:
        """Which of these the edition may correct: earlier ones of its survey that are published and uncorrected."""
        earlier = self.filter(survey=edition.survey_id, number__lt=edition.number)
        return earlier.published().filter(corrections__isnull=True)


class EditionStepQuerySet(models.QuerySet[Any]):
    """Steps in the lives of editions."""

    def stage(self) -> str:
        """Where an edition stands after these, all of its steps."""
        return self.order_by("pk").values_list("kind", flat=True).last() or "compiled"

    def proposers(self) -> set[int]:
        """Who proposed it."""
        return set(self.filter(kind="proposed").values_list("by", flat=True))


class CompilationQuerySet(models.QuerySet[Any]):
    """Requests to compile."""

    def visible_to(self, user: User) -> Self:
        """Compilations that `user` may follow: Office staff and analysts all of them."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def makers(self) -> set[int]:
        """Who asked for an edition before it was there; who asks later for the same one checks it."""
        made = self.filter(requested_by__isnull=False, requested_at__lte=F("summary__compiled_at"))
        return set(made.values_list("requested_by", flat=True))


class ExportQuerySet(models.QuerySet[Any]):
    """Files to download."""

    def visible_to(self, user: User) -> Self:
        """Files that `user` may follow and take: Office staff and analysts all of them."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def of_edition(self, summary: Summary) -> Self:
        """Files of one edition of the summary."""
        return self.filter(summary=summary)

    def whole(self) -> Self:
        """Those that can be downloaded."""
        return self.exclude(file="")

    def under_way(self) -> Self:
        """Those that a worker has still to write."""
        return self.filter(job__state__in=["due", "queued", "running"])

    def to_remove(self, *, before: datetime) -> Self:
        """Matrices of returns whose file was written before the instant."""
        return self.whole().filter(summary__isnull=True, finished_at__lt=before)


class TreatmentQuerySet(models.QuerySet[Any]):
    """Treatments of answers."""

    def visible_to(self, user: User) -> Self:
        """Treatments that `user` may read: Office staff and analysts all of them."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def of_survey(self, survey: Survey) -> Self:
        """Those of submissions of this survey."""
        return self.filter(submission__survey=survey)

    def readable_by(self, user: User, *, on: date) -> Self:
        """Those of answers that `user` may read: what was taken back is a draft again, its treatments with it."""
        submissions = self.model._meta.get_field("submission").related_model.objects
        return self.visible_to(user).filter(submission__in=submissions.visible_to(user, on=on).values("pk"))

    def of_question(self, name: str) -> Self:
        """Those of answers to this question, in a repeat those of every row."""
        return self.filter(Q(path=name) | Q(path__endswith=f"]/{name}"))

    def with_standing(self) -> Self:
        """With where each stands, `standing`: its last decision, or `proposed`."""
        same = self.model.objects.filter(pk=OuterRef("pk"), decisions__isnull=False)
        last = same.order_by("-decisions__number").values("decisions__kind")[:1]
        return self.annotate(standing=Coalesce(Subquery(last), Value("proposed"), output_field=models.CharField()))

    def waiting(self) -> Self:
        """Those on which nobody has decided."""
        return self.filter(decisions__isnull=True)

    def in_force(self, survey: Survey, *, upto: int | None = None) -> Self:
        """Those that were approved and not revoked among the survey's first `upto` decisions (None: all), in the
        order of their approval, whose `number` they have."""
        revoked = self.model.objects.decided("revoked", upto).values("pk")
        approved = self.of_survey(survey).decided("approved", upto).exclude(pk__in=revoked)
        return approved.annotate(number=models.F("decisions__number")).order_by("number")

    def decided(self, kind: str, upto: int | None) -> Self:
        """Those with a decision of this kind among the first `upto` of their survey."""
        if upto is None:
            return self.filter(decisions__kind=kind)
        return self.filter(decisions__kind=kind, decisions__number__lte=upto)


class TreatmentDecisionQuerySet(models.QuerySet[Any]):
    """Decisions on treatments."""

    def last_number(self, survey: Survey) -> int:
        """The number of the survey's last decision; 0 before the first."""
        return int(self.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0)


class ChapterQuerySet(models.QuerySet[Any]):
    """Chapters of reports."""

    def visible_to(self, user: User) -> Self:
        """All of them for Office staff and analysts."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()


class MilestoneQuerySet(models.QuerySet[Any]):
    """Milestones of a round."""

    def open_on(self, day: date) -> Self:
        """What had not been done by `day`."""
        return self.filter(Q(done_on__isnull=True) | Q(done_on__gt=day))


class PaperVersionQuerySet(models.QuerySet[Any]):
    """Versions of the paper that were kept."""

    def visible_to(self, user: User) -> Self:
        """All of them for Office staff and analysts."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def last_number(self) -> int:
        """The greatest number; 0 of none."""
        return int(self.aggregate(last=Max("number"))["last"] or 0)


class FigureQuerySet(models.QuerySet[Any]):
    """Figures that have a code."""

    def meta(self) -> Self:
        """With their editions, without these editions' content."""
        return self.select_related("summary").defer("summary__content", "summary__inputs")


class ChapterDraftQuerySet(models.QuerySet[Any]):
    """Versions of chapters."""

    def visible_to(self, user: User) -> Self:
        """All of them for Office staff and analysts."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def meta(self) -> Self:
        """Without their texts, for lists."""
        return self.defer("paragraphs", "source")

    def current(self) -> Self:
        """Of each chapter the version in force: the last of its line."""
        later = self.model.objects.filter(chapter=OuterRef("chapter"), is_aside=False, number__gt=OuterRef("number"))
        return self.filter(~Exists(later), is_aside=False)

    def undecided(self) -> Self:
        """Those that stand aside and on which nobody has decided."""
        return self.filter(is_aside=True, decision__isnull=True)


class ClearanceQuerySet(models.QuerySet[Any]):
    """Steps of what goes out for a signature."""

    def of_subjects(self, survey: Survey, kind: str, codes: Sequence[str]) -> Self:
        """The steps of these subjects, in their order, with who took them."""
        return self.filter(survey=survey, kind=kind, code__in=codes).select_related("by").order_by("pk")
