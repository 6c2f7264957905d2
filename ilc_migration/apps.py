from django.apps import AppConfig
from django.db.models.signals import post_migrate

from ilc_migration.roles import grant_to_application


class PortalConfig(AppConfig):
    name = "ilc_migration"

    def ready(self):
        """Renew the application role's rights whenever the owner has migrated."""
        post_migrate.connect(grant_to_application, sender=self)
