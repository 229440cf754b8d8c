"""Addresses of the sign-in and of one's own account, which stand before Wagtail's in the admin."""

from django.conf import settings
from django.urls import path
from django.views.decorators.csp import csp_override

from wagtail.admin.auth import require_admin_access

from . import choosing_a_password, own_account, views
from . import own_second_factors as second

# These pages are the clinic's own, and need none of what the editor is allowed.
strict = csp_override(settings.SECURE_CSP)

urlpatterns = [
    path("account/", require_admin_access(own_account.OwnAccountView.as_view()), name="wagtailadmin_account"),
    path("account/password/", strict(own_account.ChangePasswordView.as_view()), name="change_password"),
    path("account/e-mail/", strict(own_account.ChangeAddressView.as_view()), name="change_address"),
    path("account/e-mail/sent/", strict(own_account.AddressSentView.as_view()), name="change_address_sent"),
    path(
        "account/e-mail/<str:token>/",
        strict(own_account.ConfirmAddressView.as_view()),
        name="confirm_address",
    ),
    path("login/", strict(views.SignInView.as_view()), name="account_login"),
    path("login/second-step/", strict(views.SecondStepView.as_view()), name="mfa_authenticate"),
    path("login/passkey/", strict(views.PasskeySignInView.as_view()), name="mfa_login_webauthn"),
    path("login/again/", strict(views.PasswordAgainView.as_view()), name="account_reauthenticate"),
    path("login/again/code/", strict(views.CodeAgainView.as_view()), name="mfa_reauthenticate"),
    path(
        "login/again/passkey/", strict(views.PasskeyAgainView.as_view()), name="mfa_reauthenticate_webauthn"
    ),
    path("logout/", strict(views.SignOutView.as_view()), name="account_logout"),
    path("account/second-factor/", strict(second.SecondFactorsView.as_view()), name="mfa_index"),
    path("account/second-factor/app/", strict(second.AddAppView.as_view()), name="mfa_activate_totp"),
    path(
        "account/second-factor/app/remove/",
        strict(second.RemoveAppView.as_view()),
        name="mfa_deactivate_totp",
    ),
    path("account/second-factor/passkey/", strict(second.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path(
        "account/second-factor/passkey/<int:pk>/remove/",
        strict(second.RemovePasskeyView.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-factor/codes/",
        strict(second.RecoveryCodesView.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/codes/new/",
        strict(second.NewRecoveryCodesView.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "password_reset/",
        strict(choosing_a_password.ForgottenPasswordView.as_view()),
        name="account_reset_password",
    ),
    path(
        "password_reset/done/",
        strict(choosing_a_password.LinkSentView.as_view()),
        name="account_reset_password_done",
    ),
    path(
        "password_reset/<slug:purpose>/<str:token>/",
        strict(choosing_a_password.ChoosePasswordView.as_view()),
        name="choose_password",
    ),
]
