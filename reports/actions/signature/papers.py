"""Governing Body papers that go out for a signature: the versions that somebody has kept."""

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.actions.signature.subjects import Provider, Subject
from reports.models import Clearance, PaperVersion
from surveys.models import Survey

# Whoever signs looks at the last ones; earlier ones stand on the page of the paper.
MOST = 10
LONGEST_NUMBER = 9


def versions_of(survey: Survey) -> QuerySet[PaperVersion]:
    """The versions of the survey's paper, the newest first, without what they say."""
    found = PaperVersion.objects.filter(report__survey=survey).select_related("report__survey", "by")
    return found.defer("content").order_by("-number")


def last_ones(survey: Survey) -> list[Subject]:
    """The last versions."""
    return [subject_of(version) for version in versions_of(survey)[:MOST]]


def one(survey: Survey, code: str) -> Subject | None:
    """The version of this number; a version never changes, so it needs no lock."""
    if not (code.isascii() and code.isdigit() and len(code) <= LONGEST_NUMBER):
        return None
    version = versions_of(survey).filter(number=int(code)).first()
    return subject_of(version) if version else None


def subject_of(version: PaperVersion) -> Subject:
    """A version as something to be signed."""
    words = _("Governing Body paper, version %(number)s, as of %(day)s")
    about = _("%(language)s, kept by %(name)s")
    return Subject(
        kind=Clearance.Kind.PAPER,
        code=str(version.number),
        title=words % {"number": version.number, "day": date_format(version.as_of)},
        about=about % {"language": version.get_language_display(), "name": version.by},
        address=version.get_absolute_url(),
        digest=version.digest,
    )


PAPERS = Provider(
    kind=Clearance.Kind.PAPER,
    title=gettext_lazy("Governing Body papers"),
    nothing=gettext_lazy("No version of a paper has been kept."),
    listed=last_ones,
    one=one,
)
