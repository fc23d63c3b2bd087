"""Estimates and their errors are those of R's survey package, on samples of its own and ours."""

import numpy as np
import pytest

from boutdufil.engines.calibration.design import Lonely, Rule, stratified, surveyed
from boutdufil.engines.calibration.estimates import by_category, mean, ratio, share, total
from boutdufil.engines.calibration.variance import covariance, degrees, estimate, quantile
from tests.engines.survey_reference import (
    EXACT,
    FIGURES,
    ITERATED,
    MADE,
    api,
    calibrated,
    needs_api,
    with_indicators,
)

TOTALS = np.asarray([6194.0, 755, 1018, 3914069])
TOTAL_ENROLL = 3811472.0


def agrees(survey, name, *estimates, within=EXACT):
    """Values first, then errors, as R prints them."""
    found = [estimate(survey, one) for one in estimates]
    told = [one.value for one in found] + [one.error for one in found]
    assert told == pytest.approx(FIGURES[name], rel=within, abs=1e-12)


@pytest.fixture(scope="module")
def schools():
    return api("apistrat")


@pytest.fixture(scope="module")
def plain(schools):
    return surveyed(stratified(schools["pw"], strata=schools["stype"], population=schools["fpc"]))


def greg(schools, plain, method="linear", rule=Rule.SURVEY):
    auxiliary = with_indicators(schools["stype"], schools["api99"])
    weights = calibrated(plain.weights, auxiliary, TOTALS, method)
    return surveyed(plain.design, weights=weights, auxiliary=auxiliary, rule=rule)


@needs_api
def test_stratified_totals_means_and_ratios(schools, plain):
    assert estimate(plain, total(plain, schools["enroll"])).value == pytest.approx(3687177.53243828)
    assert estimate(plain, total(plain, schools["enroll"])).error == pytest.approx(
        114641.71610078, rel=EXACT
    )
    found = estimate(plain, mean(plain, schools["api00"]))
    assert (found.value, found.error) == pytest.approx(
        (662.287363159321, 9.40894080278458), rel=EXACT
    )
    found = estimate(plain, ratio(plain, schools["api.stu"], schools["enroll"]))
    assert (found.value, found.error) == pytest.approx(
        (0.836956886940522, 0.00775710316663788), rel=EXACT
    )
    found = estimate(
        plain, ratio(plain, schools["api00"], schools["api99"], schools["stype"] == "H")
    )
    assert (found.value, found.error) == pytest.approx(
        (1.01370351172736, 0.00541258915292192), rel=EXACT
    )
    agrees(plain, "contrast", total(plain, schools["api00"]) / total(plain, schools["api99"]))


@needs_api
def test_intervals_and_degrees_of_freedom(schools, plain):
    found = estimate(plain, total(plain, schools["enroll"]))

    assert found.freedom == 197
    assert found.normal() == pytest.approx((3462483.89775488, 3911871.16712167), rel=EXACT)
    assert found.student() == pytest.approx((3461095.00771954, 3913260.05715701), rel=EXACT)
    assert [
        degrees(plain),
        degrees(plain, schools["comp.imp"] == "Yes"),
        degrees(plain, schools["stype"] == "H"),
    ] == [FIGURES["df"][at] for at in (0, 1, 3)]


@needs_api
def test_categories_and_domains(schools, plain):
    found = by_category(schools["stype"], lambda where: total(plain, schools["enroll"], where))
    assert [estimate(plain, found[name]).error for name in "EHM"] == pytest.approx(
        [72581.3345757522, 69239.3959522505, 55502.9637938561], rel=EXACT
    )
    inside = estimate(plain, total(plain, schools["enroll"], schools["meals"] > 50))
    assert (inside.value, inside.error) == pytest.approx(
        (1589854.72656822, 155313.825799102), rel=EXACT
    )
    assert covariance(
        plain, mean(plain, schools["api00"]), mean(plain, schools["api99"])
    ).ravel() == pytest.approx(FIGURES["vcov"], rel=EXACT)


@needs_api
def test_without_correction_with_fractions_and_one_stratum(schools):
    free = surveyed(stratified(schools["pw"], strata=schools["stype"]))
    agrees(free, "nofpc total enroll", total(free, schools["enroll"]))
    agrees(free, "nofpc mean api00", mean(free, schools["api00"]))
    drawn = {"E": 100 / 4421, "H": 50 / 755, "M": 50 / 1018}
    parted = surveyed(stratified(strata=schools["stype"], population=drawn))
    agrees(parted, "fraction total enroll", total(parted, schools["enroll"]))
    simple = api("apisrs")
    once = surveyed(stratified(population=simple["fpc"]))
    agrees(once, "srs mean api00", mean(once, simple["api00"]))
    loose = surveyed(stratified(simple["pw"]))
    agrees(loose, "srs nofpc total enroll", total(loose, simple["enroll"]))


