"""Banks of questions for their authors; a stage's quiz for its organiser."""

from django.urls import path

from boutdufil.rooms.contests.views import banks, items, quizzes

BANKS = "concours/questions/"
BANK = f"{BANKS}<int:bank_id>/"
ITEM = f"{BANK}<int:item_id>/"
STAGE = "concours/organiser/<int:edition_id>/epreuves/<int:stage_id>/"
QUESTION = f"{STAGE}analyse/<int:version_id>/"

urlpatterns = [
    path("k/<slug:slug>/questions/", quizzes.question_changes, name="question_changes"),
    path(BANKS, banks.banks, name="banks"),
    path(f"{BANKS}image/<int:version_id>/", items.item_picture, name="item_picture"),
    path(BANK, banks.bank, name="bank"),
    path(f"{BANK}themes/", banks.theme, name="theme"),
    path(f"{BANK}reprendre/", banks.import_items, name="import_items"),
    path(f"{BANK}emporter/", banks.export_items, name="export_items"),
    path(f"{BANK}ecrire/", items.write_item, name="write_item"),
    path(ITEM, items.item, name="item"),
    path(f"{ITEM}changer/", items.change_item, name="change_item"),
    path(f"{ITEM}acte/", items.item_act, name="item_act"),
    path(f"{ITEM}relire/", items.review_item, name="review_item"),
    path(f"{STAGE}questionnaire/", quizzes.quiz_settings, name="quiz_settings"),
    path(f"{STAGE}analyse/", quizzes.quiz_analysis, name="quiz_analysis"),
    path(QUESTION, quizzes.quiz_question, name="quiz_question"),
    path(f"{QUESTION}retirer/", quizzes.withdraw, name="withdraw_question"),
    path(f"{QUESTION}bonne-reponse/", quizzes.new_key, name="new_key"),
    path(f"{STAGE}ressemblances/", quizzes.similarities, name="similarities"),
]
