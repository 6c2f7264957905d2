"""What the cells of the register's tables are refused for: rule and remedy."""

from django.utils.translation import gettext_lazy as _

from surveys.imports.words import enter

TYPED = _("Write 2003-07-02, 2003-07 or 2003, as exactly as it is known.")
LOOK_UP = _("Look the code up in the table of consultations; a new one has to stand in a row above.")

enter(
    {
        "no_such_round": (
            _("The portal has no round of this short name."),
            _("Look the short name up in the table as it is downloaded."),
        ),
        "no_such_organization": (
            _("No organization has this code."),
            _("Look the code up in the table of organizations; a new one has to stand in a row above."),
        ),
        "no_such_consultation": (_("This round has no consultation of this code."), LOOK_UP),
        "no_such_source": (
            _("This round has neither a consultation nor a contribution of the code %(found)s."),
            _("Look the codes up in the tables of consultations and of contributions."),
        ),
        "no_such_theme": (
            _("This round has no theme of this code."),
            _("Correct the cell and bring the file again."),
        ),
        "not_time": (_("A time belongs here, as exactly as it is known."), TYPED),
        "ends_first": (
            _("The end lies before the beginning."),
            _("Correct the end; where there is only a beginning, leave it empty."),
        ),
        "other_exactness": (
            _("Beginning and end are not told with the same exactness."),
            _("Write both to the day, both to the month, or both to the year."),
        ),
        "open_without_beginning": (
            _("What goes on has a beginning."),
            _("Enter the beginning, or leave the end empty."),
        ),
        "end_not_a_day": (
            _("Without a beginning, the end is the day by which it will have taken place."),
            _("Write the end to the day, or enter the beginning."),
        ),
        "planned_past": (
            _("What is planned cannot be over already."),
            _("Correct the time, or say in the column status that it was held or cancelled."),
        ),
        "circle": (
            _("This would be a part of itself: the rows above it lead back to it."),
            _("Name another row, or leave the cell empty."),
        ),
        "participant_no_member": (
            _("A State that took part was no member at this time."),
            _("Correct the time, or first correct who took part."),
        ),
        "not_member_then": (
            _("This State was no member when the consultation took place."),
            _("Correct the State, or the time of the consultation."),
        ),
        "no_source": (
            _("An outcome comes from a consultation or a contribution."),
            _("Write the code of at least one."),
        ),
    }
)