@needs_api
def test_clusters():
    schools = api("apiclus1")
    names = [str(one) for one in schools["dnum"]]
    design = stratified(schools["pw"], clusters=names, population=schools["fpc"])
    survey = surveyed(design)
    agrees(survey, "clus1 mean api00", mean(survey, schools["api00"]))
    agrees(survey, "clus1 total enroll", total(survey, schools["enroll"]))
    agrees(survey, "clus1 ratio", ratio(survey, schools["api.stu"], schools["enroll"]))
    assert degrees(survey) == 14
    auxiliary = with_indicators(schools["stype"])
    weights = calibrated(design.weights, auxiliary, TOTALS[:3])
    fixed = surveyed(design, weights=weights, auxiliary=auxiliary)
    found = estimate(fixed, total(fixed, schools["enroll"]))
    assert (found.value, found.error) == pytest.approx(
        (3680892.94511905, 406292.636294802), rel=EXACT
    )
    agrees(
        fixed, "clus1 greg domain mean", mean(fixed, schools["api00"], schools["comp.imp"] == "Yes")
    )


@needs_api
@pytest.mark.parametrize(
    ("method", "figures", "within"),
    [
        ("linear", (664.630200260885, 1.89991859519984, 3680331.72995434, 110678.655917579), EXACT),
        (
            "raking",
            (664.629170480268, 1.89986441120528, 3680363.50598905, 110680.507378613),
            ITERATED,
        ),
    ],
)
def test_calibration_enters_by_residuals_weighted_before(schools, plain, method, figures, within):
    survey = greg(schools, plain, method)
    of_mean = estimate(survey, mean(survey, schools["api00"]))
    of_total = estimate(survey, total(survey, schools["enroll"]))

    told = (of_mean.value, of_mean.error, of_total.value, of_total.error)
    assert told == pytest.approx(figures, rel=within)
    for name, one in {
        "domain meals>50 total enroll": total(survey, schools["enroll"], schools["meals"] > 50),
        "domain meals>50 mean api00": mean(survey, schools["api00"], schools["meals"] > 50),
        "domain ratio": ratio(
            survey, schools["api.stu"], schools["enroll"], schools["comp.imp"] == "Yes"
        ),
    }.items():
        agrees(survey, f"greg {method} {name}", one, within=within)
    means = by_category(schools["stype"], lambda where: mean(survey, schools["api00"], where))
    agrees(survey, f"greg {method} by stype mean", *means.values(), within=within)
    sums = by_category(schools["comp.imp"], lambda where: total(survey, schools["enroll"], where))
    agrees(survey, f"greg {method} by comp.imp total", *sums.values(), within=within)


@needs_api
def test_what_was_calibrated_has_no_error(schools, plain):
    survey = greg(schools, plain)
    known = estimate(survey, total(survey, schools["api99"]))

    assert known.value == pytest.approx(TOTALS[3])
    assert known.error < 1e-6


@needs_api
def test_other_ways_to_take_residuals_have_names_of_their_own(schools, plain):
    errors = {
        rule: estimate(survey, total(survey, schools["enroll"])).error
        for rule in Rule
        for survey in [greg(schools, plain, rule=rule)]
    }

    assert errors[Rule.SURVEY] == pytest.approx(110678.655917579, rel=EXACT)
    assert len({round(error, 2) for error in errors.values()}) == 3


@needs_api
def test_calibration_with_and_without_intercept_or_correction(schools, plain):
    bare = schools["api99"][:, None]
    weights = calibrated(plain.weights, bare, TOTALS[3:])
    survey = surveyed(plain.design, weights=weights, auxiliary=bare)
    agrees(survey, "no intercept total enroll", total(survey, schools["enroll"]))
    agrees(survey, "no intercept mean api00", mean(survey, schools["api00"]))
    free = greg(schools, surveyed(stratified(schools["pw"], strata=schools["stype"])))
    agrees(free, "greg nofpc total enroll", total(free, schools["enroll"]))
    agrees(free, "greg nofpc mean api00", mean(free, schools["api00"]))


@needs_api
def test_calibration_of_a_simple_sample(schools):
    simple = api("apisrs")
    auxiliary = with_indicators(simple["stype"], simple["enroll"])
    design = stratified(population=simple["fpc"])
    weights = calibrated(design.weights, auxiliary, np.asarray([6194.0, 755, 1018, TOTAL_ENROLL]))
    survey = surveyed(design, weights=weights, auxiliary=auxiliary)
    agrees(survey, "srs greg mean api00", mean(survey, simple["api00"]))
    agrees(survey, "srs greg ratio", ratio(survey, simple["api00"], simple["api99"]))
    agrees(
        survey, "srs greg domain total", total(survey, simple["api.stu"], simple["awards"] == "Yes")
    )
    # Cells alone, all of them: post-stratification. One more column repeats the others.
    cells = with_indicators(simple["stype"], np.ones(len(simple["stype"])), intercept=False)
    weights = calibrated(design.weights, cells[:, :3], np.asarray([4421.0, 755, 1018]))
    survey = surveyed(design, weights=weights, auxiliary=cells)
    agrees(survey, "poststratified total enroll", total(survey, simple["enroll"]))
    agrees(survey, "poststratified mean api00", mean(survey, simple["api00"]))


