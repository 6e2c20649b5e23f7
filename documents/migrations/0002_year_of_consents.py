import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0001_initial'),
        ('schools', '0004_year_of_consents'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='document',
            name='documents_document_kind_known',
        ),
        migrations.CreateModel(
            name='KeptFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=120, unique=True)),
                ('media_type', models.CharField(max_length=60)),
                ('stored_as', models.CharField(max_length=300)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='FileRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_kind', models.CharField(max_length=20)),
                ('actor_id', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reads', to='documents.keptfile')),
            ],
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('signed_form', 'Signed consent form'), ('withdrawal', 'Withdrawal of consent'), ('paper_form', 'Consent form on paper'), ('spoken_form', 'Consent given by word of mouth')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['signed_form', 'withdrawal', 'paper_form', 'spoken_form'])), name='documents_document_kind_known'),
        ),
    ]
