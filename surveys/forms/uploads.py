"""Files chosen in a form: what is taken, told beforehand, and the words for what is not."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveys.file_types.kinds import EXTENSIONS
from surveys.file_types.refused import Refused
from surveys.models.attachments import KIND_WORDS

ACCEPT = ",".join(f".{extension}" for extensions in EXTENSIONS.values() for extension in extensions)
KINDS = ", ".join(KIND_WORDS.values())
UNPROCESSABLE, CONFLICT, TOO_LARGE, NO_ROOM = 422, 409, 413, 507
STATUSES = {"too_large": TOO_LARGE, "no_room": NO_ROOM, "closed": CONFLICT}
SIZES = frozenset({"too_large"})


def limits() -> dict[str, str]:
    """What stands beside a control before anybody chooses a file: kinds, the limit in words, and for the browser."""
    most = settings.ATTACHMENT_MOST_BYTES
    return {"kinds": KINDS, "accept": ACCEPT, "size": filesizeformat(most), "bytes": str(most)}


def status_of(refused: Refused) -> int:
    """The status of HTTP for a file that is not taken."""
    return STATUSES.get(refused.code, UNPROCESSABLE)


def words_of_refusal(refused: Refused) -> str:
    """Why a file is not taken, in the reader's language."""
    params = {"kinds": KINDS}
    for name, value in refused.params.items():
        params[name] = filesizeformat(value) if refused.code in SIZES else shown(value)
    return messages()[refused.code] % params


def shown(value):
    """A number as the reader writes numbers; a text as it is."""
    return number_format(value, force_grouping=True) if isinstance(value, int) else value


def messages() -> dict[str, str]:
    """A message for each code of `surveys.file_types` and `surveys.actions.attachments`."""
    return {
        "empty": _("The file is empty. Choose the file again."),
        "too_large": _("The file is too large: at most %(most)s are taken. Save it smaller, or divide it."),
        "too_many": _("This return has %(most)s files already; no more are taken. Put several texts into one file."),
        "type_not_taken": _("Files of this kind are not taken. Save it as one of these: %(kinds)s."),
        "name_and_content_differ": _(
            "The name of the file ends in .%(extension)s, but its content is of another kind. Open it in the program "
            "that made it and save it again."
        ),
        "two_kinds": _(
            "The file can be read as two kinds at once. Open it in the program that made it and save it again."
        ),
        "damaged": _("The file is damaged or was not copied whole. Open it to see whether it is, and save it again."),
        "unpacks_too_large": _("Unpacked, the file is too large: at most %(most)s MB are taken. Save it as PDF."),
        "locked": _("The file is protected by a password. Save it without one."),
        "active": _("The file holds macros or embedded programs. Save it without them, or as PDF."),
        "no_room": _("The file could not be stored just now; nothing of it was kept. Try again in a few minutes."),
        "closed": _("The reply has been submitted meanwhile: no file can be attached before an amendment is begun."),
    }
