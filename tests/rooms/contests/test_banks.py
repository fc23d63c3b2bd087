"""A bank of questions: who opens it, how a question is read again, what a file brings."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.lib.tables import read_table
from boutdufil.rooms.contests.enums import (
    EditionStatus,
    EntryStatus,
    ItemKind,
    ItemState,
    QuizMode,
    StageStatus,
)
from boutdufil.rooms.contests.errors import ContestError, RulesFrozenError
from boutdufil.rooms.contests.models import Item, ItemVersion, LogLine, Quiz, Stage, Theme
from boutdufil.rooms.contests.permissions.banks import (
    can_analyse,
    can_arrange_bank,
    can_open_bank,
    can_review,
    can_see_media,
)
from boutdufil.rooms.contests.rules.items import ItemDraft
from boutdufil.rooms.contests.selectors.banks import Wanted, item_page, items_in
from boutdufil.rooms.contests.selectors.quiz_pool import pool_of
from boutdufil.rooms.contests.selectors.quiz_settings import (
    QuizDraft,
    quiz_page,
    settings_of,
)
from boutdufil.rooms.contests.services.item_import import import_items, items_file, preview_items
from boutdufil.rooms.contests.services.items import (
    change_item,
    restore_item,
    retire_item,
    review_item,
    submit_item,
    write_item,
)
from boutdufil.rooms.contests.services.question_privacy import erase_questions, export_questions
from boutdufil.rooms.contests.services.quizzes import fix_pool, set_quiz
from tests.factories.contests import (
    AttemptFactory,
    BankFactory,
    BlueprintLineFactory,
    EditionFactory,
    ItemFactory,
    ItemVersionFactory,
    MemberFactory,
    QuizFactory,
    SimilarityOpinionFactory,
    StageFactory,
    ThemeFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.marked_world import papers, quiz_over

pytestmark = pytest.mark.django_db


def author_of(bank, role=Role.MANAGER):
    person = PersonFactory()
    MembershipFactory(person=person, organisation=bank.organisation, role=role)
    return person


@pytest.fixture
def bank():
    return BankFactory()


@pytest.fixture
def theme(bank):
    return ThemeFactory(bank=bank, name="Accueil")


def draft(theme, **told):
    told = {
        "kind": ItemKind.SINGLE,
        "stem": "Que dit-on d’abord ?",
        "answers": "* Bonjour\nAllô",
    } | told
    return ItemDraft(theme_id=theme.pk, source="Guide", **told)


def written(theme, author, **told):
    return write_item(bank_id=theme.bank_id, draft=draft(theme, **told), actor_id=author.pk)


def judged(item, reviewer, *, is_approved=True, opinion=""):
    review_item(
        item_id=item.pk,
        version_id=item.versions.last().pk,
        reviewer_id=reviewer.pk,
        is_approved=is_approved,
        opinion=opinion,
    )
    item.refresh_from_db()


ROLES = {
    None: (False, False),
    Role.MANAGER: (True, True),
    Role.TRAINER: (True, False),
    Role.HR: (False, False),
    Role.RECRUITER: (False, False),
    Role.READER: (False, False),
    Role.BRANCH_OFFICER: (False, False),
}


def test_who_opens_and_who_arranges_a_bank(bank):
    for role, expected in ROLES.items():
        person = author_of(bank, role) if role else PersonFactory()
        assert (can_open_bank(person, bank.pk), can_arrange_bank(person, bank.pk)) == expected, role
    elsewhere = author_of(BankFactory())
    assert not can_open_bank(elsewhere, bank.pk)


def test_a_candidate_is_shut_out_from_the_moment_they_enter(client, bank, theme):
    author = author_of(bank)
    version = ItemVersionFactory(item=ItemFactory(theme=theme), author=PersonFactory())
    quiz = QuizFactory(bank=bank)
    client.force_login(author)
    address = reverse("contests:bank", args=[bank.pk])
    assert client.get(address).status_code == 200

    member = MemberFactory(person=author, entry__edition=quiz.stage.edition)

    assert client.get(address).status_code == 404
    assert not can_arrange_bank(author, bank.pk)
    assert not can_review(author, version)
    assert "vous est fermée" in client.get(reverse("contests:banks")).content.decode()
    member.entry.status = EntryStatus.WITHDRAWN
    member.entry.save()
    assert not can_open_bank(author, bank.pk), "who withdraws could tell the others"
    edition = quiz.stage.edition
    edition.status = EditionStatus.OVER
    edition.save()
    assert can_open_bank(author, bank.pk)


def test_who_looks_into_papers():
    edition = EditionFactory()
    manager, reader = PersonFactory(), PersonFactory()
    MembershipFactory(person=manager, organisation=edition.organiser, role=Role.MANAGER)
    MembershipFactory(person=reader, organisation=edition.organiser, role=Role.READER)
    assert can_analyse(manager, edition.pk)
    assert not can_analyse(reader, edition.pk)
    MemberFactory(person=manager, entry__edition=edition)
    assert not can_analyse(manager, edition.pk)


def test_a_picture_is_seen_by_authors_and_by_who_drew_the_question(bank, theme):
    version = ItemVersionFactory(item=ItemFactory(theme=theme))
    member, other = MemberFactory(), MemberFactory()
    AttemptFactory(entry=member.entry, draw=[{"version": version.pk, "options": []}])
    AttemptFactory(entry=other.entry, draw=[{"version": version.pk + 1, "options": []}])
    seen = [
        can_see_media(one, version.pk) for one in (author_of(bank), member.person, other.person)
    ]
    assert seen == [True, True, False]


def test_a_question_is_read_again_by_another(theme):
    author, reader = PersonFactory(), PersonFactory()
    item = written(theme, author)
    assert item.state == ItemState.DRAFT
    submit_item(item_id=item.pk)
    item.refresh_from_db()
    with pytest.raises(ContestError, match="une autre personne"):
        judged(item, author)
    with pytest.raises(IntegrityError), transaction.atomic():
        item.versions.update(reviewer=author)
    with pytest.raises(ContestError, match="à reprendre"):
        judged(item, reader, is_approved=False, opinion=" ")
    judged(item, reader, is_approved=False, opinion="« Allô » se dit aussi")
    assert item.state == ItemState.DRAFT
    with pytest.raises(ContestError, match="Reprenez d’abord"):
        submit_item(item_id=item.pk)

    change_item(item_id=item.pk, draft=draft(theme, stem="Que dit-on ?"), actor_id=author.pk)
    submit_item(item_id=item.pk)
    judged(item, reader)

    assert item.state == ItemState.APPROVED
    history = item_page(theme.bank_id, item.pk, author.pk).history
    assert [(one.number, one.is_approved, one.review) for one in history] == [
        (2, True, ""),
        (1, False, "« Allô » se dit aussi"),
    ]
    assert AuditEntry.objects.filter(verb="contests.review_item").count() == 2


def test_what_was_read_again_never_changes(theme):
    version = ItemVersionFactory(item=ItemFactory(theme=theme))
    with pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
        ItemVersion.objects.filter(pk=version.pk).update(key="b")
    made = change_item(item_id=version.item_id, draft=draft(theme), actor_id=version.author_id)
    assert made.number == 2
    version.refresh_from_db()
    assert version.key == "a"
    assert Item.objects.get(pk=version.item_id).state == ItemState.DRAFT


def test_a_draft_changes_in_place_and_anothers_hand_makes_a_version(theme):
    author, other = PersonFactory(), PersonFactory()
    item = written(theme, author)
    change_item(item_id=item.pk, draft=draft(theme, stem="Mieux ?"), actor_id=author.pk)
    assert item.versions.count() == 1
    change_item(item_id=item.pk, draft=draft(theme, stem="Encore ?"), actor_id=other.pk)
    assert [one.author_id for one in item.versions.all()] == [author.pk, other.pk]


def test_a_review_of_what_changed_meanwhile_is_refused(theme):
    item = written(theme, PersonFactory())
    submit_item(item_id=item.pk)
    seen = item.versions.last().pk
    change_item(item_id=item.pk, draft=draft(theme, stem="Autre ?"), actor_id=PersonFactory().pk)
    submit_item(item_id=item.pk)
    with pytest.raises(ContestError, match="a changé entre-temps"):
        review_item(
            item_id=item.pk,
            version_id=seen,
            reviewer_id=PersonFactory().pk,
            is_approved=True,
            opinion="",
        )


def test_a_retired_question_comes_back_as_far_as_it_was(theme):
    actor = PersonFactory()
    item = written(theme, actor)
    retire_item(item_id=item.pk, actor_id=actor.pk)
    restore_item(item_id=item.pk, actor_id=actor.pk)
    item.refresh_from_db()
    assert item.state == ItemState.DRAFT


def test_a_list_of_questions_is_filtered_and_costs_the_same(theme, django_assert_num_queries):
    for number in range(30):
        ItemVersionFactory(item=ItemFactory(theme=theme), stem=f"Mot {number} ?")
    with django_assert_num_queries(2):
        found = items_in(theme.bank_id, Wanted(words="mot 7"), 1, 0)
        assert [one.stem for one in found] == ["Mot 7 ?"]
    with django_assert_num_queries(2):
        assert len(items_in(theme.bank_id, Wanted(theme_id=theme.pk), 1, 0)) == 30
    assert not items_in(theme.bank_id, Wanted(state=ItemState.DRAFT), 1, 0)


FILE = """thème;nature;question;réponses;points;difficulté;source;note
Accueil;une seule réponse;Que dit-on ?;* Bonjour | Allô;2;1;Guide;x
Écoute;mise en ordre;Dans quel ordre ?;saluer | reformuler | répondre;;;Guide;
Écoute;nombre;Combien de secondes ?;60 ± 5;1;4;Guide;
Accueil;texte court;Le mot de la fin ?;au revoir | bonne journée;1;2;Guide;
Accueil;devinette;Quoi ?;* a | b;1;2;;
Accueil;une seule réponse;Sans étoile ?;a | b;1;2;;
;une seule réponse;Sans thème ?;* a | b;9x;7;;
Accueil;une seule réponse;que dit on;* a | b;1;2;;
"""


def test_a_file_says_what_is_wrong_line_by_line_and_is_taken_once(bank, theme):
    actor = PersonFactory()
    table = read_table(FILE.encode(), filename="questions.csv", max_rows=100)
    preview = preview_items(bank_id=bank.pk, table=table)
    assert [line for line, _draft, _theme in preview.good] == [2, 3, 4, 5]
    assert preview.new_themes == ("Écoute",)
    assert preview.ignored == ("note",)
    told = {one.line: " ".join(one.problems) for one in preview.bad}
    assert "n’en est pas une" in told[6]
    assert "étoile" in told[7]
    assert all(name in told[8] for name in ("thème", "points", "difficulté"))
    assert "déjà dans la banque" in told[9]
    assert not Item.objects.exists()

    assert import_items(bank_id=bank.pk, table=table, actor_id=actor.pk) == 4
    assert import_items(bank_id=bank.pk, table=table, actor_id=actor.pk) == 0
    assert set(Item.objects.values_list("state", flat=True)) == {ItemState.DRAFT}
    assert Theme.objects.filter(bank=bank).count() == 2


def test_what_is_taken_away_can_be_brought_back(bank, theme):
    actor = PersonFactory()
    import_items(
        bank_id=bank.pk,
        table=read_table(FILE.encode(), filename="q.csv", max_rows=100),
        actor_id=actor.pk,
    )
    other = BankFactory()
    content = items_file(bank_id=bank.pk, actor_id=actor.pk)
    table = read_table(content, filename="q.csv", max_rows=100)
    assert import_items(bank_id=other.pk, table=table, actor_id=actor.pk) == 4
    keys = [
        sorted(map(str, ItemVersion.objects.filter(item__bank=one).values_list("key", flat=True)))
        for one in (bank, other)
    ]
    assert keys[0] == keys[1]
    assert AuditEntry.objects.filter(verb="contests.export_items").exists()


def test_a_file_without_its_columns_is_refused(bank):
    table = read_table(b"nom;prix\na;b\n", filename="q.csv", max_rows=10)
    with pytest.raises(ContestError, match="au moins les colonnes"):
        preview_items(bank_id=bank.pk, table=table)


@pytest.fixture
def quiz(theme):
    made = QuizFactory(bank=theme.bank, stage__edition__status=EditionStatus.DRAFT)
    for _number in range(3):
        ItemVersionFactory(item=ItemFactory(theme=theme, bank=theme.bank))
    return made


def settings(quiz, theme, count=3, **told):
    told = {"mode": QuizMode.SUPERVISED, "seconds": 600, "grace_seconds": 30} | told
    return QuizDraft(
        bank_id=quiz.bank_id,
        confirmation_items=1,
        confirmation_seconds=60,
        blueprint=((theme.pk, count),),
        **told,
    )


def test_a_quiz_says_what_its_bank_lacks(quiz, theme):
    set_quiz(stage_id=quiz.stage_id, draft=settings(quiz, theme, 4), actor_id=None)
    page = quiz_page(quiz.stage_id)
    assert page.findings == (
        "Thème «\u00a0Accueil\u00a0»\u00a0: 3 questions relues, il en faut 4.",
    )
    set_quiz(stage_id=quiz.stage_id, draft=settings(quiz, theme, 3), actor_id=None)
    page = quiz_page(quiz.stage_id)
    assert (page.findings, page.asked, page.needs[0].seen) == ((), 3, 100)
    at_home = settings(quiz, theme, 3, mode=QuizMode.OPEN)
    set_quiz(stage_id=quiz.stage_id, draft=at_home, actor_id=None)
    assert "la confirmation pose d’autres questions" in quiz_page(quiz.stage_id).findings[0]


def test_a_quiz_is_declared_without_its_bank(quiz, theme):
    set_quiz(stage_id=quiz.stage_id, draft=settings(quiz, theme), actor_id=None)
    told = settings_of(quiz.stage_id)
    assert told["blueprint"] == [
        {"theme": theme.pk, "name": "Accueil", "is_trade": True, "count": 3}
    ]
    assert "bank" not in str(told)
    assert settings_of(StageFactory().pk) == {}


def test_declared_rules_of_a_quiz_change_with_a_reason(quiz, theme):
    set_quiz(stage_id=quiz.stage_id, draft=settings(quiz, theme), actor_id=None)
    edition = quiz.stage.edition
    edition.status = EditionStatus.PUBLISHED
    edition.save()
    later = settings(quiz, theme, 2)
    with pytest.raises(RulesFrozenError):
        set_quiz(stage_id=quiz.stage_id, draft=later, actor_id=None)
    assert quiz.blueprint.get().count == 3
    set_quiz(stage_id=quiz.stage_id, draft=later, actor_id=None, reason="Une question est douteuse")
    assert quiz.blueprint.get().count == 2


def test_the_pool_is_fixed_once_and_written_in_the_log(quiz, theme):
    BlueprintLineFactory(quiz=quiz, theme=theme, count=2)
    before = pool_of(quiz.pk)
    assert fix_pool(stage_id=quiz.stage_id)
    assert not fix_pool(stage_id=quiz.stage_id)
    Item.objects.update(state=ItemState.RETIRED)
    ItemVersionFactory(item=ItemFactory(theme=theme, bank=theme.bank))
    assert pool_of(quiz.pk) == before
    line = LogLine.objects.get(kind="quiz_pool_fixed")
    assert line.facts["pool"] == Quiz.objects.get(pk=quiz.pk).pool
    assert [len(one) for one in line.facts["pool"]] == [3, 3, 3]


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff"
    b"\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def colleagues(client):
    """Two managers of a firm, the first signed in, with a bank of one theme made by its pages."""
    people = PersonFactory(), PersonFactory()
    firm = OrganisationFactory()
    for person in people:
        MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    client.force_login(people[0])
    client.post(reverse("contests:banks"), {"organisation": firm.pk, "name": "Notre banque"})
    bank = firm.item_banks.get()
    client.post(reverse("contests:theme", args=[bank.pk]), {"name": "Écoute", "is_trade": "on"})
    return people


def test_a_picture_must_be_told_and_is_shown(client, colleagues):
    theme = Theme.objects.get()
    typed = {
        "theme": theme.pk,
        "kind": "multiple",
        "stem": "Que montre l’écran ?",
        "answers": "* la file\n* l’attente\nla météo",
        "points": 2,
        "difficulty": 3,
        "source": "Guide",
    }
    address = reverse("contests:write_item", args=[theme.bank_id])

    def send(**told):
        return client.post(
            address, typed | told | {"picture": SimpleUploadedFile("e.png", PNG)}, follow=True
        )

    refused = send()
    assert refused.status_code == 422
    assert "Dites ce que l’image montre" in refused.content.decode()
    shown = send(picture_text="Un écran d’appel").content.decode()
    assert 'alt="Un écran d’appel"' in shown
    assert 'type="checkbox"' in shown
    version = ItemVersion.objects.get()
    assert client.get(reverse("contests:item_picture", args=[version.pk])).content == PNG


def test_a_colleague_reads_a_question_again_by_the_page(client, colleagues):
    author, reader = colleagues
    item = written(Theme.objects.get(), author)
    where = [item.bank_id, item.pk]
    client.post(reverse("contests:item_act", args=where), {"do": "submit"})
    told = {"version": item.versions.get().pk, "do": "approve"}
    assert client.post(reverse("contests:review_item", args=where), told).status_code == 422
    client.force_login(reader)
    client.post(reverse("contests:review_item", args=where), told)
    item.refresh_from_db()
    assert item.state == ItemState.APPROVED


def test_an_organiser_withdraws_a_question_by_the_page(client):
    quiz, versions = quiz_over(2)
    papers(quiz, [{versions[0].pk: "a", versions[1].pk: "b"}])
    manager = PersonFactory()
    edition = quiz.stage.edition
    MembershipFactory(person=manager, organisation=edition.organiser, role=Role.MANAGER)
    client.force_login(manager)
    where = [edition.pk, quiz.stage_id, versions[1].pk]
    empty = client.post(reverse("contests:withdraw_question", args=where), {"reason": ""})
    assert empty.status_code == 422
    done = client.post(
        reverse("contests:withdraw_question", args=where), {"reason": "Ambiguë"}, follow=True
    )
    assert "Ambiguë" in done.content.decode()
    assert quiz.attempts.get().score == "20"
    Stage.objects.filter(pk=quiz.stage_id).update(status=StageStatus.OPEN)
    assert client.get(reverse("contests:quiz_question", args=where)).status_code == 404


def test_who_wrote_and_read_again_is_given_out_and_forgotten(theme):
    author, reader = PersonFactory(), PersonFactory()
    item = written(theme, author)
    submit_item(item_id=item.pk)
    judged(item, reader, opinion="Bien")
    member, other = MemberFactory(person=author), MemberFactory()
    SimilarityOpinionFactory(first=member.entry, second=other.entry, by=reader)
    assert [next(iter(one)) for one in export_questions(author)] == ["wrote", "similarity"]
    assert [next(iter(one)) for one in export_questions(reader)] == ["reviewed", "similarity"]

    erase_questions(author)
    erase_questions(reader)

    assert export_questions(author) == export_questions(reader) == []
    version = item.versions.get()
    assert (version.stem, version.review) == ("Que dit-on d’abord ?", "Bien")
    shown = item_page(theme.bank_id, item.pk, 0)
    assert shown.history[0].author == ""


def test_a_file_is_shown_then_taken_and_taken_away_by_the_pages(client, colleagues):
    bank = Theme.objects.get().bank
    address = reverse("contests:import_items", args=[bank.pk])
    page = client.post(address, {"file": SimpleUploadedFile("q.csv", FILE.encode())})
    packed = page.context["packed"]
    assert "Ligne 6" in page.content.decode()
    done = client.post(address, {"do": "take", "table": packed}, follow=True)
    assert "4 questions ajoutées" in done.content.decode()
    forged = client.post(address, {"do": "take", "table": packed + "x"}, follow=True)
    assert "choisissez-le de nouveau" in forged.content.decode()
    taken = client.post(reverse("contests:export_items", args=[bank.pk]))
    assert taken["Content-Type"].startswith("text/csv")
    item = Item.objects.first()
    change = reverse("contests:change_item", args=[bank.pk, item.pk])
    assert "Que dit-on" in client.get(change).content.decode()


def test_a_quiz_is_set_and_looked_into_by_the_pages(client):
    quiz, versions = quiz_over(2, stage__edition__status=EditionStatus.DRAFT)
    papers(quiz, [{versions[0].pk: "a", versions[1].pk: "b"}])
    manager, edition = PersonFactory(), quiz.stage.edition
    MembershipFactory(person=manager, organisation=edition.organiser, role=Role.MANAGER)
    MembershipFactory(person=manager, organisation=quiz.bank.organisation, role=Role.MANAGER)
    client.force_login(manager)
    where = [edition.pk, quiz.stage_id]
    settings_page = reverse("contests:quiz_settings", args=where)
    typed = {
        "bank": quiz.bank_id,
        "mode": "supervised",
        "minutes": 15,
        "grace_seconds": 20,
        "confirmation_items": 10,
        "confirmation_minutes": 5,
        "confirmed_per_place": 3,
        f"theme_{quiz.bank.themes.get().pk}": 2,
    }
    assert client.post(settings_page, typed).status_code == 302
    kept = Quiz.objects.get(pk=quiz.pk)
    assert (kept.seconds, kept.confirmed_per_place) == (900, 3)
    assert (
        versions[0].stem
        in client.get(reverse("contests:quiz_analysis", args=where)).content.decode()
    )
    alike = reverse("contests:similarities", args=where)
    assert "Rien à signaler" in client.get(alike).content.decode()
    key = reverse("contests:new_key", args=[*where, versions[1].pk])
    told = {"answers": "un\n* deux\ntrois", "reason": "Erreur"}
    assert client.post(key, told).status_code == 302
    assert quiz.attempts.get().score == "20"
