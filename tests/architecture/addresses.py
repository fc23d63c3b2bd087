"""Who may open which address, written by hand: a new address must be thought about here."""

from enum import Enum

from tests.architecture.barometer_samples import BAROMETER_SAMPLES
from tests.architecture.contest_samples import CONTEST_SAMPLES

TOKEN = "t" * 43
NOBODY = "00000000-0000-4000-8000-000000000000"


class Policy(Enum):
    """ANYONE: no account needed. PERSON: sent to sign in. STAFF: the admin.

    ADMINISTRATOR: sent to sign in, and closed to every other account.
    """

    ANYONE = "anyone"
    PERSON = "person"
    ADMINISTRATOR = "administrator"
    STAFF = "staff"


ANYONE = """
    healthz readyz
    portal:home portal:accessibility portal:sources portal:demonstration
    portal:seals portal:seal_keys
    ui:set_language ui:styleguide ui:suggestions
    people:sign_in people:sign_in_password people:forgot_password people:link_sent people:open_link
    people:demo_sign_in people:sign_up people:sign_out people:privacy
    occupations:title_search occupations:skill_search territories:search organisations:invitation
    posts:counted posts:counted_file
    mobility:start mobility:past_jobs mobility:add_past_job mobility:card mobility:skills
    mobility:levels mobility:tastes mobility:paths mobility:why mobility:reasons mobility:compare
    mobility:keep mobility:resume mobility:erase mobility:shares mobility:withdraw_share
    mobility:shared mobility:apply mobility:branches mobility:branch mobility:agreement
    training:start training:certificate training:programme
    mobility:training_path mobility:compare_training_paths mobility:legal_ways
    mobility:vacancies mobility:vacancy mobility:report_vacancy
    mobility:shared_sheet mobility:personal_code mobility:personal_page
    calls:practice calls:enter_code calls:invitation calls:conversation calls:observation
    calls:hang_up calls:sheet calls:change_sheet calls:mine calls:forget calls:scenario calls:turn
    calls:keep calls:open_together
    illico:directory illico:charter illico:number illico:find_answers
    illico:call_start illico:call illico:call_state illico:hang_up illico:solved
    illico:ask_call_back illico:leave_call_back illico:come_back illico:call_back_link
    illico:find_case illico:case
    illico:evidence illico:own_proof
    barometer:response barometer:response_group barometer:response_summary
    barometer:response_receipt barometer:response_receipt_file barometer:withdraw_response
    barometer:centres barometer:send_centres barometer:upload_answers barometer:answers_template
    contests:juror_invitation
    contests:team_invitation contests:employer_consent
    contests:directory contests:edition contests:rules contests:rules_version contests:rules_data
    contests:results contests:edition_seal contests:question_changes
    campaigns:directory campaigns:node campaigns:logo campaigns:invitation
    campaigns:stop_letters
    campaigns:wishes campaigns:own_meetings campaigns:screen
    campaigns:trying campaigns:certificate campaigns:check_certificate
    campaigns:calendar campaigns:poster campaigns:press campaigns:press_facts
    campaigns:register campaigns:registration campaigns:change_registration
    campaigns:cancel_registration campaigns:accept_place campaigns:claim_registration
    campaigns:registration_calendar campaigns:lost_link
    campaigns:door campaigns:door_worker campaigns:door_manifest
    barometer:claims
    barometer:releases barometer:release barometer:release_archive barometer:side_by_side
    barometer:directory barometer:comparison barometer:indicator barometer:indicator_csv
    barometer:indicator_json
    barometer:open_data barometer:release_zip barometer:indicator_xlsx barometer:measured_csv
    barometer:indicator_svg
    barometer:api_indicators barometer:api_indicator barometer:api_releases barometer:api_release
    barometer:api_cells barometer:api_facts barometer:api_openapi
"""
PERSON = """
    calls:write_sheet
    mobility:applications mobility:application mobility:withdraw_application
    mobility:application_message mobility:add_document mobility:application_document
    mobility:choose_slot mobility:cancel_slot mobility:interview_file
    mobility:candidates mobility:answer_remaining mobility:candidate mobility:open_candidate
    mobility:move_candidate mobility:refuse_candidate mobility:propose_slots
    mobility:hire_candidate mobility:undo_hire
    people:my_page people:export_data people:correct people:change_email people:ask_password_link
    people:sessions people:revoke_other_sessions people:revoke_session people:erase
    organisations:create organisations:organisation organisations:change organisations:add_part
    organisations:attach organisations:close organisations:check organisations:invite
    organisations:ask_to_join organisations:withdraw_invitation organisations:end_membership
    mobility:branch_cards mobility:branch_employers mobility:branch_door mobility:new_agreement
    mobility:branch_presentation
    mobility:remove_branch_card mobility:remove_branch_employer mobility:confirm_agreement
    mobility:answer_block mobility:show_award
    mobility:employer mobility:new_vacancy mobility:employer_vacancy mobility:edit_vacancy
    mobility:publish_vacancy mobility:renew_vacancy mobility:withdraw_vacancy mobility:close_posts
    mobility:add_posts mobility:import_vacancies mobility:vacancy_import mobility:drop_import
    mobility:undo_direct_hire
    mobility:import_corrections mobility:vacancy_template mobility:export_vacancies
    training:ask_seat training:my_seats training:cancel_seat training:seat training:declare_body
    training:new_programme training:new_session training:close_programme training:session_seat
    training:cancel_session training:decide_seat training:record_results training:accreditations
    training:new_certificate training:recognise training:withdraw_recognition
    training:grant_accreditation training:renew_accreditation training:withdraw_accreditation
    mobility:plans mobility:new_plan mobility:plan mobility:plan_settings mobility:plan_readers
    mobility:announce_plan mobility:shred_plan mobility:plan_criteria mobility:roster
    mobility:roster_template mobility:plan_person mobility:paper_answer mobility:roster_import
    mobility:roster_bad_lines
    mobility:plan_posts mobility:plan_counted mobility:plan_results mobility:proposals
    mobility:plan_letters
    mobility:plan_sheet mobility:plan_sheet_pdf mobility:freeze_plan mobility:plan_archive
    illico:console illico:take_post illico:change_state illico:console_call
    illico:write_note illico:write_up illico:console_help
    illico:supervision illico:wall illico:move_agent illico:help_call illico:debrief
    illico:agent_figures illico:opinion illico:own_seat illico:own_slots illico:answer_slot
    illico:contest illico:attestation illico:answer_offer illico:team_seats illico:offer_seat
    illico:withdraw_offer illico:change_seat illico:team_slots illico:change_team
    illico:blocks illico:lift_block illico:finish_follow_up
    illico:guidance illico:entrust illico:relief
    illico:own_numbers illico:new_number illico:own_number illico:edit_number
    illico:publish_number illico:close_number illico:hours illico:closing illico:reopen
    illico:answers illico:edit_answer illico:move_answer illico:remove_answer
    illico:number_charter
    illico:pay illico:pay_month illico:pay_file illico:pay_account
    illico:accounts illico:account_month illico:settle illico:take_back illico:payment_orders
    illico:account_file illico:year_file illico:leaves illico:audit
    contests:enter contests:entry contests:withdraw_entry contests:invite_member
    contests:withdraw_team_invitation contests:leave_team contests:ask_employer
    contests:accommodation contests:withdraw_accommodation contests:accommodations
    contests:decide_accommodation contests:entries contests:entries_file
    contests:case contests:case_paper contests:new_case_question contests:case_question
    contests:remove_case_question
    contests:submission contests:save_answer contests:hand_in contests:receipt
    contests:receipt_file contests:submission_paper contests:case_text
    contests:blind_files contests:blind_file contests:blind_file_paper
    contests:desk contests:new_edition contests:seat contests:edit contests:publish
    contests:duplicate contests:drop contests:log contests:new_stage contests:stage
    contests:stage_act contests:prizes contests:hand_over contests:remove_prize
    contests:prize_proof contests:partners contests:partner
    contests:banks contests:bank contests:theme contests:import_items contests:export_items
    contests:write_item contests:item contests:change_item contests:item_act contests:review_item
    contests:item_picture contests:quiz_settings contests:quiz_analysis contests:quiz_question
    contests:withdraw_question contests:new_key contests:similarities
    contests:quiz contests:start_quiz contests:paper contests:paper_answers
    contests:paper_question contests:take_paper contests:end_paper contests:paper_film
    contests:sitting contests:call_roll contests:sitting_act contests:incident
    contests:rooms contests:new_room contests:fill_rooms contests:edit_room contests:remove_room
    contests:move_person
    contests:jurors contests:juror_table contests:juror contests:rubric contests:criterion
    contests:juries contests:jury contests:distribution contests:jury_desk contests:ties
    contests:reading contests:reading_paper contests:recuse_reading contests:meeting
    contests:meeting_act contests:severity contests:passages contests:passage_desk
    contests:passage_calendar contests:move_passage
    contests:stage_call contests:passage_call
    contests:decision contests:decide contests:depart contests:publish_decision contests:minutes
    contests:seal_edition contests:appeals contests:appeal contests:why contests:publish_name
    campaigns:desk campaigns:new_campaign campaigns:seat campaigns:edit campaigns:new_node
    campaigns:step campaigns:lock campaigns:duplicate campaigns:partners campaigns:partner
    campaigns:vacancies campaigns:hide_vacancy campaigns:answer_need campaigns:invitations
    campaigns:withdraw_invitation
    campaigns:door_desk campaigns:revoke_device campaigns:badges
    campaigns:report campaigns:report_file
    campaigns:dating campaigns:dating_hours campaigns:new_table campaigns:edit_table
    campaigns:dating_act campaigns:dating_day campaigns:dating_person campaigns:dating_meeting
    campaigns:table campaigns:outcome
    campaigns:intake campaigns:add_slots campaigns:slot campaigns:questions campaigns:question
    campaigns:attendance campaigns:import_registrations campaigns:import_programme
    campaigns:call_off campaigns:take_back campaigns:activity campaigns:clock campaigns:archive
    campaigns:letters campaigns:letter
    campaigns:tours campaigns:tour campaigns:tour_file campaigns:make_stops campaigns:drop_tour
    barometer:workshop barometer:new_survey barometer:survey barometer:edit_survey
    barometer:units barometer:new_list barometer:unit barometer:duplicates
    barometer:decide_duplicate
    barometer:new_wave barometer:wave barometer:edit_wave barometer:draw barometer:move_wave
    barometer:sample_file barometer:draw_file barometer:contacts barometer:contact_table
    barometer:microdata
    barometer:end_contact barometer:mailings barometer:drop_mailing
    barometer:release_list barometer:make_release barometer:release_desk barometer:plan_release
    barometer:unplan_release barometer:publish_release barometer:drop_release
    barometer:desk_archive
    barometer:margins barometer:margins_file barometer:frame_margins barometer:runs
    barometer:new_run barometer:run
    barometer:entered_facts barometer:enter_fact barometer:fact_table barometer:withdraw_fact
    barometer:outliers barometer:confirm_outlier barometer:imputation barometer:impute
    barometer:undo_imputation barometer:quality_report barometer:quality_data
    barometer:sample barometer:sample_table barometer:drawn_unit barometer:edit_value
    barometer:set_standing barometer:accept_response barometer:accept_responses
    barometer:frame_margins
"""
ADMINISTRATOR = """
    mobility:open_branch mobility:moderation mobility:decide_report mobility:show_vacancy
    illico:committee illico:decision illico:propose_step
"""
POLICY = (
    dict.fromkeys(ANYONE.split(), Policy.ANYONE)
    | dict.fromkeys(PERSON.split(), Policy.PERSON)
    | dict.fromkeys(ADMINISTRATOR.split(), Policy.ADMINISTRATOR)
)

