"""What can happen to a return; a submission is withdrawn at most once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0003_groups_of_states'),
    ]

    operations = [
        migrations.AlterField(
            model_name='returnevent',
            name='kind',
            field=models.CharField(choices=[('sent', 'The survey was sent'), ('opened', 'The return was opened'), ('started', 'The first answer was saved'), ('registered', 'A paper reply was registered'), ('keying_begun', 'Keying in from paper began'), ('submitted', 'The reply was submitted'), ('amendment_begun', 'An amendment was begun'), ('amended', 'The reply was amended'), ('extended', 'An extension was granted'), ('office_opened', 'The Office opened the submission'), ('recalled', 'The reply was taken back'), ('completed', 'The Office asks nothing more'), ('reopened', 'The return was reopened'), ('closed_again', 'The reopened return closed again, as it was'), ('declined', 'The Government does not take part')], max_length=20, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'withdrawal')), fields=('replaces',), name='submission_withdrawn_once', violation_error_message='This submission has been withdrawn already.'),
        ),
    ]
