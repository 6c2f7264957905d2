"""Subregions and groups of States as data; what each person has seen of a survey."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0002_invitation_open_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupOfStates',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('names', models.JSONField(verbose_name='names')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'group of States',
                'verbose_name_plural': 'groups of States',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='GroupOfStatesChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('code', models.SlugField(db_index=False, verbose_name='code')),
                ('names', models.JSONField(verbose_name='names')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Subregion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=100, unique=True, verbose_name='name in English')),
                ('names', models.JSONField(verbose_name='names')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'subregion',
                'verbose_name_plural': 'subregions',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='SubregionChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('name_en', models.CharField(max_length=100, verbose_name='name in English')),
                ('names', models.JSONField(verbose_name='names')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BoardVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_until', models.DateTimeField(verbose_name='seen until')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='surveys.survey', verbose_name='survey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'visit to the board',
                'verbose_name_plural': 'visits to the board',
            },
        ),
        migrations.CreateModel(
            name='BoardVisitChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('seen_until', models.DateTimeField(verbose_name='seen until')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.boardvisit')),
                ('survey', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.survey', verbose_name='survey')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('member_state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_memberships', to='surveys.memberstate', verbose_name='member State')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='surveys.groupofstates', verbose_name='group')),
            ],
            options={
                'verbose_name': 'membership of a group',
                'verbose_name_plural': 'memberships of groups',
            },
        ),
        migrations.CreateModel(
            name='GroupMembershipChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('valid_from', models.DateField(verbose_name='from')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('member_state', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.memberstate', verbose_name='member State')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.groupmembership')),
                ('group', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.groupofstates', verbose_name='group')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupofstates',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_groupofstateschange" ("code", "id", "names", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."names", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='d3fdbc41d1ebe04f744c8e39c39d1777b9ad19a2', operation='INSERT', pgid='pgtrigger_insert_insert_be57f', table='surveys_groupofstates', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupofstates',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_groupofstateschange" ("code", "id", "names", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."names", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='d6585180414782c9e812404ec1d059998ca8bdd6', operation='UPDATE', pgid='pgtrigger_update_update_a5b52', table='surveys_groupofstates', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupofstates',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_groupofstateschange" ("code", "id", "names", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."names", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='84c6e5e01a9f607b3d3aba196b767a7bede9d2b9', operation='DELETE', pgid='pgtrigger_delete_delete_3d1b7', table='surveys_groupofstates', when='AFTER')),
        ),
        migrations.AddField(
            model_name='groupofstateschange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.groupofstates'),
        ),
        migrations.AddField(
            model_name='subregion',
            name='region',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subregions', to='surveys.region', verbose_name='region'),
        ),
        migrations.AddField(
            model_name='subregionchange',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.subregion'),
        ),
        migrations.AddField(
            model_name='subregionchange',
            name='region',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.region', verbose_name='region'),
        ),
        migrations.AddConstraint(
            model_name='boardvisit',
            constraint=models.UniqueConstraint(fields=('user', 'survey'), name='boardvisit_once', violation_error_message='This person already has a mark in this survey.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardvisit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_boardvisitchange" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_until", "survey_id", "user_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."seen_until", NEW."survey_id", NEW."user_id"); RETURN NULL;', hash='e48d01f35889405c75a3d7377c2219076c91fada', operation='INSERT', pgid='pgtrigger_insert_insert_3c911', table='surveys_boardvisit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardvisit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_boardvisitchange" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_until", "survey_id", "user_id") VALUES (NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."seen_until", NEW."survey_id", NEW."user_id"); RETURN NULL;', hash='263b0174c1c9c4f7bd738aeb31428a8bb43e4dc5', operation='UPDATE', pgid='pgtrigger_update_update_500d8', table='surveys_boardvisit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardvisit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_boardvisitchange" ("id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seen_until", "survey_id", "user_id") VALUES (OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."seen_until", OLD."survey_id", OLD."user_id"); RETURN NULL;', hash='10186b7b70e19aa7b9cce02f7081a9703731d177', operation='DELETE', pgid='pgtrigger_delete_delete_6fa6a', table='surveys_boardvisit', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='boardvisitchange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='boardvisitchange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='boardvisitchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ca4c139bdd0b184f50962808d9c96ba19391a4c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c73b', table='surveys_boardvisitchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='groupmembershipchange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='groupmembershipchange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembershipchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ddf0725bd9805ac813829e1321648400854a61f1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a9daa', table='surveys_groupmembershipchange', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='groupmembership',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='groupmembership_dates_in_order', violation_error_message='Membership cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='groupmembership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('group'), models.F('group'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('member_state'), models.F('member_state'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('valid_from'), models.F('valid_until'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='groupmembership_no_overlap', violation_error_message='This State already belongs to the group on some of these days.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_groupmembershipchange" ("group_id", "id", "member_state_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (NEW."group_id", NEW."id", NEW."member_state_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='2168aff7c39f30b5545363585342e28a15203bdd', operation='INSERT', pgid='pgtrigger_insert_insert_5502f', table='surveys_groupmembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_groupmembershipchange" ("group_id", "id", "member_state_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (NEW."group_id", NEW."id", NEW."member_state_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_until"); RETURN NULL;', hash='6b3be9bb188e279bc05993555182f92211d2cac3', operation='UPDATE', pgid='pgtrigger_update_update_0c1c1', table='surveys_groupmembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupmembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_groupmembershipchange" ("group_id", "id", "member_state_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_until") VALUES (OLD."group_id", OLD."id", OLD."member_state_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_until"); RETURN NULL;', hash='6cb5aa9d6ba5ba608df0425e9ee29c4f409e376e', operation='DELETE', pgid='pgtrigger_delete_delete_ee653', table='surveys_groupmembership', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='groupofstateschange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='groupofstateschange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupofstateschange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6f9497fad879f44cca1c5d1580e20d084c5c2830', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51113', table='surveys_groupofstateschange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subregion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_subregionchange" ("id", "name_en", "names", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."id", NEW."name_en", NEW."names", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id"); RETURN NULL;', hash='d9f88467d182ca13362cf4284481d786c6c8b4ab', operation='INSERT', pgid='pgtrigger_insert_insert_49caf', table='surveys_subregion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subregion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_subregionchange" ("id", "name_en", "names", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (NEW."id", NEW."name_en", NEW."names", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id"); RETURN NULL;', hash='fe6a3d6fffc2b23cffd9617b0acaff1e07946459', operation='UPDATE', pgid='pgtrigger_update_update_b4f53', table='surveys_subregion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subregion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_subregionchange" ("id", "name_en", "names", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id") VALUES (OLD."id", OLD."name_en", OLD."names", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."region_id"); RETURN NULL;', hash='db32dd5f15f2638c30b74d8b1881dcafbc702d7c', operation='DELETE', pgid='pgtrigger_delete_delete_08aea', table='surveys_subregion', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='subregionchange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='subregionchange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subregionchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32ad72d9097f90fa0419f1e8360a459ef395abe7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8af26', table='surveys_subregionchange', when='BEFORE')),
        ),
    ]
