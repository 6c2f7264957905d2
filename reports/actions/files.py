"""Files of an edition in a language."""

from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import override

from reports.models import Summary
from reports.rendering.docx import write_docx
from reports.rendering.pdf import write_pdf
from reports.rendering.words import Words
from reports.rendering.xlsx import write_summary
from surveys.ledger import canonical_json
from surveys.models import Channel, MemberState, Questionnaire, Region, Subregion

# Greater whenever the same edition gives another file than before; a file of an earlier version is not used again.
RENDERING_VERSION = 2
# By format: content, target, and by keyword words, number, digest. A format that is not here is not offered.
EDITION_WRITERS: dict[str, Callable[..., None]] = {
    "xlsx": write_summary,
    "docx": write_docx,
    "pdf": write_pdf,
}


def words_of(summary: Summary, language: str) -> Words:
    """The words of an edition: labels of the newest questionnaire in it, names of States and regions."""
    versions = Questionnaire.objects.filter(survey=summary.survey, published_at__isnull=False)
    newest_first = versions.order_by("-published_at", "-pk").defer("source", "files")
    in_use = newest_first.filter(pk__in=summary.inputs["questionnaires"]) or newest_first
    short = language.split("-")[0]
    with override(language):
        channels = {value: str(label) for value, label in Channel.choices}
    return Words(
        language=short,
        title=summary.survey.title(short),
        definition=in_use[0].definition,
        states={state.iso3: state.name(short) for state in MemberState.objects.all()},
        regions={region.code: region.name(short) for region in Region.objects.all()},
        channels=channels,
        synthetic=summary.survey.synthetic,
        subregions={subregion.name_en: subregion.name(short) for subregion in Subregion.objects.all()},
        cut_offs={cut_off.day.isoformat(): cut_off.name(short) for cut_off in summary.survey.cut_offs.all()},
        versions=[questionnaire.version for questionnaire in in_use],
    )


def write_edition(summary: Summary, target: str | BinaryIO, *, format: str, language: str) -> None:
    """Write the edition as a file of this format, to a path or binary file. Raises KeyError for an unknown format."""
    words = words_of(summary, language)
    EDITION_WRITERS[format](summary.content, target, words=words, number=summary.number, digest=summary.digest)


def content_file(summary: Summary) -> bytes:
    """The edition's content as the bytes of which its digest is the SHA-256."""
    return canonical_json(summary.content)
