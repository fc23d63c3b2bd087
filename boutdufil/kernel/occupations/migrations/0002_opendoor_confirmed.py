from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("occupations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="opendoor",
            name="confirmed",
            field=models.BooleanField(default=False, verbose_name="confirmée par la branche"),
        ),
        migrations.AlterField(
            model_name="opendoor",
            name="declared_on",
            field=models.DateField(blank=True, null=True, verbose_name="écrite ou déclarée le"),
        ),
    ]