@needs_api
def test_distances_of_their_own_scale(schools, plain):
    scale = 1 / np.tile([1.0, 2, 4, 5], 50)
    auxiliary = with_indicators(schools["stype"], schools["api99"])
    weights = calibrated(plain.weights, auxiliary, TOTALS, scale=scale)
    survey = surveyed(plain.design, weights=weights, auxiliary=auxiliary, scale=scale)
    agrees(survey, "greg variance total enroll", total(survey, schools["enroll"]))
    agrees(survey, "greg variance mean api00", mean(survey, schools["api00"]))


@needs_api
@pytest.mark.parametrize("level", [0.1, 0.25, 0.5, 0.9])
def test_quantiles_are_woodruffs(schools, plain, level):
    found = quantile(plain, schools["enroll"], level)

    told = (found.value, found.low, found.high, found.error)
    assert told == pytest.approx(FIGURES[f"quantile {level}"], rel=EXACT)


@needs_api
def test_quantiles_of_a_domain_and_under_calibration(schools, plain):
    yes = schools["comp.imp"] == "Yes"
    inside, fixed = quantile(plain, schools["enroll"], 0.5, yes), greg(schools, plain)
    whole = quantile(fixed, schools["enroll"], 0.5)
    for found, name in ((inside, "domain"), (whole, "greg")):
        told = (found.value, found.low, found.high, found.error)
        assert told == pytest.approx(FIGURES[f"quantile {name} 0.5"], rel=EXACT)


@needs_api
def test_a_share_has_an_interval_within_0_and_1(schools, plain):
    found = estimate(plain, share(plain, schools["meals"] > 90))

    value, *interval = FIGURES["share xlogit"]
    assert found.value == pytest.approx(value, rel=EXACT)
    # R's svyciprop takes 197 degrees of freedom here too.
    assert found.logit() == pytest.approx(interval, rel=EXACT)
    assert found.student() == pytest.approx(FIGURES["share mean"][1:], rel=EXACT)


@needs_api
def test_a_stratum_of_which_one_was_drawn(schools):
    strata = schools["stype"].astype("<U1").copy()
    strata[0] = "X"
    sizes = {"E": 4420, "H": 755, "M": 1018, "X": 9}
    for policy in (Lonely.CERTAINTY, Lonely.ADJUST, Lonely.AVERAGE):
        survey = surveyed(stratified(strata=strata, population=sizes, lonely=policy))
        agrees(survey, f"lonely {policy} total", total(survey, schools["enroll"]))
        agrees(survey, f"lonely {policy} mean", mean(survey, schools["api00"]))
    whole = surveyed(stratified(strata=strata, population=sizes | {"X": 1}))
    agrees(whole, "lonely taken whole", total(whole, schools["enroll"]))


def made(method=None):
    design = stratified(strata=MADE["stratum"], population=MADE["population"])
    if method is None:
        return surveyed(design)
    auxiliary = with_indicators(MADE["kind"], MADE["heads"])
    totals = np.asarray([491.0, 210, 10600])
    weights = calibrated(design.weights, auxiliary, totals, method)
    return surveyed(design, weights=weights, auxiliary=auxiliary)


def test_a_made_sample_with_a_stratum_taken_whole():
    survey = made()
    agrees(survey, "made total heads", total(survey, MADE["heads"]))
    agrees(survey, "made turnover", ratio(survey, MADE["hires"], MADE["heads"]))
    agrees(survey, "made share out", share(survey, MADE["kind"] == "out"))
    regions = by_category(
        MADE["region"], lambda where: ratio(survey, MADE["hires"], MADE["heads"], where)
    )
    agrees(survey, "made by region turnover", *regions.values())
    kinds = by_category(MADE["kind"], lambda where: mean(survey, MADE["contacts"], where))
    agrees(survey, "made by kind mean", *kinds.values())
    found = quantile(survey, MADE["contacts"], 0.5)
    told = (found.value, found.low, found.high, found.error)
    assert told == pytest.approx(FIGURES["made quantile 0.5"], rel=EXACT)
    assert [degrees(survey)] == FIGURES["made df"]


@pytest.mark.parametrize("method", ["linear", "raking"])
def test_the_made_sample_calibrated(method):
    survey = made(method)
    assert survey.weights[:5] == pytest.approx(FIGURES[f"made {method} weights"], rel=EXACT)
    agrees(survey, f"made {method} total contacts", total(survey, MADE["contacts"]))
    outside = ratio(survey, MADE["hires"], MADE["heads"], MADE["kind"] == "out")
    agrees(survey, f"made {method} turnover out", outside)
    north = total(survey, MADE["contacts"], MADE["region"] == "N")
    agrees(survey, f"made {method} region N contacts", north)
