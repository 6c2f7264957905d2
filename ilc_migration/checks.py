"""What must not reach production; `manage.py check --deploy` says so."""

from django.conf import settings
from django.core.checks import Error
from openpyxl.xml import DEFUSEDXML


def today_is_not_pretended(app_configs, **kwargs):
    """The demonstration's day would date real receipts."""
    if settings.PORTAL_TODAY is None:
        return []
    return [Error("PORTAL_TODAY is set: it belongs to the demonstration.", id="portal.E001")]


def second_step_is_required(app_configs, **kwargs):
    """Without it a password that was guessed or overheard opens what all governments have replied."""
    if settings.REQUIRE_SECOND_FACTOR:
        return []
    return [Error("REQUIRE_SECOND_FACTOR is off: it may be off in the demonstration only.", id="portal.E003")]


def workbooks_are_opened_safely(app_configs, **kwargs):
    """Without defusedxml a workbook could make the server read files or swell (threats.md, A14)."""
    if DEFUSEDXML:
        return []
    return [Error("defusedxml is not active: workbooks would not be opened safely.", id="portal.E002")]
