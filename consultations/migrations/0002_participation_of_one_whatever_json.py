
import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models

import consultations.models.participations


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='participation',
            name='participation_of_one',
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(consultations.models.participations.NumberOf(models.F('organization'), models.F('member_state'), models.F('group_of_states'), django.db.models.functions.comparison.NullIf(models.F('described'), models.Value(None, models.JSONField()))), 1), name='participation_of_one', violation_error_message='Name one: an organization, a State, a group of States, or people.'),
        ),
    ]
