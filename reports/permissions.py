"""Who may read and compile editions, as short named questions."""

from surveys.models import User
from surveys.permissions import may_compile, may_follow_survey

__all__ = ["may_compile", "may_read_editions"]


def may_read_editions(user: User) -> bool:
    """Editions that are not published: Office staff and analysts."""
    return may_follow_survey(user)
