import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FamilyRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=32, unique=True)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], max_length=5)),
                ('guardians', models.JSONField(default=list)),
                ('language', models.CharField(default='en', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='answer',
            name='form_key',
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='onetimecode',
            name='birth_attempts',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='onetimecode',
            name='proved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='callback',
            name='kind',
            field=models.CharField(choices=[('number_changed', 'My telephone number or e-mail changed'), ('no_code', 'The code never came'), ('not_me', "“This is not me”: the contact on file is somebody else's"), ('other', 'I have a question')], max_length=20),
        ),
    ]
