"""The columns of a name in the languages of the portal."""

from django.utils.translation import gettext_lazy as _

from surveys.imports.languages import TextColumn

LANGUAGES = ("en", "fr", "es", "ar", "zh", "de", "ru")
# The name in English is always needed: it stands in where another is left empty.
NAMES = (
    TextColumn("names", "name", "en", _("Name in English"), required=True),
    TextColumn("names", "name", "fr", _("Name in French")),
    TextColumn("names", "name", "es", _("Name in Spanish")),
    TextColumn("names", "name", "ar", _("Name in Arabic")),
    TextColumn("names", "name", "zh", _("Name in Chinese")),
    TextColumn("names", "name", "de", _("Name in German")),
    TextColumn("names", "name", "ru", _("Name in Russian")),
)
