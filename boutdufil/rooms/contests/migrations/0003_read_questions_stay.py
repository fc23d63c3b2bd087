"""A question that was read by another stays as it was read: papers are drawn from it."""

from typing import ClassVar

from django.db import migrations

CREATE = """
create function contests_refuse_rewriting() returns trigger language plpgsql as $$
begin
    raise exception 'a question that was read again never changes: write a new version'
        using errcode = 'insufficient_privilege';
end $$;
create trigger contests_read_question_stays
    before update of kind, stem, options, key, points, difficulty, picture_text
    on contests_itemversion for each row
    when (old.reviewed_at is not null and (
        old.kind, old.stem, old.options, old.key, old.points, old.difficulty, old.picture_text)
        is distinct from (
        new.kind, new.stem, new.options, new.key, new.points, new.difficulty, new.picture_text))
    execute function contests_refuse_rewriting();
"""

DROP = """
drop trigger contests_read_question_stays on contests_itemversion;
drop function contests_refuse_rewriting();
"""


class Migration(migrations.Migration):
    """A trigger that binds the application's role and everybody else."""

    dependencies: ClassVar = [("contests", "0002_lines_stay")]
    operations: ClassVar = [migrations.RunSQL(CREATE, DROP)]
