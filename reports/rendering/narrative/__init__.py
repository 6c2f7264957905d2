"""The summary of an edition as a document: what its figures say, in sentences, tables and quotations."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.rendering.blocks import Document
from reports.rendering.narrative.about import facts_of, how_to_read, notices_of
from reports.rendering.narrative.lists import registered_replies, replies_received, treatments
from reports.rendering.narrative.replies import replies
from reports.rendering.narrative.sections import sections
from reports.rendering.narrative.values import day_of
from reports.rendering.words import LANGUAGE_CODES, Words
from reports.summary.tables import Content

__all__ = ["summary_document"]


def summary_document(content: Content, *, words: Words, number: int, digest: str) -> Document:
    """The summary in the language of `words`; `number` and `digest` are those of the edition.

    Says nothing that the content does not say; what the content hides is told to be hidden.
    """
    with override(LANGUAGE_CODES.get(words.language, words.language)):
        return Document(
            language=words.language,
            title=words.title,
            kind=_("Summary of replies"),
            author=_("International Labour Office"),
            day=content["as_of"],
            facts=facts_of(content, number, digest),
            notices=notices_of(words),
            foot=_("%(title)s: edition %(number)s of the summary, as of %(day)s")
            % {"title": words.title, "number": number, "day": day_of(content["as_of"])},
            contents=_("Contents"),
            blocks=(
                *how_to_read(content),
                *replies(content, words),
                *sections(content, words),
                *treatments(content, words),
                *registered_replies(content, words),
                *replies_received(content, words),
            ),
        )
