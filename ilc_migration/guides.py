"""Guides for those who use the portal, shown as pages: the files of docs/guides, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ilc_migration.env import BASE_DIR
from surveys.rendering import direction, marked_page

FOLDER = BASE_DIR / "docs" / "guides"


@dataclass(frozen=True)
class Guide:
    """A guide: the name of its files, for whom it is, and the languages in which it is written."""

    name: str
    title: Any
    languages: tuple[str, ...]

    def text(self, language: str) -> str:
        """What it says in this language, one of its own."""
        return (FOLDER / f"{self.name}.{language}.md").read_text("utf-8")


GUIDES = {
    guide.name: guide
    for guide in (
        Guide("respondents", _("For governments that answer"), ("en", "fr", "es", "ar", "zh", "de", "ru")),
        Guide("staff", _("For Office staff"), ("en", "fr", "es")),
        Guide("analysts", _("For analysts"), ("en", "fr", "es")),
    )
}


@login_not_required
@require_safe
def guides(request):
    """Which guides there are."""
    return render(request, "guides.html", {"guides": GUIDES.values()})


@login_not_required
@require_safe
def guide(request, name):
    """A guide in the reader's language, in English where it is not written in that."""
    wanted = GUIDES.get(name)
    if wanted is None:
        raise Http404
    reading = (get_language() or "en").split("-")[0]
    language = reading if reading in wanted.languages else "en"
    context = {
        "guide": wanted,
        "text": marked_page(wanted.text(language)),
        "language": language,
        "direction": direction(language),
    }
    return render(request, "guide.html", context)
