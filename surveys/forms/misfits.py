"""The words for values that do not fit: one sentence each, saying what to do."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveys.questionnaire.validation import Misfit


def words_of(misfit: Misfit) -> str:
    """The message for a misfit in the reader's language."""
    params = {
        name: value if isinstance(value, str) else number_format(value, force_grouping=True)
        for name, value in misfit.params.items()
    }
    return messages()[misfit.code] % params


def messages() -> dict[str, str]:
    """A message for each code of `surveys.questionnaire.validation`."""
    return {
        "not_an_integer": _("Enter a whole number in digits, such as 12500."),
        "not_a_decimal": _("Enter a number, such as 12.5."),
        "ambiguous_number": _("This number can be read in two ways. Enter it without separators for thousands."),
        "out_of_range": _("Enter a number no greater than %(most)s."),
        "not_a_date": _("Enter a day in the form 2003-12-31."),
        "not_a_year": _("Enter a year with four digits."),
        "unknown_choice": _("Choose one of the answers listed."),
        "unknown_name": _("“%(name)s” is not in the list. Choose one of the names offered."),
        "unknown_absence": _("Choose one of the reasons listed."),
        "answer_and_absence": _("Give either an answer or a reason why there is none, not both."),
        "unknown_file": _("This file does not belong to the return. Choose the file again."),
        "not_typed": _("This question cannot be answered by typing."),
        "nul": _("The text holds a character (NUL) that cannot be stored. Remove it and save again."),
        "control_character": _("The text holds an invisible control character. Remove it and save again."),
        "surrogate": _("The text holds half of a character. Type it again."),
        "bidi_override": _("The text holds a character that reverses the direction of reading. Remove it."),
        "too_long": _("The text has %(length)s characters; at most %(most)s can be stored."),
    }
