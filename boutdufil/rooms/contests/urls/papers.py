"""Addresses of the quiz day: the candidate's."""

from django.urls import path

from boutdufil.rooms.contests.views import papers

ENTRY = "concours/ma-candidature/<int:entry_id>/questionnaire/<int:quiz_id>/<slug:kind>/"
PAPER = "concours/copie/<int:attempt_id>/"

urlpatterns = [
    path(ENTRY, papers.quiz, name="quiz"),
    path(f"{ENTRY}commencer/", papers.start, name="start_quiz"),
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}reponses/", papers.paper_answers, name="paper_answers"),
    path(f"{PAPER}question/<int:number>/", papers.paper_question, name="paper_question"),
    path(f"{PAPER}continuer/", papers.take_paper, name="take_paper"),
    path(f"{PAPER}rendre/", papers.end_paper, name="end_paper"),
    path(f"{PAPER}film/<int:position>/", papers.question_film, name="paper_film"),
]
