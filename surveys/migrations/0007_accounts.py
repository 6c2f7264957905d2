"""Links to sign in, lost second steps, appointments that end at once, letters without readable links."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0006_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondFactorReset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500, verbose_name='how the person was recognized')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('consented_at', models.DateTimeField(blank=True, null=True, verbose_name='consented at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
            ],
            options={
                'verbose_name': 'removal of a second step',
                'verbose_name_plural': 'removals of second steps',
            },
        ),
        migrations.CreateModel(
            name='SecondFactorResetChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('reason', models.CharField(max_length=500, verbose_name='how the person was recognized')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('consented_at', models.DateTimeField(blank=True, null=True, verbose_name='consented at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': 'link to sign in',
                'verbose_name_plural': 'links to sign in',
            },
        ),
        migrations.CreateModel(
            name='SignInLinkChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='used at')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='appointment',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='invitation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='invitation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='invitation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='letter',
            name='update_update',
        ),
        migrations.AddField(
            model_name='appointment',
            name='ended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at'),
        ),
        migrations.AddField(
            model_name='appointmentchange',
            name='ended_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended at'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='consented_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='consented to by'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='needs_consent',
            field=models.BooleanField(default=False, verbose_name='needs a second administrator'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='succeeds',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='surveys.appointment', verbose_name='takes over from'),
        ),
        migrations.AddField(
            model_name='invitationchange',
            name='consented_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='consented to by'),
        ),
        migrations.AddField(
            model_name='invitationchange',
            name='needs_consent',
            field=models.BooleanField(default=False, verbose_name='needs a second administrator'),
        ),
        migrations.AddField(
            model_name='invitationchange',
            name='succeeds',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.appointment', verbose_name='takes over from'),
        ),
        migrations.AddField(
            model_name='letter',
            name='sealed',
            field=models.TextField(blank=True, editable=False, verbose_name='text with its link, sealed'),
        ),
        migrations.AlterField(
            model_name='job',
            name='trouble',
            field=models.CharField(blank=True, choices=[('cannot_be_done', 'An error of the portal: the administrators find it in its log.'), ('worker_died', 'The process that did the work ended five times in the middle of it.'), ('letter_held', 'The letter is held, or has no addressee.'), ('survey_closed', 'The survey is closed: its letters are held.'), ('server_away', 'The mail server could not be reached.'), ('server_refused', 'The mail server did not take the letter. It answered %(codes)s.'), ('link_gone', 'The link of this letter is no longer kept: a new one has to be asked for.'), ('key_gone', 'The key under which this letter was sealed is gone.'), ('interrupted', 'The sending was interrupted: whether the letter went out has to be checked.'), ('not_reproducible', 'The edition exists, and compiled anew from its stored inputs it did not come out the same.')], max_length=30, verbose_name='trouble'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_appointmentchange" ("ended_at", "id", "member_state_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sections", "user_id", "valid_from", "valid_until") VALUES (NEW."ended_at", NEW."id", NEW."member_state_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."sections", NEW."user_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='e476f18391ce43b0239779c197ea115d397c2c53', operation='INSERT', pgid='pgtrigger_insert_insert_15008', table='surveys_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_appointmentchange" ("ended_at", "id", "member_state_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sections", "user_id", "valid_from", "valid_until") VALUES (NEW."ended_at", NEW."id", NEW."member_state_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."sections", NEW."user_id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='b72528ca702beb87eb5498d1f2560b884eff0c80', operation='UPDATE', pgid='pgtrigger_update_update_d0023', table='surveys_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_appointmentchange" ("ended_at", "id", "member_state_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sections", "user_id", "valid_from", "valid_until") VALUES (OLD."ended_at", OLD."id", OLD."member_state_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."sections", OLD."user_id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='712b4abb12c0f6ee0107202997925711f2f20b7d', operation='DELETE', pgid='pgtrigger_delete_delete_b4eee', table='surveys_appointment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_invitationchange" ("consented_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "member_state_id", "needs_consent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sections", "succeeds_id", "used_at", "withdrawn_at") VALUES (NEW."consented_by_id", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."language", NEW."member_state_id", NEW."needs_consent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."sections", NEW."succeeds_id", NEW."used_at", NEW."withdrawn_at"); RETURN NULL;', hash='25986c81c4293d7c8177dd7a0c5161d5e8f50cea', operation='INSERT', pgid='pgtrigger_insert_insert_f32cf', table='surveys_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."consented_by_id" IS DISTINCT FROM (NEW."consented_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."member_state_id" IS DISTINCT FROM (NEW."member_state_id") OR OLD."needs_consent" IS DISTINCT FROM (NEW."needs_consent") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."sections" IS DISTINCT FROM (NEW."sections") OR OLD."succeeds_id" IS DISTINCT FROM (NEW."succeeds_id") OR OLD."used_at" IS DISTINCT FROM (NEW."used_at") OR OLD."withdrawn_at" IS DISTINCT FROM (NEW."withdrawn_at"))', func='INSERT INTO "surveys_invitationchange" ("consented_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "member_state_id", "needs_consent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sections", "succeeds_id", "used_at", "withdrawn_at") VALUES (NEW."consented_by_id", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."language", NEW."member_state_id", NEW."needs_consent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."sections", NEW."succeeds_id", NEW."used_at", NEW."withdrawn_at"); RETURN NULL;', hash='d3a3659b29f0a2166c435ecd4fa80ac0cfe44e51', operation='UPDATE', pgid='pgtrigger_update_update_4d22d', table='surveys_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='invitation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_invitationchange" ("consented_by_id", "created_at", "email", "expires_at", "id", "invited_by_id", "language", "member_state_id", "needs_consent", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "sections", "succeeds_id", "used_at", "withdrawn_at") VALUES (OLD."consented_by_id", OLD."created_at", OLD."email", OLD."expires_at", OLD."id", OLD."invited_by_id", OLD."language", OLD."member_state_id", OLD."needs_consent", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."sections", OLD."succeeds_id", OLD."used_at", OLD."withdrawn_at"); RETURN NULL;', hash='8b313d2bc6493d049bc8b0e9936fa2d90ab252aa', operation='DELETE', pgid='pgtrigger_delete_delete_fdf48', table='surveys_invitation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."addressees" IS DISTINCT FROM (NEW."addressees") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."facts" IS DISTINCT FROM (NEW."facts") OR OLD."html" IS DISTINCT FROM (NEW."html") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."job_id" IS DISTINCT FROM (NEW."job_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."occasion" IS DISTINCT FROM (NEW."occasion") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."sent_at" IS DISTINCT FROM (NEW."sent_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."survey_return_id" IS DISTINCT FROM (NEW."survey_return_id") OR OLD."written_at" IS DISTINCT FROM (NEW."written_at"))', func='INSERT INTO "surveys_letterchange" ("addressees", "body", "facts", "html", "id", "job_id", "kind", "language", "occasion", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sent_at", "state", "subject", "survey_return_id", "written_at") VALUES (NEW."addressees", NEW."body", NEW."facts", NEW."html", NEW."id", NEW."job_id", NEW."kind", NEW."language", NEW."occasion", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."sent_at", NEW."state", NEW."subject", NEW."survey_return_id", NEW."written_at"); RETURN NULL;', hash='b87ff38962905f2ff5a5c67fa4c53686573deec4', operation='UPDATE', pgid='pgtrigger_update_update_a746a', table='surveys_letter', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('valid_until__isnull', False), _connector='OR'), name='appointment_ended_on_a_day', violation_error_message='An appointment that was ended has a last day.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('succeeds__isnull', True), ('role', 'focal_point'), _connector='OR'), name='invitation_succeeds_focal_point', violation_error_message='Only the focal point’s appointment is handed over.'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('consented_by__isnull', True), models.Q(('needs_consent', True), models.Q(('consented_by', models.F('invited_by')), _negated=True)), _connector='OR'), name='invitation_two_administrators', violation_error_message='A role of the Office is given by two administrators.'),
        ),
        migrations.AddField(
            model_name='secondfactorreset',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by'),
        ),
        migrations.AddField(
            model_name='secondfactorreset',
            name='consented_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='consented to by'),
        ),
        migrations.AddField(
            model_name='secondfactorreset',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='secondfactorresetchange',
            name='asked_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by'),
        ),
        migrations.AddField(
            model_name='secondfactorresetchange',
            name='consented_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='consented to by'),
        ),
        migrations.AddField(
            model_name='secondfactorresetchange',
            name='person',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='secondfactorresetchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.secondfactorreset'),
        ),
        migrations.AddField(
            model_name='signinlink',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddField(
            model_name='signinlinkchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.signinlink'),
        ),
        migrations.AddField(
            model_name='signinlinkchange',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddConstraint(
            model_name='secondfactorreset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('person')), _negated=True), models.Q(('consented_by__isnull', True), models.Q(models.Q(('consented_by', models.F('person')), _negated=True), models.Q(('consented_by', models.F('asked_by')), _negated=True)), _connector='OR')), name='secondfactorreset_three_people', violation_error_message='Who asks, who consents and whom it concerns are three people.'),
        ),
        migrations.AddConstraint(
            model_name='secondfactorreset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('consented_at__isnull', True), ('consented_by__isnull', True)), models.Q(('consented_at__isnull', False), ('consented_by__isnull', False), ('withdrawn_at__isnull', True)), _connector='OR'), name='secondfactorreset_consent_whole', violation_error_message='A consent has a name and an instant, and is not withdrawn.'),
        ),
        migrations.AddConstraint(
            model_name='secondfactorreset',
            constraint=models.UniqueConstraint(condition=models.Q(('consented_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('person',), name='secondfactorreset_open_once', violation_error_message='Somebody has asked for this already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactorreset',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_secondfactorresetchange" ("asked_at", "asked_by_id", "consented_at", "consented_by_id", "expires_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_at") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."consented_at", NEW."consented_by_id", NEW."expires_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."withdrawn_at"); RETURN NULL;', hash='a4a0db0f8de5717ae1317d8bcfd3617caf61e3fd', operation='INSERT', pgid='pgtrigger_insert_insert_c2576', table='surveys_secondfactorreset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactorreset',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_secondfactorresetchange" ("asked_at", "asked_by_id", "consented_at", "consented_by_id", "expires_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_at") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."consented_at", NEW."consented_by_id", NEW."expires_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."withdrawn_at"); RETURN NULL;', hash='e5e3f77bfa86d560365ba8c9dfa12ce8c24bb2cb', operation='UPDATE', pgid='pgtrigger_update_update_81854', table='surveys_secondfactorreset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactorreset',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_secondfactorresetchange" ("asked_at", "asked_by_id", "consented_at", "consented_by_id", "expires_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_at") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."consented_at", OLD."consented_by_id", OLD."expires_at", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."withdrawn_at"); RETURN NULL;', hash='a82061d61941903b44bc62cec4a0e40ef9197cb4', operation='DELETE', pgid='pgtrigger_delete_delete_7381a', table='surveys_secondfactorreset', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='secondfactorresetchange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='secondfactorresetchange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactorresetchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75764619fddd1740542a6c95645c7227f9c72ad5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_be0f3', table='surveys_secondfactorresetchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signinlink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_signinlinkchange" ("asked_at", "expires_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "used_at", "user_id") VALUES (NEW."asked_at", NEW."expires_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."used_at", NEW."user_id"); RETURN NULL;', hash='d3cc085b189b331ada92c6648029dae1ea1e3d63', operation='INSERT', pgid='pgtrigger_insert_insert_98de4', table='surveys_signinlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signinlink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."used_at" IS DISTINCT FROM (NEW."used_at") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "surveys_signinlinkchange" ("asked_at", "expires_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "used_at", "user_id") VALUES (NEW."asked_at", NEW."expires_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."used_at", NEW."user_id"); RETURN NULL;', hash='d2fddedbbbbe0c47f1425aca437d3040d83f2c35', operation='UPDATE', pgid='pgtrigger_update_update_7c857', table='surveys_signinlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signinlink',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_signinlinkchange" ("asked_at", "expires_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "used_at", "user_id") VALUES (OLD."asked_at", OLD."expires_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."used_at", OLD."user_id"); RETURN NULL;', hash='7df945a33e7103672acfd1b752b0e4faf4c772a4', operation='DELETE', pgid='pgtrigger_delete_delete_7cc66', table='surveys_signinlink', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='signinlinkchange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='signinlinkchange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signinlinkchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='35dc3edaaea7f181e7e1ae713dc006632e7d736c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2413c', table='surveys_signinlinkchange', when='BEFORE')),
        ),
    ]
