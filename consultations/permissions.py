"""Who may do what with the register, as short named questions; which rows, is asked of `visible_to` (querysets.py).

A view that gets False answers 404: what one may not see answers as what does not exist.
"""

from consultations.querysets import may_read
from surveys.models import User
from surveys.permissions import is_office_staff


def may_read_register(user: User) -> bool:
    """Read consultations, organizations, outcomes and documents: Office staff and analysts."""
    return may_read(user)


def may_keep_register(user: User) -> bool:
    """Enter and change them: Office staff."""
    return is_office_staff(user)
