"""What is handed to people: the dated list of posts, and a proposal to each."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from boutdufil.rooms.mobility.enums import DeliveryMeans, OpeningState, PlanAnswer
from boutdufil.rooms.mobility.models.plans import Plan, PlanVacancy, PlanVersion
from boutdufil.rooms.mobility.models.rosters import RosterEntry


class PostList(models.Model):
    """The complete list of posts as it stood on a day, with the mentions of D.1233-2-1.

    ``posts`` and ``criteria`` are what was printed; a change makes a new list with a new number.
    ``late_changes`` are the changes of criteria declared once the roster was read, each with its
    day, its reason and the criteria: they are printed with the list.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lists")
    number = models.PositiveIntegerField()
    published_on = models.DateField(default=timezone.localdate)
    posts = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    late_changes = models.JSONField(default=list)
    clear_days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="mobility_post_list_number")
        ]

    def __str__(self) -> str:
        return f"Plan {self.plan_id}, list {self.number}"


class Proposal(models.Model):
    """What one person is handed with one list: the post proposed, if any, and their answer.

    ``reasons`` tell why this post and not another, sealed like the roster. ``last_day`` is the
    last day to answer; it is known once the delivery is recorded.
    ``received_on`` is the day an answer on paper arrived; ``correction`` why an answer was
    corrected last, sealed like the roster.
    ``shares_name`` is the person's word that the employer of ``chosen`` may read their name.
    """

    entry = models.ForeignKey(RosterEntry, models.CASCADE, related_name="proposals")
    post_list = models.ForeignKey(PostList, models.CASCADE, related_name="proposals")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="+")
    proposed = models.ForeignKey(PlanVacancy, models.PROTECT, null=True, related_name="proposals")
    reasons = models.BinaryField(blank=True, default=b"")
    made_at = models.DateTimeField(default=timezone.now)
    delivered_on = models.DateField(null=True, blank=True)
    means = models.CharField(max_length=10, choices=DeliveryMeans, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    last_day = models.DateField(null=True, blank=True, db_index=True)
    answer = models.CharField(
        max_length=10, choices=PlanAnswer, default=PlanAnswer.NONE, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on_paper = models.BooleanField(default=False)
    received_on = models.DateField(null=True, blank=True)
    correction = models.BinaryField(blank=True, default=b"")
    chosen = models.ForeignKey(
        PlanVacancy, models.PROTECT, null=True, blank=True, related_name="answers"
    )
    shares_name = models.BooleanField(default=False)

    class Meta:
        ordering = ["-post_list__number", "entry__number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "post_list"], name="mobility_proposal_once")
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk} of list {self.post_list_id}"


class PlanOpening(models.Model):
    """The opening of a large plan, prepared by a job; ``total`` people have a proposal to come."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="openings")
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=OpeningState, default=OpeningState.WAITING)
    total = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state=OpeningState.WAITING),
                name="mobility_one_opening_at_once",
            )
        ]

    def __str__(self) -> str:
        return f"Opening {self.pk} of plan {self.plan_id}"


class PreparedProposal(models.Model):
    """What one person will be handed once everybody's is ready; ``reasons`` are sealed."""

    opening = models.ForeignKey(PlanOpening, models.CASCADE, related_name="prepared")
    entry = models.ForeignKey(RosterEntry, models.CASCADE, related_name="+")
    reasons = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "entry"], name="mobility_prepared_once")
        ]

    def __str__(self) -> str:
        return f"Prepared for opening {self.opening_id}, entry {self.entry_id}"
