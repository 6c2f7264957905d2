"""Reports, chapters and their versions, for the tests of what stands on them."""

from secrets import token_hex

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.actions.drafts import Made, store_draft
from reports.actions.figures import give_code
from reports.models import Chapter, Report
from reports.models.drafts import WORD
from reports.rendering.chapters.package import read_word
from surveys.models.history import acting_as
from tests.factories import AT, make_user
from tests.reports.rendering.chapters.word_files import word


def make_report(survey):
    """The report of a survey."""
    with acting_as("tests"):
        titles = {"en": "A fair deal for migrant workers", "ar": "تقرير"}
        return Report.objects.create(survey=survey, titles=titles)


def make_chapter(report, order=1, **fields):
    """A chapter of a report."""
    with acting_as("tests"):
        titles = {"en": f"Chapter of number {order}", "ar": f"الفصل {order}"}
        return Chapter.objects.create(report=report, order=order, **{"titles": titles, **fields})


def code(report, edition, address, by=None):
    """The figure of a cell, with its code."""
    return give_code(report=report, summary=edition, address=address, by=by or make_user(), at=AT)


def store(chapter, content=None, *, based_on=0, by=None, language="en", **made):
    """A version of a chapter, from the bytes of a Word file."""
    return store_draft(
        chapter=chapter,
        file=read_word(content or word("A text.")),
        made=Made("word", language, "chapter.docx", **made),
        based_on=based_on,
        by=by or make_user(groups=["office_staff"]),
        at=AT,
        key=token_hex(16),
        request={"any": token_hex(4)},
    )


def an_upload(content, name="chapter.docx"):
    """A Word file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=WORD)
