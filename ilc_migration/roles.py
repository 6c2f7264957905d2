"""What the application's database role may do: everything but rewrite what has been received or recorded.

The owner migrates. The application role has no TRUNCATE anywhere, and neither UPDATE nor DELETE on ledger,
receipts and events (design.md, section 4); the triggers refuse them to everybody else as well.
"""

from django.apps import apps
from django.db import connection, models

APPLICATION_ROLE = "portal_app"
NEVER_DELETED = frozenset({"surveys_paperreturn", "surveys_attachment", "reports_export"})


def is_append_only(model: type[models.Model]) -> bool:
    """Whether rows of this model are only ever added: it carries the trigger that says so."""
    return any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", []))


def append_only_tables() -> list[str]:
    """The tables whose rows are only ever added, history included."""
    return sorted(model._meta.db_table for model in apps.get_models() if is_append_only(model))


def grant_to_application(using="default", **kwargs):
    """Grant the application role its rights on all tables; does nothing where the role does not exist."""
    quote = connection.ops.quote_name
    role = quote(APPLICATION_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        for table in append_only_tables():
            cursor.execute(f"REVOKE UPDATE, DELETE ON {quote(table)} FROM {role}")
        for table in sorted(NEVER_DELETED):
            cursor.execute(f"REVOKE DELETE ON {quote(table)} FROM {role}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
