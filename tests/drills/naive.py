"""The portal as it would be without compare-and-set: the negative control of the drill.

Served by a web process of the drill's own. Nothing of it exists in the portal.
"""

from ilc_migration.wsgi import application
from surveys.querysets import answers as querysets

CONDITION = "WHERE answer.revision = %(seen)s\n"

if CONDITION not in querysets.SAVE_ANSWER:
    raise RuntimeError("the statement has changed: the negative control has to follow")
querysets.SAVE_ANSWER = querysets.SAVE_ANSWER.replace(CONDITION, "")

__all__ = ["application"]
