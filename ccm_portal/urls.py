"""The site map: the floor's own pages, then each app's, by name."""

from django.urls import include, path

from ccm_portal.policies import PUBLIC, SIGN_IN, route
from ccm_portal.views import errors, health, sign_in

urlpatterns = [
    route("healthz", health.healthz, policy=PUBLIC, name="healthz"),
    route("healthz/all", health.healthz_all, policy=PUBLIC, name="healthz-all"),
    # The names that begin with account_ and mfa_ are those django-allauth sends people to.
    route("sign-in/", sign_in.enter, policy=SIGN_IN, name="account_login"),
    route("sign-in/passkey/", sign_in.enter_by_passkey, policy=SIGN_IN, name="passkey-sign-in"),
    route("sign-in/second-step/", sign_in.second_step, policy=SIGN_IN, name="mfa_authenticate"),
    route("sign-out/", sign_in.leave, policy=SIGN_IN, name="sign-out"),
    path("", include("meetings.urls")),
    path("", include("friends.urls")),
    path("", include("actions.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
