"""Questions of the inhabited site: the person writes for a bank, and runs a quiz that is over."""

from django.utils import timezone

from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.services import store_file
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import ItemState
from boutdufil.rooms.contests.models import Decision
from boutdufil.rooms.contests.services.decisions import decide_stage
from boutdufil.rooms.contests.services.item_pictures import PURPOSE
from boutdufil.rooms.contests.services.starter_bank import DATA
from boutdufil.rooms.contests.services.withdrawals import withdraw_question
from tests.factories.contests import BankFactory, ItemFactory, ItemVersionFactory, ThemeFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.rooms.contests.marked_world import papers, quiz_over

OF_A_BANK = ("bank", "theme", "import_items", "export_items", "write_item")
OF_AN_ITEM = ("item", "change_item", "item_act", "review_item")
OF_A_QUIZ = ("quiz_settings", "quiz_analysis", "similarities")
OF_A_QUESTION = ("quiz_question", "withdraw_question", "new_key")


def inhabit_items(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a bank with a question to read again, and a quiz that is over."""
    firm = OrganisationFactory(name="Association des questions inventées")
    MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    bank = BankFactory(organisation=firm, name="Banque de la page")
    theme = ThemeFactory(bank=bank, name="Accueil")
    ThemeFactory(bank=bank, name="Sans question", is_trade=False)
    read = ItemVersionFactory(
        item=ItemFactory(theme=theme, bank=bank),
        review="La source dit la même chose.",
        is_approved=True,
        picture=store_file(
            content=(DATA / "calls_by_hour.png").read_bytes(),
            name="appels.png",
            purpose=PURPOSE,
            allowed=(MediaType.PNG,),
        ),
        picture_text="Un écran d’appel",
    )
    waiting = ItemFactory(theme=theme, bank=bank, state=ItemState.REVIEW)
    ItemVersionFactory(
        item=waiting, reviewer=None, reviewed_at=None, kind="order", key=["b", "a", "c"]
    )
    return {
        **{f"contests:{name}": {"bank_id": bank.pk} for name in OF_A_BANK},
        **{f"contests:{name}": {"bank_id": bank.pk, "item_id": waiting.pk} for name in OF_AN_ITEM},
        "contests:item_picture": {"version_id": read.pk},
        **_quiz(firm, person),
    }


def _quiz(firm, person: Person) -> dict[str, dict[str, object]]:
    quiz, versions = quiz_over(
        4, stage__edition__organiser=firm, stage__edition__slug="questions-de-la-page"
    )
    first, *others = (one.pk for one in versions)
    rows = [{first: "a", **dict.fromkeys(others, "b" if row else "a")} for row in range(3)]
    papers(quiz, rows)
    withdraw_question(
        stage_id=quiz.stage_id,
        version_id=versions[3].pk,
        actor_id=person.pk,
        reason="Deux réponses étaient justes",
    )
    decide_stage(stage_id=quiz.stage_id, actor_id=person.pk)
    Decision.objects.filter(stage=quiz.stage).update(published_at=timezone.now())
    stage = {"edition_id": quiz.stage.edition_id, "stage_id": quiz.stage_id}
    question = {**stage, "version_id": versions[0].pk}
    return {
        "contests:question_changes": {"slug": quiz.stage.edition.slug},
        **{f"contests:{name}": stage for name in OF_A_QUIZ},
        **{f"contests:{name}": question for name in OF_A_QUESTION},
    }
