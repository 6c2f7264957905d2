"""What is open of allauth: signing in and out, passwords, the second step, sessions. Accounts are made by invitation
only."""

from allauth.account import views
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions.views import list_usersessions
from django.urls import path, re_path, reverse_lazy

from ilc_migration import account_views
from ilc_migration.views import sign_out

remove_passkey = passkeys.RemoveWebAuthnView.as_view(pk_url_kwarg="passkey", success_url=reverse_lazy("mfa_index"))

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # Says that sign-up is closed, and how one gets an account.
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("link/", account_views.sign_in_link, name="account_sign_in_link"),
    path("link/sent/", account_views.sign_in_link_sent, name="account_sign_in_link_sent"),
    path("link/use/", account_views.sign_in_link_use, name="account_sign_in_link_use"),
    path("link/open/<str:token>/", account_views.sign_in_link_open, name="account_sign_in_link_open"),
    path("second-step/", second_step.index, name="mfa_index"),
    path("second-step/confirm/", second_step.authenticate, name="mfa_authenticate"),
    path("second-step/again/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/app/image/", account_views.totp_image, name="mfa_totp_image"),
    path("second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second-step/codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/<int:passkey>/remove/", remove_passkey, name="mfa_remove_webauthn"),
    path("sessions/", list_usersessions, name="usersessions_list"),
    path("sessions/<int:session>/end/", account_views.session_end, name="session_end"),
]
