"""Why a file or a cell is not taken, in the reader's language: the rule, and what to do now."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from surveys.imports.refused import FileRefused, Unfit

Pair = tuple[Any, Any]
DOWNLOAD = _("Download the table, change it there and bring that file.")
SAVE_AS_XLSX = _("Open it in the program that made it and save it as an Excel workbook (.xlsx).")
CORRECT = _("Correct the cell and bring the file again.")
KIND_NAMES = {
    "application/pdf": _("a PDF document"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _("a Word document"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _("a presentation"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _("an Excel workbook"),
    "application/vnd.oasis.opendocument.spreadsheet": _("a LibreOffice table"),
    "application/vnd.oasis.opendocument.text": _("a LibreOffice text"),
    "text/plain": _("plain text"),
}
OTHER_KIND = _("another kind of file")

OF_FILES: Mapping[str, Pair] = {
    "empty": (_("The file is empty."), DOWNLOAD),
    "too_large": (
        _("The file is too large: at most %(most)s are taken."),
        _("Bring the table alone, without pictures and other sheets."),
    ),
    "unpacks_too_large": (
        _("Unpacked, the file is too large: at most %(most)s MB are taken."),
        _("Copy the rows into the table as it is downloaded, and bring that file."),
    ),
    "too_many_rows": (
        _("The table has too many rows: at most %(most)s are taken at once."),
        _("Divide it, and bring one part after the other."),
    ),
    "too_many_columns": (_("The table has more than %(most)s columns."), DOWNLOAD),
    "other_name": (
        _("“%(found)s” is neither an Excel workbook (.xlsx) nor CSV (.csv)."),
        SAVE_AS_XLSX,
    ),
    "other_kind": (
        _("The name of the file ends in .%(extension)s, but it is %(kind)s."),
        SAVE_AS_XLSX,
    ),
    "not_utf8": (
        _("The file is no text in UTF-8, the encoding of CSV files that are taken."),
        _("Save it as “CSV UTF-8”, or as an Excel workbook (.xlsx)."),
    ),
    "not_csv": (
        _("From line %(line)s the file is no CSV: a quotation mark is open, or stands where none may."),
        _("Save it from the spreadsheet again, or bring an Excel workbook (.xlsx)."),
    ),
    "damaged": (
        _("The file is damaged or was not copied whole."),
        _("Open it to see whether it is, and save it again."),
    ),
    "type_not_taken": (_("The file is no workbook."), SAVE_AS_XLSX),
    "two_kinds": (_("The file can be read as two kinds at once."), SAVE_AS_XLSX),
    "locked": (_("The file is protected by a password."), _("Save it without a password.")),
    "active": (_("The file holds macros or embedded programs."), _("Save it without macros, as .xlsx.")),
    "no_headings": (
        _("The headings have to stand in the first row; the first row that holds anything is row %(found)s."),
        _("Delete the rows above the headings."),
    ),
    "merged_headings": (
        _("The cells %(found)s are merged; headings stand in one cell each."),
        _("Divide the merged cells."),
    ),
    "beside_headings": (
        _("Cell %(place)s holds “%(found)s”, but its column has no heading."),
        _("Empty the cell, or move it under its heading."),
    ),
    "no_rows": (_("The file has headings and no row under them."), DOWNLOAD),
    "other_table": (_("This is another table: “%(table)s”."), _("Choose that table, and bring the file there.")),
    "heading_twice": (_("These headings stand twice: %(headings)s."), _("Delete the column that is not meant.")),
    "headings_missing": (_("These headings are missing: %(headings)s."), DOWNLOAD),
    "other_round": (
        _("This is the file of another round: cell %(place)s names “%(found)s”, and the portal has %(rounds)s."),
        _("Bring the file of a round that the portal has, or correct the short name of the round in each row."),
    ),
    "headings_unknown": (
        _("These headings do not belong to the table: %(headings)s."),
        _("Delete these columns, or correct their headings."),
    ),
}

OF_CELLS: dict[str, Pair] = {
    "formula": (_("The cell holds a formula; only values are taken."), _("Copy the cell and paste its value.")),
    "error": (_("The cell holds an error of the spreadsheet."), _("Enter the value itself.")),
    "merged": (_("The cells are merged; each row has cells of its own."), _("Divide the merged cells.")),
    "needed": (_("The cell is empty, and something is needed here."), _("Fill the cell.")),
    "not_text": (
        _("The cell holds a number or a date where a text belongs."),
        _("Format the cell as text, and enter it again."),
    ),
    "too_long": (_("The text is longer than %(most)s characters."), _("Shorten the text.")),
    "not_number": (_("A whole number from 0 to %(most)s belongs here."), CORRECT),
    "not_day": (
        _("A day belongs here."),
        _("In a workbook enter a date; in CSV write it in the form 2003-12-31."),
    ),
    "day_as_text": (
        _("The cell holds a text that looks like a date: which day is meant is not certain."),
        _("Format the cell as a date, and enter the day again."),
    ),
    "month_as_day": (
        _("The cell shows a month or a year, but Excel holds its first day in it: which is meant is not certain."),
        _("Format the cell as text, and enter it again: 2003-07-02, 2003-07 or 2003."),
    ),
    "day_with_hour": (_("The cell holds a day with an hour; a day alone belongs here."), CORRECT),
    "not_yes_no": (_("“yes” or “no” belongs here."), CORRECT),
    "not_code": (_("One of these codes belongs here: %(codes)s."), CORRECT),
    "no_such_state": (
        _("No member State has this ISO 3 code."),
        _("Look the code up in the table of member States."),
    ),
    "no_such_region": (_("No region has this code."), _("Look the code up in the table of regions.")),
    "no_such_subregion": (
        _("The region has no subregion of this English name."),
        _("Look the name up in the table of subregions."),
    ),
    "no_such_group": (
        _("No group of States has this code."),
        _("Look the code up in the table of groups of States."),
    ),
    "no_such_person": (
        _("Nobody has an account with this e-mail address."),
        _("Invite the person: accounts are opened by invitation alone."),
    ),
    "no_such_row": (
        _("The portal has no such row, and this table takes no new one."),
        _("Correct the cell; in a table with numbers, leave the number of a new row empty."),
    ),
    "own_appointment": (
        _("Nobody gives a role to themselves, or changes their own."),
        _("Ask another administrator."),
    ),
    "ended_appointment": (
        _("This appointment was ended; it stays as it was."),
        _("Take the row as it was; invite the person again."),
    ),
    "only_told": (
        _("This column is only told; it is not changed here."),
        _("Put back what stood there, or delete the column."),
    ),
    "twice": (_("Row %(row)s says the same already."), _("Keep one of the two rows.")),
    "taken_meanwhile": (_("Such a row exists already."), _("Download the table again, and change that row.")),
    "cannot_be_read": (_("The row cannot be read."), DOWNLOAD),
    "not_letters": (_("A code of %(number)s capital letters, A to Z, belongs here."), CORRECT),
}


def enter(words: Mapping[str, Pair]) -> None:
    """Add the words for what the cells of an app's tables may be refused for: rule and remedy by code."""
    OF_CELLS.update(words)


def of_file(refused: FileRefused) -> str:
    """Why a file is not taken and what to do, as one text."""
    rule, remedy = OF_FILES[refused.code]
    params = {name: shown(refused.code, name, value) for name, value in refused.params.items()}
    return f"{rule % params} {remedy}"


def shown(code: str, name: str, value: Any) -> str:
    """A parameter in words: sizes as sizes, kinds of files by their names, numbers as the reader writes them."""
    if name == "kind":
        return str(KIND_NAMES.get(value, OTHER_KIND))
    if code == "too_large":
        return filesizeformat(value)
    return number_format(value, force_grouping=True) if isinstance(value, int) else str(value)


def of_unfit(error: ValidationError) -> tuple[str, str]:
    """Rule and remedy of what is wrong with a cell or a row; a rule of a model comes in its own words."""
    if not isinstance(error, Unfit):
        return " ".join(error.messages), str(CORRECT)
    rule, remedy = OF_CELLS[str(error.code)]
    params = {name: shown("", name, value) for name, value in (error.params or {}).items()}
    return str(rule) % params, str(remedy)
