"""The ledger's lines stay: no post, contact or hire is deleted, no hire changes what it says."""

from typing import ClassVar

from django.db import migrations

CREATE = """
create function posts_refuse_delete() returns trigger language plpgsql as $$
begin
    raise exception 'lines of the ledger are closed or cancelled, never deleted'
        using errcode = 'insufficient_privilege';
end $$;
create trigger posts_post_stays before delete on posts_post
    for each row execute function posts_refuse_delete();
create trigger posts_contact_stays before delete on posts_contact
    for each row execute function posts_refuse_delete();
create trigger posts_hire_stays before delete on posts_hire
    for each row execute function posts_refuse_delete();

-- An erased person is taken out of a hire, and a hire is cancelled once; nothing else moves.
create function posts_keep_hire() returns trigger language plpgsql as $$
begin
    if (new.post_id, new.hired_on, new.contact_id, new.recorded_at)
        is distinct from (old.post_id, old.hired_on, old.contact_id, old.recorded_at)
        or (new.person_id is distinct from old.person_id and new.person_id is not null)
        or (old.cancelled_at is not null and new.cancelled_at is distinct from old.cancelled_at)
    then
        raise exception 'a hire is cancelled, never rewritten'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger posts_hire_keeps before update on posts_hire
    for each row execute function posts_keep_hire();
"""

DROP = """
drop trigger posts_hire_keeps on posts_hire;
drop trigger posts_hire_stays on posts_hire;
drop trigger posts_contact_stays on posts_contact;
drop trigger posts_post_stays on posts_post;
drop function posts_keep_hire();
drop function posts_refuse_delete();
"""


class Migration(migrations.Migration):
    """Triggers that bind the application's role and everybody else."""

    dependencies: ClassVar = [("posts", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(CREATE, DROP)]
