"""Finding a job or a skill by everyday words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from boutdufil.kernel.occupations.enums import ReleaseStatus
from boutdufil.kernel.occupations.models import JobTitle, Skill
from boutdufil.kernel.occupations.selectors.memory import PerRelease
from boutdufil.kernel.occupations.selectors.rows import CardSummary, SkillRow, TitleHit
from boutdufil.kernel.occupations.selectors.ruling import cards, in_language
from boutdufil.kernel.occupations.selectors.word_index import WordIndex
from boutdufil.kernel.occupations.selectors.wording import readings, search_forms

TITLE_COLUMNS = ("pk", "search", "everyday", "rare", "card__code")
RARE_COSTS = 0.03


@dataclass(frozen=True, slots=True)
class Searched:
    """An index with the keys its places stand for."""

    index: WordIndex
    keys: list[Any]

    def hits(self, query: str) -> list[tuple[float, Any]]:
        """Return (likeness, key), best first."""
        return [(score, self.keys[place]) for score, place in self.index.search(readings(query))]


def load_titles() -> Searched:
    """Read the titles in force; the short ones first, then ROME's, so that they win ties."""
    titles = JobTitle.objects.filter(card__release__status=ReleaseStatus.IN_FORCE)
    rows = list(titles.order_by("-card__release__kind", "pk").values_list(*TITLE_COLUMNS))
    rows.sort(key=lambda row: len(row[1]))
    return Searched(WordIndex([row[1] for row in rows]), rows)


def load_skills() -> Searched:
    """Read the labels of the skills in use."""
    rows = list(Skill.objects.filter(retired=False).order_by("pk").values_list("pk", "search"))
    rows.sort(key=lambda row: len(row[1]))
    return Searched(WordIndex([search for _code, search in rows]), [code for code, _ in rows])


# The rows of old titles leave with their release: a search on them would find nothing.
_titles = PerRelease(load_titles)
_skills = PerRelease(load_skills)


def search_titles(query: str, *, limit: int = 12) -> list[TitleHit]:
    """Return the names of jobs that fit the words, best first, each name once a job.

    Official titles and our guide's everyday words are searched together, in either
    gender, without accents, with typing slips; words that no title knows are ignored.
    """
    found = [
        (score - RARE_COSTS * rare, pk, everyday, code)
        for score, (pk, _forms, everyday, rare, code) in _titles.get().hits(query)
    ]
    found.sort(key=lambda hit: -hit[0])
    return title_hits(found[: 4 * limit], limit)


def codes_named(query: str) -> dict[str, float]:
    """Return the jobs whose best title fits the words, with its score, best first.

    The search of `search_titles` without its labels, for whoever ranks and does not show.
    """
    best: dict[str, float] = {}
    for score, (_pk, _forms, _everyday, rare, code) in _titles.get().hits(query):
        best[code] = max(best.get(code, 0.0), round(score - RARE_COSTS * rare, 4))
    return dict(sorted(best.items(), key=lambda item: -item[1]))


def title_hits(found: list[tuple[float, int, bool, str]], limit: int) -> list[TitleHit]:
    """Return the first hits with their labels."""
    known = cards({code for _score, _pk, _everyday, code in found})
    labels = title_labels([pk for _score, pk, _everyday, _code in found])
    hits: dict[tuple[str, str], TitleHit] = {}
    for score, pk, everyday, code in found:
        if pk in labels and code in known:
            hit = title_hit(pk, labels[pk], score, known[code], everyday)
            hits.setdefault((code, search_forms(hit.label)), hit)
    return list(hits.values())[:limit]


def title_labels(pks: list[int]) -> dict[int, str]:
    """Return the labels of these titles."""
    return dict(JobTitle.objects.filter(pk__in=pks).values_list("pk", "label"))


def title_hit(
    pk: int,
    label: str,
    score: float,
    card: CardSummary,
    everyday: bool,
) -> TitleHit:
    """Return a hit; everyday words lead to the job under its own label."""
    shown = card.label if everyday else label
    lang = card.lang if everyday else "fr"
    return TitleHit(pk, shown, card.code, card.label, round(score, 4), lang)


def search_skills(query: str, *, limit: int = 12) -> list[SkillRow]:
    """Return the skills whose label fits the words, best first."""
    codes = [code for _score, code in _skills.get().hits(query)[:limit]]
    known = skills(codes)
    return [known[code] for code in codes if code in known]


def skills(codes: Iterable[str]) -> dict[str, SkillRow]:
    """Return the skills of the codes, retired ones too; unknown codes are absent."""
    rows: QuerySet[Skill] = Skill.objects.filter(code__in=list(codes))
    return {row.code: skill_row(row) for row in rows}


def skill_row(row: Skill) -> SkillRow:
    """Return a skill in the reader's language; an official label stays French."""
    label, lang = in_language(row.label, "" if row.official else row.label_en)
    return SkillRow(row.code, label, row.kind, lang)
