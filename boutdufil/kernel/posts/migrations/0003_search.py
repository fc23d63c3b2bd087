"""Fill the searched words of a vacancy, and index what is published by place."""

from typing import Any, ClassVar

from django.db import migrations

# Accents first, then the French stems: "préparées" and "prepare" are then one word.
CONFIGURATION = """
create text search configuration boutdufil_french (copy = french);
alter text search configuration boutdufil_french
    alter mapping for hword, hword_part, word, asciiword, asciihword, hword_asciipart
    with unaccent, french_stem;
"""

CREATE = """
create function posts_search_words() returns trigger language plpgsql as $$
declare
    employer text;
    others text;
begin
    select name into employer from {organisation} where id = new.organisation_id;
    select string_agg(value, ' ') into others from jsonb_array_elements_text(
        case jsonb_typeof(new.other_titles) when 'array' then new.other_titles else '[]' end);
    new.search := setweight(to_tsvector('boutdufil_french', new.title), 'A')
        || setweight(to_tsvector('boutdufil_french', coalesce(others, '')), 'A')
        || setweight(to_tsvector('boutdufil_french', coalesce(employer, '')), 'B')
        || setweight(to_tsvector('boutdufil_french', new.description), 'C');
    return new;
end $$;
create trigger posts_search_words before insert
    or update of title, other_titles, description, organisation_id, search on {vacancy}
    for each row execute function posts_search_words();

create function posts_employer_renamed() returns trigger language plpgsql as $$
begin
    update {vacancy} set organisation_id = organisation_id where organisation_id = new.id;
    return null;
end $$;
create trigger posts_employer_renamed after update of name on {organisation}
    for each row when (old.name is distinct from new.name)
    execute function posts_employer_renamed();

-- It holds every filtered column: a search near a place is answered from it alone.
create index posts_vacancy_place on {vacancy} (latitude, longitude)
    include (id, code, need_id, organisation_id, apply_until, contract, month_pay_min,
        weekly_hours, home_days, works_sundays, works_nights, outbound, sign_language,
        status, hidden_at)
    where status = 'published' and hidden_at is null;
create index posts_need_confidential on {need} (id) where confidential;
"""

DROP = """
drop index posts_need_confidential;
drop index posts_vacancy_place;
drop trigger posts_employer_renamed on {organisation};
drop function posts_employer_renamed();
drop trigger posts_search_words on {vacancy};
drop function posts_search_words();
drop text search configuration boutdufil_french;
"""


def tables(apps: Any) -> dict[str, str]:
    """Return the names of the tables; an organisation stands in a lower module of the kernel."""
    models = {
        "organisation": apps.get_model("organisations", "Organisation"),
        "vacancy": apps.get_model("posts", "Vacancy"),
        "need": apps.get_model("posts", "Need"),
    }
    return {name: m._meta.db_table for name, m in models.items()}  # noqa: SLF001


def create(apps: Any, schema_editor: Any) -> None:
    """Create the configuration, the triggers and the indexes."""
    schema_editor.execute(CONFIGURATION)
    schema_editor.execute(CREATE.format(**tables(apps)))


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    schema_editor.execute(DROP.format(**tables(apps)))


class Migration(migrations.Migration):
    """Words, triggers and indexes of the search."""

    dependencies: ClassVar = [
        ("posts", "0002_lines_stay"),
        ("organisations", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunPython(create, drop)]
