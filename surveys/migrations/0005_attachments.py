"""Files of a return: kept as they came, never changed, never deleted."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('surveys', '0004_life_of_a_return'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('answer', 'answer'), ('scan', 'scan of a paper reply')], max_length=10, verbose_name='purpose')),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('media_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/png', 'PNG'), ('image/jpeg', 'JPEG'), ('image/tiff', 'TIFF'), ('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'DOCX'), ('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'XLSX'), ('application/vnd.openxmlformats-officedocument.presentationml.presentation', 'PPTX'), ('application/vnd.oasis.opendocument.text', 'ODT'), ('application/vnd.oasis.opendocument.spreadsheet', 'ODS'), ('application/rtf', 'RTF'), ('text/plain', 'TXT')], max_length=100, verbose_name='kind of file')),
                ('name', models.CharField(max_length=150, verbose_name='name of the file')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='title in the original language')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='number')),
                ('day', models.DateField(blank=True, null=True, verbose_name='date')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('file', models.FileField(unique=True, upload_to='', verbose_name='file')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ('survey_return', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='surveys.return', verbose_name='return')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AttachmentChange',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('purpose', models.CharField(choices=[('answer', 'answer'), ('scan', 'scan of a paper reply')], max_length=10, verbose_name='purpose')),
                ('sha256', models.CharField(max_length=64, verbose_name='digest')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('media_type', models.CharField(choices=[('application/pdf', 'PDF'), ('image/png', 'PNG'), ('image/jpeg', 'JPEG'), ('image/tiff', 'TIFF'), ('application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'DOCX'), ('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'XLSX'), ('application/vnd.openxmlformats-officedocument.presentationml.presentation', 'PPTX'), ('application/vnd.oasis.opendocument.text', 'ODT'), ('application/vnd.oasis.opendocument.spreadsheet', 'ODS'), ('application/rtf', 'RTF'), ('text/plain', 'TXT')], max_length=100, verbose_name='kind of file')),
                ('name', models.CharField(max_length=150, verbose_name='name of the file')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='title in the original language')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='number')),
                ('day', models.DateField(blank=True, null=True, verbose_name='date')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('file', models.FileField(upload_to='', verbose_name='file')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='changes', to='surveys.attachment')),
                ('survey_return', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='surveys.return', verbose_name='return')),
                ('uploaded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('survey_return', 'sha256', 'purpose'), name='attachment_once', violation_error_message='This return already has this file.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='attachment_sha256_is_a_digest', violation_error_message='A digest has 64 hexadecimal digits.'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='attachment_not_empty', violation_error_message='The file is empty.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='no_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c4693bd8580c426f3e01cf6c9a764642c67cde33', operation='DELETE', pgid='pgtrigger_no_delete_a1b10', table='surveys_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='content_is_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."media_type" IS DISTINCT FROM (NEW."media_type") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."survey_return_id" IS DISTINCT FROM (NEW."survey_return_id") OR OLD."uploaded_at" IS DISTINCT FROM (NEW."uploaded_at") OR OLD."uploaded_by_id" IS DISTINCT FROM (NEW."uploaded_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e6c8cd6f9e67d804b7bd11736a62e10c7c94c58d', operation='UPDATE', pgid='pgtrigger_content_is_frozen_4b3b8', table='surveys_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_attachmentchange" ("day", "file", "id", "language", "media_type", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sha256", "size", "survey_return_id", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."day", NEW."file", NEW."id", NEW."language", NEW."media_type", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."sha256", NEW."size", NEW."survey_return_id", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='78bd05415b18cd7e98bf03d68c6b0338373c17a0', operation='INSERT', pgid='pgtrigger_insert_insert_dd2f2', table='surveys_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "surveys_attachmentchange" ("day", "file", "id", "language", "media_type", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sha256", "size", "survey_return_id", "title", "uploaded_at", "uploaded_by_id") VALUES (NEW."day", NEW."file", NEW."id", NEW."language", NEW."media_type", NEW."name", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."sha256", NEW."size", NEW."survey_return_id", NEW."title", NEW."uploaded_at", NEW."uploaded_by_id"); RETURN NULL;', hash='0b64166733048c35ca72e4f7e74e254d38a5983d', operation='UPDATE', pgid='pgtrigger_update_update_c77cc', table='surveys_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "surveys_attachmentchange" ("day", "file", "id", "language", "media_type", "name", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "sha256", "size", "survey_return_id", "title", "uploaded_at", "uploaded_by_id") VALUES (OLD."day", OLD."file", OLD."id", OLD."language", OLD."media_type", OLD."name", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."sha256", OLD."size", OLD."survey_return_id", OLD."title", OLD."uploaded_at", OLD."uploaded_by_id"); RETURN NULL;', hash='df19a7e5df47f838629b2ffcf795b9266d2a5efb', operation='DELETE', pgid='pgtrigger_delete_delete_03f1e', table='surveys_attachment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='attachmentchange',
            constraint=models.CheckConstraint(condition=models.Q(('pgh_context__has_key', 'actor'), ('pgh_context__isnull', False)), name='attachmentchange_actor', violation_error_message='A change has to name who made it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachmentchange',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a0645253de6874b185993abfd47b1ff0eaea51c6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4a74c', table='surveys_attachmentchange', when='BEFORE')),
        ),
    ]
