"""Addresses that only do something on a button: what they do, and that a foreign form cannot."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from boutdufil.rooms.mobility.models import ShareLink
from tests.architecture.addresses import POLICY, POST_ONLY, Policy, sample
from tests.architecture.parts.vacancies import HIRE

pytestmark = pytest.mark.django_db

# What is sent, and the address the button leads to.
BUTTONS = {
    "calls:enter_code": ({"code": "bcd-fgh"}, "calls:invitation"),
    "calls:observation": ({"do": "agree"}, "calls:conversation"),
    "calls:hang_up": ({}, "calls:conversation"),
    "calls:change_sheet": ({"do": "share"}, "calls:sheet"),
    "calls:forget": ({}, "calls:mine"),
    "calls:keep": ({"pas": "a.a.a.a"}, "calls:mine"),
    "calls:open_together": ({"channel": "voice"}, "calls:conversation"),
    "ui:set_language": ({"language": "en", "next": "/sources/"}, "portal:sources"),
    "people:demo_sign_in": ({"slug": "preparatrice", "next": "/sources/"}, "portal:sources"),
    "people:sign_out": ({}, "portal:home"),
    "people:ask_password_link": ({}, "people:link_sent"),
    "people:revoke_session": ({}, "people:sessions"),
    "people:revoke_other_sessions": ({}, "people:sessions"),
    "organisations:check": ({}, "organisations:organisation"),
    "organisations:ask_to_join": ({"siret": "73282932000074"}, "people:my_page"),
    "organisations:withdraw_invitation": ({"next": "/sources/"}, "portal:sources"),
    "organisations:end_membership": ({}, "organisations:organisation"),
    "mobility:remove_branch_card": ({}, "mobility:branch_cards"),
    "mobility:remove_branch_employer": ({}, "mobility:branch_employers"),
    "mobility:confirm_agreement": ({}, "mobility:agreement"),
    "training:cancel_seat": ({}, "training:my_seats"),
    "training:close_programme": ({}, "training:seat"),
    "training:cancel_session": ({"reason": "Travaux"}, "training:session_seat"),
    "training:decide_seat": ({"do": "confirm"}, "training:session_seat"),
    "training:record_results": ({}, "training:session_seat"),
    "mobility:answer_block": ({"do": "add"}, "mobility:skills"),
    "mobility:show_award": ({"do": "show"}, "people:my_page"),
    "mobility:application_message": ({"words": "Bonjour."}, "mobility:application"),
    "mobility:choose_slot": ({"slot": "none"}, "mobility:application"),
    "mobility:cancel_slot": ({}, "mobility:application"),
    "mobility:open_candidate": ({}, "mobility:candidate"),
    "mobility:move_candidate": ({"stage": "offer"}, "mobility:candidate"),
    "mobility:add_past_job": ({"code": "N1103", "label": "", "words": ""}, "mobility:past_jobs"),
    "mobility:withdraw_share": ({}, "mobility:shares"),
    "mobility:publish_vacancy": ({}, "mobility:employer_vacancy"),
    "mobility:renew_vacancy": ({}, "mobility:employer_vacancy"),
    "mobility:withdraw_vacancy": ({"reason": "budget"}, "mobility:employer_vacancy"),
    "mobility:close_posts": ({"count": "1", "reason": "budget"}, "mobility:employer_vacancy"),
    "mobility:add_posts": ({"more": "1"}, "mobility:employer_vacancy"),
    "mobility:undo_direct_hire": (
        {"hire": str(HIRE), "reason": "not_begun"},
        "mobility:employer_vacancy",
    ),
    "mobility:drop_import": ({}, "mobility:import_vacancies"),
    "illico:hang_up": ({}, "illico:call"),
    "illico:solved": ({"solved": "yes"}, "illico:call"),
    "illico:ask_call_back": ({"way": "page"}, "illico:call"),
    "illico:leave_call_back": ({}, "illico:call"),
    "illico:come_back": ({}, "illico:call"),
    "illico:publish_number": ({}, "illico:own_number"),
    "illico:close_number": ({}, "illico:own_number"),
    "illico:reopen": ({}, "illico:closing"),
    "illico:move_answer": ({"to": "up"}, "illico:answers"),
    "illico:remove_answer": ({}, "illico:answers"),
    "illico:take_post": ({"channel": "voice"}, "illico:console"),
    "illico:change_state": ({"do": "leave"}, "illico:console"),
    "illico:console_call": ({"do": "hang_up"}, "illico:console"),
    "illico:console_help": ({"do": "warn"}, "illico:console"),
    "illico:write_note": ({"text": "Colis égaré"}, "illico:console"),
    "illico:write_up": ({"state": "open"}, "illico:console"),
    "illico:answer_offer": ({"do": "decline"}, "illico:console"),
    "illico:answer_slot": ({"do": "refuse"}, "illico:own_slots"),
    "illico:contest": ({"text": "Pourquoi ?"}, "illico:own_slots"),
    "illico:move_agent": ({}, "illico:wall"),
    "illico:debrief": ({}, "illico:supervision"),
    "illico:finish_follow_up": ({}, "illico:console"),
    "illico:lift_block": ({"reason": "mistake"}, "illico:blocks"),
    "illico:withdraw_offer": ({}, "illico:team_seats"),
    "illico:change_team": ({"do": "decide", "counsel": "Maître Invention"}, "illico:team_slots"),
    "illico:entrust": ({"siret": "73282932000074"}, "illico:guidance"),
    "illico:pay_account": ({"iban": ""}, "illico:pay"),
    "illico:settle": ({}, "illico:account_month"),
    "illico:take_back": ({"reason": "erreur"}, "illico:account_month"),
    "campaigns:step": ({"do": "end"}, "campaigns:seat"),
    "campaigns:lock": ({"traits": ["hours"]}, "campaigns:seat"),
    "campaigns:duplicate": ({"year": "2000"}, "campaigns:seat"),
    "campaigns:partner": ({"do": "up"}, "campaigns:partners"),
    "campaigns:hide_vacancy": ({"vacancy": "1"}, "campaigns:vacancies"),
    "campaigns:answer_need": ({}, "campaigns:vacancies"),
    "campaigns:withdraw_invitation": ({}, "campaigns:invitations"),
    "campaigns:make_stops": ({}, "campaigns:tour"),
    "campaigns:drop_tour": ({}, "campaigns:tours"),
    "campaigns:revoke_device": ({}, "campaigns:door_desk"),
    "campaigns:add_slots": (
        {"day": "2027-10-20", "opens_at": "09:00", "closes_at": "10:00", "minutes": "30"},
        "campaigns:intake",
    ),
    "campaigns:slot": ({"do": "change", "places": "12"}, "campaigns:intake"),
    "campaigns:question": ({"do": "retire"}, "campaigns:questions"),
    "campaigns:take_back": ({}, "campaigns:call_off"),
    "campaigns:claim_registration": ({}, "campaigns:registration"),
    "campaigns:dating_act": ({"do": "fill"}, "campaigns:dating"),
    "campaigns:outcome": ({"do": "again"}, "campaigns:table"),
    "barometer:plan_release": ({"planned_at": "2040-01-01T09:30"}, "barometer:release_desk"),
    "barometer:unplan_release": ({}, "barometer:release_desk"),
    "barometer:publish_release": ({"sure": "on"}, "barometer:release_desk"),
    "barometer:drop_release": ({"reason": "Une erreur"}, "barometer:release_list"),
    "barometer:send_centres": ({}, "barometer:centres"),
    "barometer:decide_duplicate": ({"stays": ""}, "barometer:duplicates"),
    "barometer:draw": ({}, "barometer:wave"),
    "barometer:drop_mailing": ({}, "barometer:mailings"),
    "barometer:end_contact": ({}, "barometer:contacts"),
    "barometer:move_wave": ({"to": "closed"}, "barometer:wave"),
    "barometer:confirm_outlier": ({"seen": "58", "reason": "Appelé"}, "barometer:outliers"),
    "barometer:set_standing": ({"standing": "closed", "note": "Vu"}, "barometer:drawn_unit"),
    "barometer:accept_response": ({"revision": "1"}, "barometer:drawn_unit"),
    "barometer:accept_responses": ({}, "barometer:sample"),
    "barometer:frame_margins": ({}, "barometer:margins"),
    "barometer:impute": ({"women": "ratio"}, "barometer:imputation"),
    "barometer:undo_imputation": ({}, "barometer:imputation"),
    "contests:publish": ({}, "contests:seat"),
    "contests:duplicate": ({}, "contests:seat"),
    "contests:drop": ({}, "contests:desk"),
    "contests:remove_prize": ({"reason": "Retrait"}, "contests:prizes"),
    "contests:partner": ({"do": "up"}, "contests:partners"),
    "contests:invite_member": ({"email": "nina@exemple.test"}, "contests:entry"),
    "contests:withdraw_team_invitation": ({}, "contests:entry"),
    "contests:ask_employer": ({"email": "rh@exemple.test"}, "contests:entry"),
    "contests:withdraw_accommodation": ({}, "contests:accommodation"),
    "contests:decide_accommodation": ({"do": "grant"}, "contests:accommodations"),
    "contests:remove_case_question": ({}, "contests:case"),
    "contests:theme": ({"name": "Écoute"}, "contests:bank"),
    "contests:item_act": ({"do": "retire"}, "contests:item"),
    "contests:review_item": ({"do": "back", "opinion": "À préciser"}, "contests:bank"),
    "contests:withdraw_question": ({"reason": "Ambiguë"}, "contests:quiz_question"),
    "contests:new_key": (
        {"answers": "un\n* deux\ntrois", "reason": "Erreur"},
        "contests:quiz_question",
    ),
    "contests:recuse_reading": ({"reason": "Je le connais"}, "contests:jury_desk"),
    "contests:meeting_act": ({"do": "close"}, "contests:meeting"),
    "contests:decide": ({"reason": "Note revue"}, "contests:decision"),
    "contests:depart": (
        {"number": "DDD", "selected": "in", "reason": "Sa réponse"},
        "contests:decision",
    ),
    "contests:publish_decision": ({}, "contests:decision"),
    "contests:seal_edition": ({}, "contests:results"),
    "contests:publish_name": ({"publishes": "on"}, "contests:entry"),
    "contests:start_quiz": ({}, "contests:paper"),
    "contests:take_paper": ({}, "contests:paper"),
    "contests:end_paper": ({}, "contests:paper"),
    "contests:call_roll": ({"present": "all"}, "contests:sitting"),
    "contests:sitting_act": ({"do": "begin"}, "contests:sitting"),
    "contests:incident": (
        {"kind": "network", "text": "Coupure", "minutes": "0"},
        "contests:sitting",
    ),
    "contests:fill_rooms": ({}, "contests:rooms"),
    "contests:remove_room": ({}, "contests:rooms"),
    "contests:move_person": ({"entry": "1"}, "contests:edit_room"),
}


def address_of(name, world):
    return reverse(name, kwargs=sample(name) | world.samples().get(name, {}))


def test_every_button_is_pressed_here():
    assert set(BUTTONS) == POST_ONLY


@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_a_button_leads_where_it_says(name, client, world):
    data, target = BUTTONS[name]
    world.visit(client, "person")

    answer = client.post(address_of(name, world), data)

    assert answer.status_code == 302
    assert resolve(answer.url.partition("#")[0].partition("?")[0]).view_name == target


@pytest.mark.parametrize("name", sorted(BUTTONS))
@pytest.mark.parametrize("visitor", ["stranger", "person"])
def test_a_form_of_another_site_presses_nothing(name, visitor, world):
    client = Client(enforce_csrf_checks=True)
    world.visit(client, visitor)

    answer = client.post(address_of(name, world), BUTTONS[name][0])

    assert answer.status_code == 403


@pytest.mark.parametrize("name", sorted(n for n in BUTTONS if POLICY[n] is Policy.PERSON))
def test_a_button_of_an_account_sends_a_stranger_to_sign_in(name, client, world):
    answer = client.post(address_of(name, world), BUTTONS[name][0])

    assert answer.url.startswith(reverse("people:sign_in"))


def test_a_stranger_withdraws_nothing_of_somebody_else(client, world):
    world.visit(client, "stranger")

    client.post(address_of("mobility:withdraw_share", world))

    assert ShareLink.objects.get(pk=world.share_link_id).withdrawn_at is None
