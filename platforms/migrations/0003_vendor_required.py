import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('platforms', '0002_registry'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='platform',
            name='vendor_name',
        ),
        migrations.AlterField(
            model_name='platform',
            name='vendor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='platforms', to='platforms.vendor'),
        ),
    ]
