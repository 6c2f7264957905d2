"""The Django admin as it is open here: our own tables, for administrators; to everybody else it does not exist."""

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from ilc_migration.views import sign_out
from surveys.permissions import is_administrator

OWN_APPS = frozenset({"surveys", "reports", "consultations"})


class AdministrationSite(AdminSite):
    """Accounts, texts and settings."""

    site_header = site_title = _("Administration of the survey portal")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register tables of our own apps; those that other apps bring stay out."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        own = [model for model in models if model._meta.app_label in OWN_APPS]
        super().register(own, admin_class, **options)

    def has_permission(self, request):
        """Administrators who may open the administration."""
        user = request.user
        return user.is_active and user.is_staff and is_administrator(user)

    def admin_view(self, view, cacheable=False):
        """The view, guarded: whoever may not sees the page that does not exist."""
        guarded = super().admin_view(view, cacheable)

        def open_to_administrators(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return open_to_administrators

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """There is one way to sign in, and it counts failed attempts."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def logout(self, request, extra_context=None):
        """There is one way to sign out."""
        return sign_out(request)

    def password_change(self, request, extra_context=None):
        """There is one page for changing a password."""
        return redirect("account_change_password")
