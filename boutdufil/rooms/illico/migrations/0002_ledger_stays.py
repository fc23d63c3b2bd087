"""What was metered, posted and sealed stays; an entry sums to nothing; tariffs leave a trail."""

from typing import ClassVar

from django.db import migrations

STAY = ("meteredcall", "agenttime", "ledgerentry", "ledgerposting", "dayhead", "numbertariff")
CREATE = """
create function illico_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append only: correct it by a reversal', tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

-- Looked at when the transaction ends: an entry and its postings are written one after another.
create function illico_check_entry() returns trigger language plpgsql as $$
declare
    which bigint := case tg_table_name when 'illico_ledgerentry' then to_jsonb(new) ->> 'id'
        else to_jsonb(new) ->> 'entry_id' end;
    total numeric;
    found bigint;
    wanted bigint;
begin
    select coalesce(sum(cents), 0), count(*) into total, found
        from illico_ledgerposting where entry_id = which;
    select sides into wanted from illico_ledgerentry where id = which;
    if total <> 0 or found <> wanted then
        raise exception 'entry % sums to % over % of % postings', which, total, found, wanted
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger illico_entry_balances after insert on illico_ledgerentry
    deferrable initially deferred for each row execute function illico_check_entry();
create constraint trigger illico_posting_balances after insert on illico_ledgerposting
    deferrable initially deferred for each row execute function illico_check_entry();

create function illico_keep_tariff() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT'
        or (new.rate, new.ceiling, new.floor) is distinct from (old.rate, old.ceiling, old.floor)
    then
        insert into illico_numbertariff (number_id, rate, ceiling, floor, since)
            values (new.id, new.rate, new.ceiling, new.floor, clock_timestamp());
    end if;
    return null;
end $$;
create trigger illico_tariff_kept after insert or update on illico_number
    for each row execute function illico_keep_tariff();
"""
DROP = """
drop trigger illico_tariff_kept on illico_number;
drop function illico_keep_tariff();
drop trigger illico_posting_balances on illico_ledgerposting;
drop trigger illico_entry_balances on illico_ledgerentry;
drop function illico_check_entry();
drop function illico_refuse_change();
"""
GUARD = """
create trigger illico_{0}_stays before update or delete on illico_{0}
    for each row execute function illico_refuse_change();
"""
UNGUARD = "drop trigger illico_{0}_stays on illico_{0};"


class Migration(migrations.Migration):
    """Triggers that bind the application's role and everybody else."""

    dependencies: ClassVar = [("illico", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(CREATE, DROP),
        *(migrations.RunSQL(GUARD.format(table), UNGUARD.format(table)) for table in STAY),
    ]
