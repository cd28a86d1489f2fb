"""Your sign-in: passkeys, authenticator app, recovery codes, password. The set-up link leads here too."""

from typing import Any

from allauth.account.forms import SetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as code_flows
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import flows as app_flows
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ccm_portal import sign_in
from ccm_portal.models import User
from ccm_portal.views.sign_in import asks_for_options, is_genuine


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user


def _of(user: User, kind: str) -> Any:
    return Authenticator.objects.filter(user_id=user.pk, type=kind).order_by("created_at")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What the person signs in with; the first time, what is to be done."""
    user = _user(request)
    codes = _of(user, Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "user": user,
        "passkeys": [(row.wrap().name, row) for row in _of(user, Authenticator.Type.WEBAUTHN)],
        "app": _of(user, Authenticator.Type.TOTP).first(),
        "codes": codes,
        "codes_left": _codes_left(codes),
        "codes_unseen": codes is not None and not codes.wrap().did_view,
        "has_factor": sign_in.factors(user).exists(),
        "has_password": user.has_usable_password(),
        "one_factor": sign_in.factors(user).count() == 1,
    }  # fmt: skip
    return render(request, "ccm_portal/sign_in/overview.html", context)


def _codes_left(codes: Authenticator | None) -> int:
    if codes is None:
        return 0
    used: int = codes.data.get("used_mask", 0)
    return settings.MFA_RECOVERY_CODE_COUNT - used.bit_count()


@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password. Other sessions of the person end."""
    user = _user(request)
    form = SetPasswordForm(data=request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        sign_in.set_password(request, user, form.cleaned_data["password1"])
        messages.success(request, _("Your password is set."))
        return redirect("your-sign-in" if sign_in.factors(user).exists() else "add-app")
    return render(
        request,
        "ccm_portal/sign_in/password.html",
        {"form": form, "user": user},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """One passkey more. The script asks what to make, then posts what the device made."""
    user = _user(request)
    if asks_for_options(request):
        return JsonResponse(passkeys.begin_registration(user, passwordless=True))
    form = AddWebAuthnForm(_as_passkey(request), user=user, initial={"name": _next_name(user)})
    refused = request.method == "POST" and not is_genuine(form)
    if request.method == "POST" and not refused:
        name = form.cleaned_data["name"][:60]
        passkey_flows.add_authenticator(request, name=name, credential=form.cleaned_data["credential"])
        messages.success(request, _("The passkey is added."))
        return _after_adding(request)
    context = {"form": form, "refused": refused}
    return render(request, "ccm_portal/sign_in/add_passkey.html", context, status=400 if refused else 200)


def _as_passkey(request: HttpRequest) -> dict[str, str] | None:
    """What was sent; a key that cannot check who holds it is not taken."""
    if request.method != "POST":
        return None
    name = request.POST.get("name", "").strip()
    return {"name": name, "credential": request.POST.get("credential", ""), "passwordless": "on"}


def _next_name(user: User) -> str:
    count = _of(user, Authenticator.Type.WEBAUTHN).count()
    return _("My passkey") if not count else _("Passkey %(number)s") % {"number": count + 1}


def _after_adding(request: HttpRequest) -> HttpResponse:
    """The recovery codes, where they were not looked at yet."""
    codes = _of(_user(request), Authenticator.Type.RECOVERY_CODES).first()
    return redirect("your-sign-in" if codes is None or codes.wrap().did_view else "recovery-codes")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A passkey or the app is no longer good; the last one stays."""
    user = _user(request)
    factor = get_object_or_404(sign_in.factors(user), pk=pk)
    if sign_in.factors(user).count() == 1:
        messages.error(request, _("This is your only second factor. Add another one first."))
        return redirect("your-sign-in")
    if factor.type == Authenticator.Type.TOTP:
        app_flows.deactivate_totp(request, factor)
    else:
        passkey_flows.remove_authenticator(request, factor)
    messages.success(request, _("It is removed and opens nothing any more."))
    return redirect("your-sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """An authenticator app: its picture to scan, or its key to type, and a first code as proof."""
    user = _user(request)
    if _of(user, Authenticator.Type.TOTP).exists():
        messages.error(
            request, _("There is an authenticator app already. Remove it first to set up another one.")
        )
        return redirect("your-sign-in")
    form = ActivateTOTPForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        app_flows.activate_totp(request, form)
        messages.success(request, _("The authenticator app is set up."))
        return _after_adding(request)
    address = get_adapter().build_totp_url(user, form.secret)
    picture = get_adapter().build_totp_svg(address).partition("?>")[2]
    context = {
        "form": form,
        # Made by us from the address alone.
        "picture": SafeString(picture),
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
    }
    return render(request, "ccm_portal/sign_in/add_app.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown once, at a button; afterwards only new ones can be made, which void the old."""
    user = _user(request)
    codes = _of(user, Authenticator.Type.RECOVERY_CODES).first()
    if codes is None and not sign_in.factors(user).exists():
        return redirect("your-sign-in")
    shown: list[str] = []
    if request.method == "POST":
        if codes is None or codes.wrap().did_view:
            codes = code_flows.generate_recovery_codes(request)
        shown = codes.wrap().get_unused_codes()
        codes.wrap().mark_as_viewed()
    context = {"shown": shown, "renew": codes is None or codes.wrap().did_view}
    return render(request, "ccm_portal/sign_in/recovery_codes.html", context)
