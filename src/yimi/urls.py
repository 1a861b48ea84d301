"""Where every address begins. Each room brings its own ``urls.py``."""

from django.urls import include, path

urlpatterns = [
    # First: programs ask far more often than people, and every pattern before costs them.
    path("api/", include("yimi.api.urls")),
    path("", include("yimi.portal.urls")),
    path("", include("yimi.access.urls")),
    path("regions/", include("yimi.regions.urls")),
    path("", include("yimi.stations.urls")),
    path("", include("yimi.workforce.urls")),
    path("", include("yimi.services.urls")),
    path("", include("yimi.people.urls")),
    path("reported/", include("yimi.reported.urls")),
    path("forms/", include("yimi.forms.urls")),
    path("referrals/", include("yimi.referrals.urls")),
    path("visiting/", include("yimi.visiting.urls")),
    path("protection/", include("yimi.protection.urls")),
    path("supervision/", include("yimi.supervision.urls")),
    path("", include("yimi.feedback.urls")),
    path("cases/", include("yimi.cases.urls")),
    path("groups/", include("yimi.groups.urls")),
    path("activities/", include("yimi.activities.urls")),
    path("teams/", include("yimi.teams.urls")),
    path("programmes/", include("yimi.programmes.urls")),
    path("policies/", include("yimi.matching.urls")),
    path("reports/", include("yimi.reports.urls")),
    path("insight/", include("yimi.insight.urls")),
    path("explore/", include("yimi.explore.urls")),
    path("rulemaking/", include("yimi.rulemaking.urls")),
    path("imports/", include("yimi.imports.urls")),
]
handler404 = "yimi.portal.errors.not_found"
handler403 = "yimi.portal.errors.forbidden"
handler500 = "yimi.portal.errors.server_error"
handler400 = "yimi.portal.errors.bad_request"
