"""An index for the page that returns and asks what it missed."""

from django.db import migrations

CREATE = """
create index realtime_by_topic on events_outboxevent ((payload->>'topic'), pos)
where name = 'realtime.message'
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "drop index realtime_by_topic")]
