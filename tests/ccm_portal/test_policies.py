"""Default deny: a route without a policy is refused, everything not public stays out of caches."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from ccm_portal.policies import PUBLIC, TOKEN, Gone, route

pytestmark = pytest.mark.django_db


def view(request):
    return HttpResponse("inside")


def gone(request):
    raise Gone("It is over.")


urlpatterns = [
    path("", include("ccm_portal.urls")),
    path("unpoliced/", view),
    route("open/", view, policy=PUBLIC, name="open"),
    route("closed/", view, policy=TOKEN, name="closed"),
    route("gone/", gone, policy=TOKEN, name="gone"),
]


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    return Client()


def test_it_works(client):
    response = client.get("/open/")
    assert response.content == b"inside" and "Cache-Control" not in response


def test_a_route_without_a_policy_is_refused_and_rings(client, caplog):
    response = client.get("/unpoliced/")
    assert response.status_code == 404 and b"inside" not in response.content
    assert "without a policy" in caplog.text


def test_what_is_not_public_is_kept_out_of_caches_and_search_engines(client):
    response = client.get("/closed/")
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_gone_is_410_with_its_sentence(client):
    response = client.get("/gone/")
    assert response.status_code == 410 and b"It is over." in response.content
