"""The room's application."""

from importlib import import_module
from types import ModuleType

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MobilityConfig(AppConfig):
    """Plugs the room into the house's registries once Django is ready."""

    name = "boutdufil.rooms.mobility"
    label = "mobility"
    verbose_name = _("Mobilité")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the room with the navigation, with sign-in and with people's rights."""
        # Models exist only now: what touches them is imported here and not above.
        navigation = import_module("boutdufil.kernel.ui.navigation")
        registry = import_module("boutdufil.kernel.people.registry")
        services = import_module("boutdufil.rooms.mobility.services")
        navigation.register("mobility", _("Mobilité"), "mobility:start", order=10)
        registry.register_subject_data(
            "mobility", services.subject.export_path, services.subject.erase_path
        )
        registry.on_sign_in(services.claims.claim_guest_path)
        registry.register_my_page_section(
            "mobility.path",
            _("Mon parcours"),
            import_module("boutdufil.rooms.mobility.selectors.profiles").my_page_path,
            "mobility/_my_page.html",
            order=10,
        )
        for rule in services.retention.RULES:
            registry.register_retention_rule(rule)
        self._tell_of_vacancies(registry)
        self._tell_of_branches(navigation, registry)
        self._tell_of_applications(registry)
        self._tell_of_training_paths(registry)
        self._tell_of_awards(registry)
        self._tell_of_plans(navigation, registry)

    def _tell_of_branches(self, navigation: ModuleType, registry: ModuleType) -> None:
        """Lead to the branches from every foot of page, and to one's own from "my page"."""
        selectors = import_module("boutdufil.rooms.mobility.selectors.branches")
        navigation.register_in_footer("branches", _("Branches"), "mobility:branches", order=5)
        registry.register_my_page_section(
            "branches",
            _("Mes branches"),
            selectors.own_branches,
            "mobility/branches/_own.html",
            order=70,
        )

    def _tell_of_vacancies(self, registry: ModuleType) -> None:
        """Say where vacancies are read, and lead recruiters to theirs from "my page"."""
        import_module("boutdufil.kernel.posts.pages").register_vacancy_pages(
            public="mobility:vacancy", employer="mobility:employer_vacancy"
        )
        import_module("boutdufil.kernel.calls.pages").register_trade_pages(
            trade="mobility:card", vacancies="mobility:vacancies"
        )
        seat = import_module("boutdufil.rooms.mobility.selectors.employer_seat")
        registry.register_my_page_section(
            "mobility.vacancies",
            _("Recruter"),
            seat.my_page_section,
            "mobility/vacancies/_my_page.html",
            order=30,
        )

    def _tell_of_applications(self, registry: ModuleType) -> None:
        """Register what the room holds of applications, and their part of "my page"."""
        privacy = import_module("boutdufil.rooms.mobility.services.application_privacy")
        selectors = import_module("boutdufil.rooms.mobility.selectors.applications")
        registry.register_subject_data(
            "mobility.applications", privacy.export_applications, privacy.erase_applications
        )
        for rule in privacy.RULES:
            registry.register_retention_rule(rule)
        registry.register_my_page_section(
            "applications",
            _("Mes candidatures"),
            selectors.page_section,
            "mobility/applications/_page_section.html",
            order=20,
        )

    def _tell_of_training_paths(self, registry: ModuleType) -> None:
        """Register the situation a person told, and the blocks they are asked about."""
        services = import_module("boutdufil.rooms.mobility.services.training_paths")
        selectors = import_module("boutdufil.rooms.mobility.selectors.block_offers")
        registry.register_subject_data(
            "mobility.training_paths",
            services.export_training_path,
            services.erase_training_path,
        )
        registry.register_my_page_section(
            "mobility.blocks",
            _("Blocs obtenus"),
            selectors.my_page_offers,
            "mobility/training_paths/_my_page.html",
            order=45,
        )

    def _tell_of_awards(self, registry: ModuleType) -> None:
        """Register what contests recognised in somebody, which they show or not."""
        services = import_module("boutdufil.rooms.mobility.services.awards")
        selectors = import_module("boutdufil.rooms.mobility.selectors.awards")
        registry.register_subject_data(
            "mobility.awards", services.export_awards, services.erase_awards
        )
        registry.register_my_page_section(
            "mobility.awards",
            _("Ce qu’un concours a reconnu"),
            selectors.my_page_awards,
            "mobility/awards/_my_page.html",
            order=47,
        )

    def _tell_of_plans(self, navigation: ModuleType, registry: ModuleType) -> None:
        """Register what plans hold of people; lead readers from "my page", others by a code."""
        privacy = import_module("boutdufil.rooms.mobility.services.plan_privacy")
        selectors = import_module("boutdufil.rooms.mobility.selectors.plan_home")
        references = import_module("boutdufil.kernel.posts.references")
        counts = import_module("boutdufil.rooms.mobility.selectors.plan_counts")
        references.register_references("plan", counts.public_reference)
        self._keep_plans_secret()
        navigation.register_in_footer(
            "redeployment", _("Ma lettre de reclassement"), "mobility:personal_code", order=6
        )
        registry.register_subject_data("mobility.plans", privacy.export_plans, privacy.erase_plans)
        for rule in privacy.RULES:
            registry.register_retention_rule(rule)
        registry.register_my_page_section(
            "mobility.plans",
            _("Plans de reclassement"),
            selectors.my_page_plans,
            "mobility/plans/_my_page.html",
            order=35,
        )

    def _keep_plans_secret(self) -> None:
        """Have the admin of jobs and of the trail tell nothing of plans not announced yet."""
        secrets = import_module("boutdufil.rooms.mobility.selectors.plan_jobs").secret_versions
        jobs = import_module("boutdufil.kernel.jobs.privacy")
        for name in ("mobility.solve_plan", "mobility.check_plan"):
            jobs.register_secret_jobs(name, secrets)
        trail = import_module("boutdufil.rooms.mobility.services.plan_trail")
        import_module("boutdufil.kernel.audit.privacy").register_secret_verb(trail.NEUTRAL)
