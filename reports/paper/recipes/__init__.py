"""The recipes: what the outline may ask for, by name."""

from collections.abc import Callable, Mapping

from reports.paper.outline import Part
from reports.paper.recipes.consultations import consultations
from reports.paper.recipes.contributions import contributions
from reports.paper.recipes.lists import chapters, fixed, members, milestones, themes, topics
from reports.paper.recipes.replies import replies
from reports.paper.recipes.survey import survey
from reports.paper.runs import Text
from reports.paper.telling import Telling

RECIPES: Mapping[str, Callable[[Part, Telling], list[Text]]] = {
    "themes": themes,
    "survey": survey,
    "replies": replies,
    "chapters": chapters,
    "topics": topics,
    "contributions": contributions,
    "consultations": consultations,
    "members": members,
    "milestones": milestones,
    "fixed": fixed,
}
