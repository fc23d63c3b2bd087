"""Partitioned, append-only table of the audit trail and the names beside it."""

from django.db import migrations, models

CREATE = """
create table audit_auditentry (
    id bigint generated always as identity,
    at timestamptz not null default clock_timestamp(),
    actor_id bigint,
    verb varchar(80) not null,
    subject varchar(120) not null,
    facts jsonb not null default '{}'::jsonb,
    primary key (at, id)
) partition by range (at);
create index audit_entry_subject on audit_auditentry (subject, at);
create index audit_entry_actor on audit_auditentry (actor_id, at);
create table audit_auditentry_default partition of audit_auditentry default;

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entry_append_only before update or delete on audit_auditentry
    for each row execute function audit_refuse_change();

-- Default privileges give every new table to the application's role, whatever its name: here it
-- keeps INSERT and SELECT alone.
create function audit_seal_table(target text) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
    grantee text;
begin
    for grantee in
        select distinct g.grantee from information_schema.role_table_grants g
        where g.table_schema = 'public' and g.table_name = target and g.grantee <> current_user
    loop
        execute format('revoke update, delete, truncate on %I from %I', target, grantee);
    end loop;
end $$;

-- Partitions are made by the owner through this function: the application may ask for next
-- month's, and cannot drop any.
create function audit_ensure_month(month date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    first date := date_trunc('month', month)::date;
    following date := (date_trunc('month', month) + interval '1 month')::date;
    part text := 'audit_auditentry_' || to_char(first, 'YYYY_MM');
begin
    if first > now() + interval '2 months' then
        raise exception 'a partition is made at most two months ahead';
    end if;
    if to_regclass(part) is null
       and not exists (select 1 from audit_auditentry_default where at >= first and at < following)
    then
        execute format(
            'create table %I partition of audit_auditentry for values from (%L) to (%L)',
            part, first, following);
        perform audit_seal_table(part);
    end if;
end $$;
select audit_seal_table('audit_auditentry');
select audit_seal_table('audit_auditentry_default');
select audit_ensure_month(current_date);
select audit_ensure_month((current_date + interval '1 month')::date);
"""

DROP = """
drop table audit_auditentry cascade;
drop function audit_ensure_month(date);
drop function audit_seal_table(text);
drop function audit_refuse_change();
"""


class Migration(migrations.Migration):
    """First shape of the trail."""

    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="quand")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="personne")),
                ("verb", models.CharField(max_length=80, verbose_name="acte")),
                ("subject", models.CharField(max_length=120, verbose_name="objet")),
                ("facts", models.JSONField(default=dict, verbose_name="faits")),
            ],
            options={
                "verbose_name": "acte",
                "verbose_name_plural": "actes",
                "db_table": "audit_auditentry",
                "ordering": ("-at", "-id"),
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="ActorName",
            fields=[
                (
                    "person_id",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nom")),
                ("salt", models.BinaryField(max_length=32, verbose_name="sel")),
            ],
            options={
                "verbose_name": "nom d’une personne de la piste",
                "verbose_name_plural": "noms des personnes de la piste",
            },
        ),
    ]