# Nothing to look at: these only do, on a button.
_POST_ONLY = """
    calls:enter_code calls:observation calls:hang_up calls:change_sheet calls:forget calls:keep
    calls:open_together
    ui:set_language people:demo_sign_in people:sign_out people:ask_password_link
    people:revoke_session people:revoke_other_sessions
    organisations:check organisations:ask_to_join organisations:withdraw_invitation
    organisations:end_membership mobility:remove_branch_card mobility:remove_branch_employer
    mobility:confirm_agreement
    mobility:add_past_job mobility:withdraw_share
    mobility:application_message mobility:choose_slot mobility:cancel_slot
    mobility:open_candidate mobility:move_candidate
    training:cancel_seat training:close_programme training:cancel_session training:decide_seat
    training:record_results mobility:answer_block mobility:show_award
    mobility:publish_vacancy mobility:renew_vacancy mobility:withdraw_vacancy mobility:close_posts
    mobility:add_posts mobility:drop_import mobility:undo_direct_hire
    illico:publish_number illico:close_number illico:reopen illico:move_answer
    illico:remove_answer
    illico:settle illico:take_back illico:pay_account
    illico:hang_up illico:solved illico:ask_call_back illico:leave_call_back illico:come_back
    illico:take_post illico:change_state illico:console_call
    illico:write_note illico:write_up illico:console_help
    illico:move_agent illico:debrief illico:answer_slot illico:contest illico:answer_offer
    illico:withdraw_offer illico:change_team illico:entrust illico:lift_block
    illico:finish_follow_up
    campaigns:step campaigns:lock campaigns:duplicate campaigns:partner campaigns:hide_vacancy
    campaigns:answer_need campaigns:withdraw_invitation
    campaigns:claim_registration campaigns:dating_act campaigns:outcome
    campaigns:revoke_device
    campaigns:add_slots campaigns:slot campaigns:question campaigns:take_back
    campaigns:make_stops campaigns:drop_tour
    contests:publish contests:duplicate contests:drop contests:remove_prize contests:partner
    contests:invite_member contests:withdraw_team_invitation contests:ask_employer
    contests:withdraw_accommodation contests:decide_accommodation contests:remove_case_question
    contests:theme contests:item_act contests:review_item contests:withdraw_question
    contests:new_key
    contests:recuse_reading contests:meeting_act
    contests:start_quiz contests:take_paper contests:end_paper
    contests:call_roll contests:sitting_act contests:incident
    contests:fill_rooms contests:remove_room contests:move_person
    contests:decide contests:depart contests:publish_decision contests:seal_edition
    contests:publish_name
    barometer:decide_duplicate barometer:draw barometer:move_wave barometer:end_contact
    barometer:drop_mailing barometer:send_centres
    barometer:plan_release barometer:unplan_release barometer:publish_release
    barometer:drop_release
    barometer:confirm_outlier barometer:impute barometer:undo_imputation
    barometer:set_standing barometer:accept_response barometer:accept_responses
    barometer:frame_margins
"""
# Answers for programs: probes, suggestions under a field, a file to take away.
_NOT_PAGES = """
    barometer:response_receipt_file barometer:answers_template
    healthz readyz ui:suggestions people:export_data portal:seal_keys
    mobility:application_document mobility:interview_file
    occupations:title_search occupations:skill_search territories:search
    posts:counted_file
    mobility:import_corrections mobility:vacancy_template mobility:export_vacancies
    mobility:roster_template mobility:roster_bad_lines mobility:plan_letters
    mobility:plan_sheet_pdf mobility:plan_archive
    illico:pay_file illico:account_file illico:year_file illico:leaves illico:own_proof
    illico:find_answers illico:call_state
    campaigns:logo campaigns:registration_calendar
    campaigns:door_worker campaigns:door_manifest campaigns:badges
    campaigns:calendar campaigns:poster campaigns:press_facts contests:entries_file
    campaigns:report_file
    campaigns:tour_file
    contests:case_paper contests:receipt_file contests:submission_paper contests:case_text
    contests:blind_file_paper contests:save_answer
    contests:rules_data contests:prize_proof contests:item_picture contests:reading_paper
    contests:passage_calendar
    contests:paper_answers contests:paper_film contests:minutes contests:edition_seal
    barometer:margins_file barometer:release_archive
    barometer:sample_file barometer:draw_file barometer:desk_archive barometer:quality_data
    barometer:sample_table
    barometer:indicator_csv barometer:indicator_json
    barometer:release_zip barometer:indicator_xlsx barometer:measured_csv
    barometer:indicator_svg
    barometer:api_indicators barometer:api_indicator barometer:api_releases barometer:api_release
    barometer:api_cells barometer:api_facts barometer:api_openapi
"""
POST_ONLY, NOT_PAGES = frozenset(_POST_ONLY.split()), frozenset(_NOT_PAGES.split())
PAGES = sorted(set(POLICY) - POST_ONLY - NOT_PAGES)

