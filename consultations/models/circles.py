"""What may not go round in a circle: a part of a part of itself."""

import pgtrigger

CIRCLE = """
    IF NEW.parent_id = NEW.id OR EXISTS (
        WITH RECURSIVE above(id, parent_id) AS (
            SELECT id, parent_id FROM TABLE_NAME WHERE id = NEW.parent_id
            UNION
            SELECT upper.id, upper.parent_id FROM TABLE_NAME AS upper JOIN above ON upper.id = above.parent_id
        )
        SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'a row of TABLE_NAME would be a part of itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'TABLE_NAME_no_circle';
    END IF;
    RETURN NEW;
"""


def no_circle(table: str) -> pgtrigger.Trigger:
    """The trigger that refuses a row of `table` whose `parent_id` leads back to the row itself."""
    return pgtrigger.Trigger(
        name="no_circle",
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__parent__isnull=False),
        func=CIRCLE.replace("TABLE_NAME", table),
    )
