"""Signing in and out, setting a password, and API keys. No sign-up: accounts come from the roster."""

from allauth.account import views
from django.urls import URLPattern, path, re_path

from accounts.entry import enter
from accounts.views import api_keys, new_api_key, revoke_api_key

urlpatterns: list[URLPattern] = [
    path("sign-in/", views.login, name="account_login"),
    path("enter/<str:token>/", enter, name="enter"),
    path("sign-out/", views.logout, name="account_logout"),
    path("sign-in/password/", views.password_change, name="account_change_password"),
    path("sign-in/password/set/", views.password_set, name="account_set_password"),
    path("sign-in/password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "sign-in/password/reset/sent/",
        views.password_reset_done,
        name="account_reset_password_done",
    ),
    # The key itself has a hyphen: the person's number is what stands before the first one.
    re_path(
        r"^sign-in/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/password/reset/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/again/", views.reauthenticate, name="account_reauthenticate"),
    path("sign-in/inactive/", views.account_inactive, name="account_inactive"),
    # Keys of other systems
    path("api-keys/", api_keys, name="api_keys"),
    path("api-keys/new/", new_api_key, name="new_api_key"),
    path("api-keys/<int:pk>/revoke/", revoke_api_key, name="revoke_api_key"),
]
