"""Coming in and going out: email and password with a second step, or a passkey alone; and "Confirm it is you"."""

import struct
from collections.abc import Iterator
from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ccm_portal import sign_in
from ccm_portal.views.errors import kept_words

# A field of the page that asked for a confirmation travels through it under its own name with this before it.
KEPT = "kept-"


def asks_for_options(request: HttpRequest) -> bool:
    """Whether it is our own script that asks what to give to the browser's passkeys."""
    return request.method == "GET" and request.headers.get("Accept") == "application/json"


def is_genuine(form: Form) -> bool:
    """Whether the form is in order; also False for an answer that no passkey gives, on which its parser stumbles."""
    try:
        return form.is_valid()
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error):
        return False


def next_page(request: HttpRequest) -> str:
    """The address within the portal to go on to; "" where none was given or it leads elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """By email and password. The same sentence for an unknown address, a wrong password and a closed account."""
    if sign_in.user_of(request):
        return redirect(next_page(request) or "desk-door")
    if blocked := _too_many(request, "login"):
        return blocked
    form = LoginForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        answer: HttpResponse = form.login(request, redirect_url=next_page(request) or None)
        return answer
    context = {"form": form, "next": next_page(request)}
    return render(request, "ccm_portal/sign_in/enter.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_by_passkey(request: HttpRequest) -> HttpResponse:
    """By a passkey alone. The script asks for a challenge, then posts what the passkey answered."""
    if asks_for_options(request):
        return JsonResponse(passkeys.begin_authentication(user=None))
    if request.method != "POST":
        return redirect("account_login")
    if blocked := _too_many(request, "login"):
        return blocked
    form = LoginWebAuthnForm(request.POST)
    if not is_genuine(form):
        messages.error(request, _("This passkey opens no sign-in here."))
        return redirect("account_login")
    passkey = form.cleaned_data["credential"]
    login = Login(user=passkey.user, redirect_url=next_page(request) or None)
    answer: HttpResponse = passkey_flows.perform_passwordless_login(request, passkey, login)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_step(request: HttpRequest) -> HttpResponse:
    """After the password: a code from the app, a recovery code, or a passkey."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user = stage.login.user
    if asks_for_options(request):
        return JsonResponse(passkeys.begin_authentication(user))
    form, proof = _forms(request, user, AuthenticateForm, AuthenticateWebAuthnForm)
    if proof is not None and is_genuine(proof):
        proof.save()
        answer: HttpResponse = stage.exit()
        return answer
    context = {"form": form, "passkey_refused": proof not in (None, form), "ways": _ways(user)}
    return render(request, "ccm_portal/sign_in/second_step.html", context, status=400 if proof else 200)


def _forms(request: HttpRequest, user: Any, by_code: type[Form], by_passkey: type[Form]) -> tuple[Form, Any]:
    """The form for a code, and the form that was sent, which is that one or the passkey's; None on GET."""
    if request.method != "POST":
        return by_code(user=user), None  # type: ignore[call-arg]
    if "credential" in request.POST:
        return by_code(user=user), by_passkey(request.POST, user=user)  # type: ignore[call-arg]
    form = by_code(request.POST, user=user)  # type: ignore[call-arg]
    return form, form


def _ways(user: Any) -> set[str]:
    return set(sign_in.factors(user).values_list("type", flat=True))


def _too_many(request: HttpRequest, action: str) -> HttpResponse | None:
    """The page that asks to wait, where one address tried too often."""
    if ratelimit.consume(request, action=action):
        return None
    return render(request, "ccm_portal/sign_in/too_many.html", status=429)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Signed out; the links kept in this browser are forgotten too."""
    clear_login(request)
    logout(request)
    return redirect("home")


# --- confirm it is you ------------------------------------------------------------------------------------------------


def ask_to_confirm(request: HttpRequest, *, file: bool = False) -> HttpResponse:
    """In place of a page that wants a fresh sign-in: the request is refused, what was typed is kept in the page.

    `file`: a file is asked for; a browser that gets it stays where it is, so it is offered on a page afterwards.
    """
    again = request.method == "POST"
    fields = _sent(request) if again else []
    context = {
        "next": request.get_full_path(),
        "again": again,
        "file": file,
        "fields": fields,
        "kept": kept_words(request.POST),
    }
    return _confirm_page(request, context, status=403)


def _confirm_page(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    user = request.user
    context = {
        "form": ReauthenticateForm(user=user),
        "ways": _ways(user),
        "minutes": int(sign_in.FRESH_FOR.total_seconds() // 60),
        **context,
    }
    return render(request, "ccm_portal/sign_in/confirm.html", context, status=status)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The fields of the page that asked, as they came through the confirmation."""
    return ((name.removeprefix(KEPT), value) for name, value in _sent(request) if name.startswith(KEPT))


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """By passkey or code. Afterwards back to the page that asked; what it was sent is ready to be sent again."""
    user = request.user
    if asks_for_options(request):
        return JsonResponse(passkeys.begin_authentication(user))
    form, proof = _forms(request, user, ReauthenticateForm, ReauthenticateWebAuthnForm)
    where, fields = next_page(request) or reverse("desk-door"), list(_carried(request))
    again, file = "again" in request.POST, "file" in request.POST
    if proof is None or not is_genuine(proof):
        context = {
            "form": form,
            "passkey_refused": proof not in (None, form),
            "next": where,
            "again": again,
            "file": file,
            "fields": fields,
        }
        return _confirm_page(request, context, status=400 if proof else 200)
    proof.save()
    sign_in.confirm(request)
    if file:
        return render(request, "ccm_portal/sign_in/confirmed_file.html", {"address": where})
    if not again:
        return redirect(where)
    return render(request, "ccm_portal/sign_in/confirmed.html", {"next": where, "fields": fields})