SAMPLES: dict[str, dict[str, object]] = {
    **BAROMETER_SAMPLES,
    **CONTEST_SAMPLES,
    "illico:take_post": {"agent_id": 1},
    "illico:change_state": {"agent_id": 1},
    "illico:console_call": {"agent_id": 1, "call_id": NOBODY},
    "illico:guidance": {"code": "nulle-part"},
    "illico:entrust": {"code": "nulle-part"},
    "illico:own_seat": {"agent_id": 1},
    "illico:own_slots": {"agent_id": 1},
    "illico:answer_slot": {"agent_id": 1, "slot_id": 1},
    "illico:contest": {"agent_id": 1},
    "illico:attestation": {"agent_id": 1},
    "illico:answer_offer": {"offer_id": 1},
    "illico:blocks": {"organisation_id": 1},
    "illico:lift_block": {"block_id": 1},
    "illico:team_seats": {"organisation_id": 1},
    "illico:offer_seat": {"organisation_id": 1},
    "illico:withdraw_offer": {"organisation_id": 1, "offer_id": 1},
    "illico:change_seat": {"agent_id": 1},
    "illico:team_slots": {"organisation_id": 1},
    "illico:change_team": {"organisation_id": 1},
    "illico:wall": {"organisation_id": 1},
    "illico:finish_follow_up": {"agent_id": 1, "follow_up_id": 1},
    "illico:move_agent": {"organisation_id": 1, "agent_id": 1},
    "illico:help_call": {"request_id": NOBODY},
    "illico:debrief": {"report_id": 1},
    "illico:agent_figures": {"organisation_id": 1},
    "illico:opinion": {"organisation_id": 1},
    "illico:console_help": {"agent_id": 1, "call_id": NOBODY},
    "illico:write_note": {"agent_id": 1, "call_id": NOBODY},
    "illico:write_up": {"agent_id": 1, "call_id": NOBODY},
    "calls:invitation": {"code": "BCDFGH"},
    "calls:conversation": {"token": TOKEN},
    "calls:observation": {"token": TOKEN},
    "calls:hang_up": {"token": TOKEN},
    "calls:write_sheet": {"call_id": NOBODY},
    "calls:sheet": {"sheet_id": 1},
    "calls:change_sheet": {"sheet_id": 1},
    "calls:forget": {"participant_id": NOBODY},
    "calls:scenario": {"slug": "colis-jamais-arrive"},
    "calls:turn": {"slug": "colis-jamais-arrive"},
    "calls:keep": {"slug": "colis-jamais-arrive"},
    "calls:open_together": {"slug": "colis-jamais-arrive"},
    "people:open_link": {"token": TOKEN},
    "people:revoke_session": {"session_id": 1},
    "organisations:organisation": {"organisation_id": 1},
    "organisations:change": {"organisation_id": 1},
    "organisations:add_part": {"organisation_id": 1},
    "organisations:attach": {"organisation_id": 1},
    "organisations:close": {"organisation_id": 1},
    "organisations:check": {"organisation_id": 1},
    "organisations:invite": {"organisation_id": 1},
    "organisations:invitation": {"token": TOKEN},
    "organisations:withdraw_invitation": {"invitation_id": 1},
    "organisations:end_membership": {"membership_id": 1},
    "mobility:branch": {"slug": "nulle-part"},
    "mobility:branch_cards": {"slug": "nulle-part"},
    "mobility:branch_employers": {"slug": "nulle-part"},
    "mobility:branch_door": {"slug": "nulle-part", "code": "D1408"},
    "mobility:remove_branch_card": {"slug": "nulle-part", "code": "D1408"},
    "mobility:remove_branch_employer": {"slug": "nulle-part", "organisation_id": 1},
    "mobility:new_agreement": {"slug": "nulle-part"},
    "mobility:branch_presentation": {"slug": "nulle-part"},
    "mobility:agreement": {"agreement_id": 1},
    "mobility:confirm_agreement": {"slug": "nulle-part", "agreement_id": 1},
    "mobility:card": {"code": "D1408"},
    "mobility:reasons": {"code": "D1408"},
    "mobility:resume": {"token": TOKEN},
    "mobility:withdraw_share": {"link_id": 1},
    "mobility:shared": {"token": TOKEN},
    "mobility:apply": {"vacancy_id": 1},
    "mobility:vacancy": {"vacancy_id": 1},
    "mobility:report_vacancy": {"vacancy_id": 1},
    "mobility:new_vacancy": {"organisation_id": 1},
    "mobility:employer_vacancy": {"vacancy_id": 1},
    "mobility:edit_vacancy": {"vacancy_id": 1},
    "mobility:publish_vacancy": {"vacancy_id": 1},
    "mobility:renew_vacancy": {"vacancy_id": 1},
    "mobility:withdraw_vacancy": {"vacancy_id": 1},
    "mobility:close_posts": {"vacancy_id": 1},
    "mobility:add_posts": {"vacancy_id": 1},
    "mobility:undo_direct_hire": {"vacancy_id": 1},
    "mobility:import_vacancies": {"organisation_id": 1},
    "mobility:vacancy_import": {"import_id": 1},
    "mobility:import_corrections": {"import_id": 1},
    "mobility:drop_import": {"import_id": 1},
    "mobility:vacancy_template": {"kind": "csv"},
    "mobility:export_vacancies": {"organisation_id": 1, "kind": "csv"},
    "mobility:decide_report": {"report_id": 1},
    "mobility:show_vacancy": {"vacancy_id": 1},
    "mobility:application": {"application_id": 1},
    "mobility:withdraw_application": {"application_id": 1},
    "mobility:application_message": {"application_id": 1},
    "mobility:add_document": {"application_id": 1},
    "mobility:application_document": {"application_id": 1, "document_id": 1},
    "mobility:choose_slot": {"application_id": 1},
    "mobility:cancel_slot": {"application_id": 1, "slot_id": 1},
    "mobility:interview_file": {"application_id": 1, "slot_id": 1},
    "mobility:candidates": {"vacancy_id": 1},
    "mobility:answer_remaining": {"vacancy_id": 1},
    "mobility:candidate": {"application_id": 1},
    "mobility:open_candidate": {"application_id": 1},
    "mobility:move_candidate": {"application_id": 1},
    "mobility:refuse_candidate": {"application_id": 1},
    "mobility:undo_hire": {"application_id": 1},
    "mobility:propose_slots": {"application_id": 1},
    "mobility:hire_candidate": {"application_id": 1},
    "mobility:training_path": {"code": "D1408"},
    "mobility:answer_block": {"offer_id": 1},
    "mobility:show_award": {"award_id": 1},
    "training:certificate": {"certificate_id": 1},
    "training:recognise": {"certificate_id": 1},
    "training:withdraw_recognition": {"certificate_id": 1},
    "training:programme": {"programme_id": 1},
    "training:ask_seat": {"session_id": 1},
    "training:cancel_seat": {"enrolment_id": 1},
    "training:declare_body": {"organisation_id": 1},
    "training:new_programme": {"body_id": 1},
    "training:new_session": {"programme_id": 1},
    "training:close_programme": {"programme_id": 1},
    "training:session_seat": {"session_id": 1},
    "training:cancel_session": {"session_id": 1},
    "training:decide_seat": {"enrolment_id": 1},
    "training:record_results": {"enrolment_id": 1},
    "training:renew_accreditation": {"accreditation_id": 1},
    "training:withdraw_accreditation": {"accreditation_id": 1},
    "mobility:plan": {"plan_id": 1},
    "mobility:plan_settings": {"plan_id": 1},
    "mobility:plan_readers": {"plan_id": 1},
    "mobility:announce_plan": {"plan_id": 1},
    "mobility:shred_plan": {"plan_id": 1},
    "mobility:plan_criteria": {"plan_id": 1},
    "mobility:roster": {"plan_id": 1},
    "mobility:roster_template": {"plan_id": 1},
    "mobility:plan_posts": {"plan_id": 1},
    "mobility:plan_counted": {"plan_id": 1},
    "mobility:plan_results": {"plan_id": 1},
    "mobility:proposals": {"plan_id": 1},
    "mobility:plan_letters": {"plan_id": 1},
    "mobility:plan_sheet": {"plan_id": 1},
    "mobility:plan_sheet_pdf": {"plan_id": 1},
    "mobility:freeze_plan": {"plan_id": 1},
    "mobility:plan_archive": {"plan_id": 1},
    "mobility:plan_person": {"plan_id": 1, "entry_id": 1},
    "mobility:paper_answer": {"plan_id": 1, "proposal_id": 1},
    "mobility:roster_import": {"plan_id": 1, "import_id": 1},
    "mobility:roster_bad_lines": {"plan_id": 1, "import_id": 1},
    "mobility:shared_sheet": {"token": TOKEN},
    "mobility:personal_page": {"code": TOKEN},
    "illico:number": {"code": "nulle-part"},
    "illico:call_start": {"code": "nulle-part"},
    **{
        f"illico:{name}": {"token": TOKEN}
        for name in (
            "call",
            "call_state",
            "hang_up",
            "solved",
            "ask_call_back",
            "leave_call_back",
            "come_back",
            "call_back_link",
            "case",
        )
    },
    "illico:find_answers": {"code": "nulle-part"},
    "illico:new_number": {"organisation_id": 1},
    "illico:own_number": {"code": "nulle-part"},
    "illico:edit_number": {"code": "nulle-part"},
    "illico:publish_number": {"code": "nulle-part"},
    "illico:close_number": {"code": "nulle-part"},
    "illico:hours": {"code": "nulle-part"},
    "illico:relief": {"code": "nulle-part"},
    "illico:closing": {"code": "nulle-part"},
    "illico:reopen": {"code": "nulle-part", "closing_id": 1},
    "illico:answers": {"code": "nulle-part"},
    "illico:edit_answer": {"code": "nulle-part", "answer_id": 1},
    "illico:move_answer": {"code": "nulle-part", "answer_id": 1},
    "illico:remove_answer": {"code": "nulle-part", "answer_id": 1},
    "illico:number_charter": {"code": "nulle-part"},
    "illico:evidence": {"code": "nulle-part"},
    "illico:leaves": {"code": "nulle-part"},
    "illico:own_proof": {"token": TOKEN},
    "illico:pay_month": {"agent_id": 1, "month": "2026-11"},
    "illico:pay_file": {"agent_id": 1, "month": "2026-11", "form": "pdf"},
    "illico:pay_account": {"agent_id": 1},
    "illico:accounts": {"code": "nulle-part"},
    "illico:account_month": {"code": "nulle-part", "month": "2026-11"},
    "illico:settle": {"code": "nulle-part", "month": "2026-11"},
    "illico:take_back": {"code": "nulle-part", "month": "2026-11"},
    "illico:payment_orders": {"code": "nulle-part", "month": "2026-11"},
    "illico:account_file": {"code": "nulle-part", "month": "2026-11", "form": "pdf"},
    "illico:year_file": {"code": "nulle-part", "year": 2026, "form": "fec"},
    "illico:decision": {"decision_id": 1},
    "illico:propose_step": {"code": "nulle-part"},
    "campaigns:node": {"slug": "nulle-part"},
    "campaigns:logo": {"slug": "nulle-part", "partner_id": 1},
    "campaigns:calendar": {"slug": "nulle-part"},
    "campaigns:poster": {"slug": "nulle-part", "paper": "a4"},
    "campaigns:press": {"slug": "nulle-part"},
    **{f"campaigns:{name}": {"tour_id": 1} for name in ("tour", "make_stops", "drop_tour")},
    "campaigns:tour_file": {"tour_id": 1, "form": "pdf"},
    "campaigns:press_facts": {"slug": "nulle-part", "form": "csv"},
    "campaigns:invitation": {"token": TOKEN},
    "campaigns:trying": {"slug": "nulle-part"},
    "campaigns:certificate": {"token": TOKEN},
    "campaigns:check_certificate": {"code": "22222222"},
    "campaigns:report": {"slug": "nulle-part"},
    "campaigns:report_file": {"slug": "nulle-part", "name": "bilan.csv"},
    "campaigns:register": {"slug": "nulle-part"},
    "campaigns:lost_link": {"slug": "nulle-part"},
    "campaigns:stop_letters": {"token": TOKEN},
    **{
        f"campaigns:{name}": {"token": TOKEN}
        for name in (
            "registration",
            "change_registration",
            "cancel_registration",
            "accept_place",
            "claim_registration",
            "registration_calendar",
        )
    },
    "campaigns:new_campaign": {"organisation_id": 1},
    **{
        f"campaigns:{name}": {"node_id": 1}
        for name in (
            "seat",
            "edit",
            "new_node",
            "step",
            "lock",
            "duplicate",
            "partners",
            "vacancies",
            "hide_vacancy",
            "answer_need",
            "invitations",
        )
    },
    **{
        f"campaigns:{name}": {"node_id": 1}
        for name in (
            "intake",
            "add_slots",
            "questions",
            "attendance",
            "import_registrations",
            "import_programme",
            "call_off",
            "take_back",
            "activity",
            "clock",
            "archive",
            "letters",
        )
    },
    "campaigns:slot": {"node_id": 1, "slot_id": 1},
    "campaigns:question": {"node_id": 1, "question_id": 1},
    "campaigns:letter": {"node_id": 1, "letter_id": 1},
    "campaigns:door_desk": {"node_id": 1},
    "campaigns:badges": {"node_id": 1},
    "campaigns:revoke_device": {"node_id": 1, "device_id": 1},
    **{
        f"campaigns:{name}": {"node_id": 1}
        for name in ("dating", "dating_hours", "new_table", "dating_act", "dating_day")
    },
    "campaigns:edit_table": {"node_id": 1, "table_id": 1},
    "campaigns:dating_person": {"node_id": 1, "registration_id": 1},
    "campaigns:dating_meeting": {"node_id": 1, "meeting_id": 1},
    "campaigns:table": {"table_id": 1},
    "campaigns:outcome": {"table_id": 1, "meeting_id": 1},
    "campaigns:wishes": {"token": TOKEN},
    "campaigns:own_meetings": {"token": TOKEN},
    "campaigns:screen": {"slug": "nulle-part", "token": TOKEN},
    "campaigns:partner": {"node_id": 1, "partner_id": 1},
    "campaigns:withdraw_invitation": {"node_id": 1, "invitation_id": 1},
}


def sample(name: str) -> dict[str, object]:
    """Return arguments with which the address can be written; they open nothing."""
    return SAMPLES.get(name, {})
