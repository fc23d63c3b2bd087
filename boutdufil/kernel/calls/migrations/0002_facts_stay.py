"""The facts of a call stay: no line is changed and none is deleted, by anybody."""

from typing import ClassVar

from django.db import migrations

CREATE = """
create function calls_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what happened in a call is never changed and never deleted'
        using errcode = 'insufficient_privilege';
end $$;
create trigger calls_event_stays before update or delete on calls_callevent
    for each row execute function calls_refuse_change();

-- A call that ended keeps its end.
create function calls_keep_end() returns trigger language plpgsql as $$
begin
    if old.state = 'ended'
        and (new.state, new.ended_at, new.end_cause)
        is distinct from (old.state, old.ended_at, old.end_cause)
    then
        raise exception 'a call ends once' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger calls_call_ends_once before update on calls_call
    for each row execute function calls_keep_end();
"""

DROP = """
drop trigger calls_call_ends_once on calls_call;
drop function calls_keep_end();
drop trigger calls_event_stays on calls_callevent;
drop function calls_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers that bind the application's role and everybody else."""

    dependencies: ClassVar = [("calls", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(CREATE, DROP)]
