"""What every page shows around its content."""

from surveys.models import OfficeRole


def portal(request):
    """The Office role of the reader, for the header and the menu."""
    user = getattr(request, "user", None)
    roles = user.office_roles if user is not None and user.is_authenticated else frozenset()
    return {"office": bool(roles), "office_roles": roles, "OfficeRole": OfficeRole}
