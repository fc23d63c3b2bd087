"""The one message a plan sends, to whoever agreed to e-mail; it says nothing of the post."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.mobility.models import Proposal
from boutdufil.rooms.mobility.selectors.personal_pages import code_of
from boutdufil.rooms.mobility.selectors.rosters import employee


def mail_proposal(*, proposal_id: int) -> None:
    """Tell a person that a page waits for them; nothing leaves of a confidential plan."""
    proposal = Proposal.objects.select_related("entry__plan").filter(pk=proposal_id).first()
    if proposal is None or proposal.entry.plan.confidential:
        return
    person = employee(proposal.entry.plan, proposal.entry_id)
    if person is None or not person.email_agreed or not person.email:
        return
    link = absolute_url(reverse("mobility:personal_page", args=[code_of(proposal.entry)]))
    body = render_to_string("mobility/plans/mail/proposal.txt", {"link": link})
    send_mail(_("Une page vous attend"), body, None, [person.email])
