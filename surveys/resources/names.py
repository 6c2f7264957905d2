"""The columns of a name in the languages of the portal."""

from django.utils.translation import gettext_lazy as _

from surveys.imports.columns import NameColumn

LANGUAGES = ("en", "fr", "es", "ar", "zh", "de", "ru")
# The name in English is always needed: it stands in where another is left empty.
NAMES = (
    NameColumn("en", _("Name in English"), required=True),
    NameColumn("fr", _("Name in French")),
    NameColumn("es", _("Name in Spanish")),
    NameColumn("ar", _("Name in Arabic")),
    NameColumn("zh", _("Name in Chinese")),
    NameColumn("de", _("Name in German")),
    NameColumn("ru", _("Name in Russian")),
)
