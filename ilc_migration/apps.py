from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate

from ilc_migration.roles import grant_to_application


class PortalConfig(AppConfig):
    name = "ilc_migration"

    def ready(self):
        """Renew the application role's rights whenever the owner has migrated."""
        post_migrate.connect(grant_to_application, sender=self)


class AdministrationConfig(admin_apps.AdminConfig):
    # Else Django would take it for the configuration of this app.
    default = False
    default_site = "ilc_migration.administration.AdministrationSite"
