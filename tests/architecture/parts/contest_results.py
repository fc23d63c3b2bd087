"""Results of the inhabited site: one decided and not public, one public, contested and sealed."""

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.services.seals import seal_edition
from tests.factories.contests import AppealFactory, EditionFactory, MemberFactory
from tests.rooms.contests.deciding import Scene

MARKS = (("AAA", 6), ("BBB", 5), ("CCC", 3), ("DDD", 1))


def inhabit_results(person: Person, firm: Organisation) -> dict[str, dict[str, object]]:
    """Give the person an edition they run, and a candidacy whose result is public."""
    decided = _scene(firm, "Résultats à publier")
    decided.decide()
    public = _scene(firm, "Résultats publics")
    entry = public.edition.entries.get(number="CCC")
    MemberFactory(entry=entry, person=person, name="Vous")
    public.decide()
    public.publish()
    seal_edition(edition_id=public.edition.pk, actor_id=None)
    appeal = AppealFactory(
        decision=public.stage.decisions.get(), entry=public.edition.entries.get(number="BBB")
    )
    of_the_stage = {"edition_id": decided.edition.pk, "stage_id": decided.stage.pk}
    own = {"entry_id": entry.pk}
    return {
        **{
            f"contests:{name}": of_the_stage
            for name in ("decision", "decide", "depart", "publish_decision", "minutes")
        },
        "contests:seal_edition": {"edition_id": public.edition.pk},
        "contests:appeals": {"edition_id": public.edition.pk},
        "contests:appeal": {"edition_id": public.edition.pk, "appeal_id": appeal.pk},
        "contests:why": own | {"stage_id": public.stage.pk},
        "contests:publish_name": own,
        "contests:results": {"slug": public.edition.slug},
        "contests:edition_seal": {"slug": public.edition.slug, "number": 1},
    }


def _scene(firm: Organisation, name: str) -> Scene:
    scene = Scene(has_next=False, edition=EditionFactory(organiser=firm, name=name))
    for number, mark in MARKS:
        scene.entry(number, mark)
    return scene
