"""Keys of writes: a double click, a retry, a replay have one effect (design.md, section 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.people import User
from surveys.querysets import WriteKeyQuerySet


class WriteKey(models.Model):
    """A request to write, known by the key made when its page was made, and what came of it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=64)
    request_digest = models.CharField(_("digest of the request"), max_length=64)
    result = models.JSONField(_("result"), null=True)
    at = models.DateTimeField(_("at"))
    for_ever = models.BooleanField(_("kept for ever"), default=False)

    objects = WriteKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a write")
        verbose_name_plural = _("keys of writes")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="writekey_once",
                violation_error_message=_("This key has been used."),
            )
        ]

    def __str__(self):
        return self.key
