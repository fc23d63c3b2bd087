"""A sealed edition is done again offline: rules, draws, rankings; and it names nobody."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from boutdufil.adapters.keys import signing_key
from boutdufil.config.cli import cli
from boutdufil.engines.sealing import canonical_json, contents, read_canonical, seal, verify
from boutdufil.kernel.audit.services import forget_person
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Attempt
from boutdufil.rooms.contests.rules import sealed
from boutdufil.rooms.contests.rules.drawing import draw, draw_seed
from boutdufil.rooms.contests.selectors.quiz_pool import pool_of
from boutdufil.rooms.contests.services.quizzes import fix_pool
from boutdufil.rooms.contests.services.seals import seal_edition
from tests.factories.contests import MemberFactory
from tests.rooms.contests.deciding import Scene
from tests.rooms.contests.quiz_world import quiz_of

pytestmark = pytest.mark.django_db
sealed.register()
AS_A_STRANGER = "from boutdufil.config.cli import cli; cli()"


@pytest.fixture
def scene():
    made = Scene(has_next=False)
    entry = made.entry("AAA", 6)
    MemberFactory(entry=entry, name="Ophélie Introuvable")
    made.entry("BBB", 6)
    made.entry("CCC", 2)
    made.decide()
    made.decide("Une note recopiée de travers")
    made.publish()
    paper_of(made, entry)
    return made


def paper_of(scene, entry):
    """Give somebody a paper of another stage, drawn as the edition declares it."""
    quiz = quiz_of(stage__edition=scene.edition, stage__position=0)
    fix_pool(stage_id=quiz.stage_id)
    pool = pool_of(quiz.pk)
    seed = draw_seed(scene.edition.seed, quiz.stage_id, "main")
    drawn = draw(seed=seed, number=entry.number, blueprint=pool.blueprint, pool=pool.items)
    Attempt.objects.create(
        quiz=quiz,
        entry=entry,
        draw=[{"version": one.version_id, "options": list(one.options)} for one in drawn],
        ends_at=quiz.stage.ends_at,
        lease="l",
    )


def sealed_again(archive, name, change):
    """Return an archive whose one file was changed before somebody sealed it with our key."""
    files = contents(archive)
    value = read_canonical(files[name])
    change(value)
    files[name] = canonical_json(value)
    was = verify(archive)
    return seal(files, kind=was.kind, about=was.about, sealed_at=was.sealed_at, key=signing_key())


def test_anybody_replays_it_offline(scene, tmp_path):
    made = seal_edition(edition_id=scene.edition.pk, actor_id=scene.boss.pk)
    path = tmp_path / "edition.zip"
    path.write_bytes(made.archive)
    said = CliRunner().invoke(cli, ["verify", str(path)])

    assert said.exit_code == 0, said.output
    # With no site, no settings and no keys of ours: a stranger's machine.
    alone = subprocess.run(
        [sys.executable, "-c", AS_A_STRANGER, "verify", str(path)],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert alone.returncode == 2, alone.stderr
    assert "2 decisions on 6 scores, 1 papers drawn" in alone.stdout
    assert made.sha256 == sha256(made.archive).hexdigest()


def test_it_names_nobody_and_stays_valid_when_somebody_is_erased(scene):
    made = seal_edition(edition_id=scene.edition.pk, actor_id=scene.boss.pk)
    before = contents(made.archive)[sealed.COMMITMENTS]
    forget_person(scene.edition.entries.get(number="AAA").members.get().person_id)

    assert "Ophélie".encode() not in b"".join(contents(made.archive).values())
    assert verify(made.archive).ok
    again = seal_edition(edition_id=scene.edition.pk, actor_id=None)
    assert again.number == 2
    assert contents(again.archive)[sealed.COMMITMENTS] != before, "nobody can tie it any more"


def swap(value):
    first, second = value["outcomes"][:2]
    first["rank"], second["rank"] = second["rank"], first["rank"]


@pytest.mark.parametrize(
    ("name", "change", "found"),
    [
        (sealed.decision_file(1, 1), swap, "does not follow"),
        (
            sealed.decision_file(1, 2),
            lambda value: value["decision"]["candidates"][0]["scores"].update(score="1"),
            "not the decision of its digest",
        ),
        (sealed.LOG, lambda value: value.pop(0), "without a gap"),
        (sealed.DRAWS, lambda value: value["papers"][0]["draw"].reverse(), "not the one drawn"),
        (sealed.DRAWS, lambda value: value.update(seed="11" * 32), "whose hash it declares"),
        (
            sealed.rules_file(1),
            lambda value: value["settings"]["edition"].update(name="Autre"),
            "not the version of the log",
        ),
    ],
    ids=["ranks", "scores", "log", "draw", "seed", "rules"],
)
def test_what_was_changed_before_sealing_is_found(scene, name, change, found):
    made = seal_edition(edition_id=scene.edition.pk, actor_id=None)
    verdict = verify(sealed_again(made.archive, name, change))

    assert not verdict.ok
    assert found in " ".join(one.what for one in verdict.findings)


def test_the_seed_is_not_shown_before_the_last_result(scene):
    scene.stage.status = "decided"
    scene.stage.save()

    with pytest.raises(ContestError, match="graine"):
        seal_edition(edition_id=scene.edition.pk, actor_id=None)
