"""One open invitation for each address, State and role; of the Office as well, which has no State."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("used_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("email", "member_state", "role"),
                name="invitation_open_once",
                nulls_distinct=False,
                violation_error_message="This address has an open invitation into this role.",
            ),
        )
    ]
