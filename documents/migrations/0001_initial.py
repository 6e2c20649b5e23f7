import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signed_form', 'Signed consent form'), ('withdrawal', 'Withdrawal of consent')], max_length=20)),
                ('source', models.CharField(max_length=120, unique=True)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('language', models.CharField(max_length=10)),
                ('snapshot', models.JSONField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_at', models.DateTimeField(null=True)),
                ('stored_as', models.CharField(max_length=300, null=True)),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField(default=0)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='schools.school')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='schools.student')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='schools.schoolyear')),
            ],
            options={
                'indexes': [models.Index(fields=['student', '-created_at'], name='documents_d_student_911c18_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('made_at__isnull', True), ('stored_as__isnull', True)), models.Q(('made_at__isnull', False), ('stored_as__isnull', False)), _connector='OR'), name='documents_document_made_at_with_stored_as'), models.CheckConstraint(condition=models.Q(('kind__in', ['signed_form', 'withdrawal'])), name='documents_document_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='DocumentRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='documents.document')),
            ],
        ),
    ]
