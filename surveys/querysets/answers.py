"""Draft answers: reading them, and the one statement that saves one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import connection, models
from django.db.models import Max, Sum
from psycopg2.extras import Json

if TYPE_CHECKING:
    from surveys.models import Answer, Survey

SAVE_ANSWER = """
INSERT INTO surveys_answer AS answer
    (survey_return_id, path, value, language, remark, attribution, revision, saved_by_id, saved_at)
SELECT survey_return.id, %(path)s, %(value)s, %(language)s, %(remark)s, %(attribution)s, 1, %(user)s, now()
FROM (
    SELECT id FROM surveys_return
    WHERE id = %(survey_return)s AND draft_open AND keyed_from_id IS NOT DISTINCT FROM %(keyed_from)s
    FOR SHARE
) AS survey_return
WHERE %(seen)s = 0
   OR EXISTS (SELECT FROM surveys_answer WHERE survey_return_id = %(survey_return)s AND path = %(path)s)
ON CONFLICT (survey_return_id, path) DO UPDATE
SET value = excluded.value, language = excluded.language, remark = excluded.remark,
    attribution = excluded.attribution, revision = answer.revision + 1,
    saved_by_id = excluded.saved_by_id, saved_at = excluded.saved_at
WHERE answer.revision = %(seen)s
RETURNING revision
"""


class AnswerQuerySet(models.QuerySet[Any]):
    """Draft answers."""

    def save_answer(
        self,
        *,
        survey_return: int,
        keyed_from: int | None,
        path: str,
        value: Any,
        seen: int,
        user: int,
        language: str,
        remark: Mapping[str, Any],
        attribution: str,
    ) -> int | None:
        """Write one answer if its revision is still the one that the editor has `seen` (0: no row yet).

        One statement, so it is atomic by itself; it holds the return's row against a submission at the same
        moment. `keyed_from` is the paper reply that the editor keys in (None: the government's own draft): whoever
        was let in while the draft was in these hands writes only as long as it is. Returns the new revision, or
        None when the answer changed meanwhile, the draft is closed or in other hands.
        """
        params = {
            "survey_return": survey_return,
            "keyed_from": keyed_from,
            "path": path,
            "value": None if value is None else Json(value),
            "language": language,
            "remark": Json(dict(remark)),
            "attribution": attribution,
            "user": user,
            "seen": seen,
        }
        with connection.cursor() as cursor:
            cursor.execute(SAVE_ANSWER, params)
            row = cursor.fetchone()
        return row[0] if row else None

    def given(self) -> Self:
        """Those that say anything: a value, or a remark without one."""
        return self.exclude(value__isnull=True, remark={})

    def at_revisions(self, wanted: Mapping[int, int]) -> list[tuple[int, Any, Any]]:
        """Primary key, value and remark of answers as they were at the wanted revision each, from their history."""
        events: Any = self.model._meta.get_field("changes").related_model
        history = events.objects.filter(pgh_obj__in=wanted.keys())
        rows = history.values_list("pgh_obj", "revision", "value", "remark")
        return [(pk, value, remark) for pk, revision, value, remark in rows if wanted[pk] == revision]

    def rows_ever(self, repeat: str) -> set[str]:
        """The ids of all rows that a repeat of the chosen return has had, from the history of its list."""
        events: Any = self.model._meta.get_field("changes").related_model
        lists = events.objects.filter(pgh_obj__in=self.filter(path=repeat)).values_list("value", flat=True)
        return {row for rows in lists if isinstance(rows, list) for row in rows}

    def last_save(self) -> int:
        """A number that grows with every save of one of these: revisions only grow, and no row ever goes."""
        return self.aggregate(total=Sum("revision"))["total"] or 0

    def last_saved(self, survey: Survey, *, before: datetime) -> dict[int, datetime]:
        """When a draft was last saved before this instant, by State: instants, nothing of what the drafts say.

        Only drafts that were saved again since are looked up in the history, which is much longer.
        """
        lasts = self._last_saved_by_state(self.filter(survey_return__survey=survey))
        later = [state for state, last in lasts.items() if last >= before]
        found = {state: last for state, last in lasts.items() if last < before}
        if later:
            events: Any = self.model._meta.get_field("changes").related_model
            history = events.objects.filter(survey_return__survey=survey, saved_at__lt=before)
            found |= self._last_saved_by_state(history.filter(survey_return__member_state__in=later))
        return found

    def _last_saved_by_state(self, saves: Any) -> dict[int, datetime]:
        by_state = saves.order_by().values("survey_return__member_state").annotate(last=Max("saved_at"))
        return dict(by_state.values_list("survey_return__member_state", "last"))

    def by_path(self) -> dict[str, Answer]:
        """The answers of the chosen return by path."""
        return {answer.path: answer for answer in self}

    def values_by_path(self) -> dict[str, Any]:
        """The given values of the chosen return by path; cleared answers are left out."""
        return dict(self.filter(value__isnull=False).values_list("path", "value"))
