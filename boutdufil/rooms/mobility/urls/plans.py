"""Addresses of redeployment plans: those of the firm by number, those of people by code."""

from django.urls import path

from boutdufil.rooms.mobility.views import (
    personal_pages,
    plan_answers,
    plan_posts,
    plan_results,
    plan_sheets,
    plans,
    proposals,
    rosters,
)

ONE = "plans/<int:plan_id>/"
IMPORT = f"{ONE}personnes/fichier/<int:import_id>/"

urlpatterns = [
    path("plans/", plans.index, name="plans"),
    path("plans/nouveau/", plans.new_plan, name="new_plan"),
    path(ONE, plans.plan_page, name="plan"),
    path(f"{ONE}reglages/", plans.settings, name="plan_settings"),
    path(f"{ONE}lecture/", plans.readers, name="plan_readers"),
    path(f"{ONE}annonce/", plans.announce, name="announce_plan"),
    path(f"{ONE}detruire/", plans.shred, name="shred_plan"),
    path(f"{ONE}criteres/", plans.criteria, name="plan_criteria"),
    path(f"{ONE}personnes/", rosters.roster, name="roster"),
    path(f"{ONE}personnes/modele.csv", rosters.template, name="roster_template"),
    path(f"{ONE}personnes/<int:entry_id>/", plan_results.person, name="plan_person"),
    path(IMPORT, rosters.roster_import, name="roster_import"),
    path(f"{IMPORT}a-corriger.csv", rosters.bad_lines, name="roster_bad_lines"),
    path(f"{ONE}postes/", plan_posts.posts, name="plan_posts"),
    path(f"{ONE}postes/comptage/", plan_posts.counted, name="plan_counted"),
    path(f"{ONE}calcul/", plan_results.results, name="plan_results"),
    path(f"{ONE}propositions/", proposals.proposals_page, name="proposals"),
    path(f"{ONE}propositions/<int:proposal_id>/", plan_answers.paper_answer, name="paper_answer"),
    path(f"{ONE}propositions/lettres.pdf", proposals.letters, name="plan_letters"),
    path(f"{ONE}synthese/", plan_sheets.sheet, name="plan_sheet"),
    path(f"{ONE}synthese/synthese.pdf", plan_sheets.sheet_file, name="plan_sheet_pdf"),
    path(f"{ONE}figer/", plan_sheets.freeze, name="freeze_plan"),
    path(f"{ONE}figer/archive.zip", plan_sheets.archive, name="plan_archive"),
    path("synthese/<str:token>/", plan_sheets.shared_sheet, name="shared_sheet"),
    path("reclassement/", personal_pages.code, name="personal_code"),
    path("reclassement/<str:code>/", personal_pages.personal_page, name="personal_page"),
]
