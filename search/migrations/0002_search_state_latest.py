from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='searchstate',
            index=models.Index(fields=['-wanted'], name='search_state_latest'),
        ),
    ]
