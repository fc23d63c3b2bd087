"""Open data of the inhabited site: a release with a figure that is shown and one that is not."""

from tests.rooms.barometer.open_world import SLUG, published_release

OF_INDICATOR = ("indicator_xlsx", "measured_csv", "api_indicator", "indicator_svg")
OF_RELEASE = ("release_zip", "api_release")


def inhabit_open_data() -> dict[str, dict[str, object]]:
    """Let a release go out."""
    release = published_release()
    kwargs = {"survey": release.survey.slug, "number": release.number}
    return {f"barometer:{name}": {"slug": SLUG} for name in OF_INDICATOR} | {
        f"barometer:{name}": kwargs for name in OF_RELEASE
    }
