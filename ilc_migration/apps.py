from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from ilc_migration.checks import second_step_is_required, today_is_not_pretended, workbooks_are_opened_safely
from ilc_migration.roles import grant_to_application


class PortalConfig(AppConfig):
    name = "ilc_migration"

    def ready(self):
        """Register our checks; renew the application role's rights whenever the owner has migrated."""
        register(today_is_not_pretended, Tags.security, deploy=True)
        register(second_step_is_required, Tags.security, deploy=True)
        register(workbooks_are_opened_safely, Tags.security)
        # Of this app nothing is told, since it has no tables; when surveys is told, all tables are there.
        post_migrate.connect(grant_to_application, sender=apps.get_app_config("surveys"))


class AdministrationConfig(admin_apps.AdminConfig):
    # Else Django would take it for the configuration of this app.
    default = False
    default_site = "ilc_migration.administration.AdministrationSite"
