"""Files chosen in a form: what is taken, told beforehand; each stored at once; the words for what is not taken."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from surveys.actions.attachments import store
from surveys.file_types.kinds import EXTENSIONS
from surveys.file_types.refused import Refused
from surveys.models import Attachment, Return, User
from surveys.models.attachments import KIND_WORDS
from surveys.questionnaire.answers import parts_of
from surveys.questionnaire.definition import Definition, Group, names_below

ACCEPT = ",".join(f".{extension}" for extensions in EXTENSIONS.values() for extension in extensions)
KINDS = ", ".join(KIND_WORDS.values())
UNPROCESSABLE, CONFLICT, TOO_LARGE, NO_ROOM = 422, 409, 413, 507
STATUSES = {"too_large": TOO_LARGE, "no_room": NO_ROOM, "closed": CONFLICT}
SIZES = frozenset({"too_large"})


def limits() -> dict[str, str]:
    """What stands beside a control before anybody chooses a file: kinds, the limit in words, and for the browser."""
    most = settings.ATTACHMENT_MOST_BYTES
    return {
        "kinds": KINDS,
        "accept": ACCEPT,
        "size": filesizeformat(most),
        "bytes": str(most),
        "files": number_format(settings.ATTACHMENTS_MOST),
    }


def facts_of(attachment: Attachment) -> str:
    """Kind and size of a file in words."""
    return f"{attachment.get_media_type_display()}, {filesizeformat(attachment.size)}"


def receive(
    *,
    data: QueryDict,
    files: Mapping[str, Any],
    definition: Definition,
    section: Group,
    survey_return: Return,
    by: User,
    at: datetime,
) -> tuple[QueryDict, dict[str, str]]:
    """Store the files that came with a section's form; each then stands as the typed value of its question.

    Returns what was typed with these values set, and why files were not taken, by path. A file is stored whatever
    becomes of the rest of the form, so that nobody has to send it twice; one that is not taken leaves the answer as
    it was typed. `remove:PATH` takes the file out of the answer.
    """
    typed, errors = data.copy(), {}
    for path in paths_of("file", data, definition, section):
        # Where no file is chosen, a script may send the control's name with nothing.
        if not data[f"file:{path}"]:
            del typed[f"file:{path}"]
    for path in paths_of("remove", data, definition, section):
        del typed[f"remove:{path}"]
        typed[f"value:{path}"] = ""
    for path in paths_of("file", files, definition, section):
        try:
            attachment = store(
                survey_return=survey_return,
                upload=files[f"file:{path}"],
                purpose=Attachment.Purpose.ANSWER,
                by=by,
                at=at,
            )
            typed[f"value:{path}"] = attachment.sha256
        except Refused as refused:
            errors[path] = words_of_refusal(refused)
    return typed, errors


def paths_of(part: str, names: Iterable[str], definition: Definition, section: Group) -> list[str]:
    """The paths of the section's file questions of which a form has this part, such as `file:PATH`."""
    asked = {name for name in names_below(section) if is_file(definition, name)}
    paths = [name.removeprefix(f"{part}:") for name in names if name.startswith(f"{part}:")]
    return [path for path in paths if parts_of(path)[1] in asked]


def is_file(definition: Definition, name: str) -> bool:
    """Whether the question of this name is answered by a file."""
    question = definition.questions.get(name)
    return question is not None and question.type == "file"


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
