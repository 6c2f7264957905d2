"""What administrators may change directly: the themes of a round. The rest is the Office's, on its own pages."""

from django.contrib import admin

from consultations.models import Theme
from surveys.admin import ForAdministrators


@admin.register(Theme)
class ThemeAdmin(ForAdministrators):
    """Themes of a round."""

    list_display = ["code", "__str__", "survey", "order"]
    list_select_related = ["survey"]
