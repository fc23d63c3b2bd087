"""The log of an edition and the answers as they came stay as they are."""

from typing import ClassVar

from django.db import migrations

CREATE = """
create function contests_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'lines of a contest are never changed and never deleted'
        using errcode = 'insufficient_privilege';
end $$;
create trigger contests_log_stays before update or delete on contests_logline
    for each row execute function contests_refuse_change();
create trigger contests_answer_event_keeps before update on contests_answerevent
    for each row execute function contests_refuse_change();

-- Whoever is erased takes their answers with them: services.log.erasing_answers says so.
create function contests_refuse_losing_answers() returns trigger language plpgsql as $$
begin
    if current_setting('contests.erasing', true) is distinct from 'on' then
        raise exception 'an answer as it came is deleted with its candidate alone'
            using errcode = 'insufficient_privilege';
    end if;
    return old;
end $$;
create trigger contests_answer_event_stays before delete on contests_answerevent
    for each row execute function contests_refuse_losing_answers();
"""

DROP = """
drop trigger contests_answer_event_stays on contests_answerevent;
drop trigger contests_answer_event_keeps on contests_answerevent;
drop trigger contests_log_stays on contests_logline;
drop function contests_refuse_losing_answers();
drop function contests_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers that bind the application's role and everybody else."""

    dependencies: ClassVar = [("contests", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(CREATE, DROP)]
