"""The site map: the floor's own pages, then each app's, by name."""

from django.urls import include, path

from ccm_portal.policies import PUBLIC, route
from ccm_portal.views import errors, health

urlpatterns = [
    route("healthz", health.healthz, policy=PUBLIC, name="healthz"),
    route("healthz/all", health.healthz_all, policy=PUBLIC, name="healthz-all"),
    path("", include("meetings.urls")),
    path("", include("friends.urls")),
    path("", include("actions.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
