"""What administrators may change directly. Answers, submissions, paper replies and receipts are never here."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.actions.accounts import close_account
from surveys.forms.people import RolesForm
from surveys.models import (
    Appointment,
    CutOff,
    GroupMembership,
    GroupOfStates,
    Invitation,
    LetterTemplate,
    MemberState,
    Region,
    Subregion,
    Survey,
    User,
)
from surveys.permissions import is_administrator


class ForAdministrators(admin.ModelAdmin):
    """Open to administrators, whatever Django permissions they have; nothing is deleted."""

    def has_module_permission(self, request):
        """Administrators only."""
        return is_administrator(request.user)

    def has_view_permission(self, request, obj=None):
        """Administrators only."""
        return is_administrator(request.user)

    def has_add_permission(self, request):
        """Administrators only."""
        return is_administrator(request.user)

    def has_change_permission(self, request, obj=None):
        """Administrators only."""
        return is_administrator(request.user)

    def has_delete_permission(self, request, obj=None):
        """Nobody: what was is part of the record."""
        return False


@admin.register(User)
class UserAdmin(ForAdministrators):
    """People with an account. Accounts are opened by invitation, and passwords are their owner's alone."""

    list_display = ["email", "name", "language", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "is_active", "is_staff", "groups", "date_joined", "last_login"]
    readonly_fields = ["email", "date_joined", "last_login"]
    filter_horizontal = ["groups"]
    form = RolesForm
    actions = ["close_accounts"]

    def has_add_permission(self, request):
        """Nobody: an invitation opens an account."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """Nobody gives rights to themselves, or shuts themselves out."""
        own = ["is_active", "is_staff", "groups"] if obj == request.user else []
        return [*self.readonly_fields, *own]

    def get_form(self, request, obj=None, change=False, **options):
        """The form knows who uses it."""
        form = super().get_form(request, obj, change, **options)
        form.by = request.user
        return form

    def save_model(self, request, obj, form, change):
        """Closing an account ends its sessions in the same transaction."""
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            close_account(user=obj, at=timezone.now())

    @admin.action(description=_("Close the accounts and end their sessions"))
    def close_accounts(self, request, queryset):
        """Close several accounts at once; one's own stays open."""
        for user in queryset.exclude(pk=request.user.pk):
            close_account(user=user, at=timezone.now())


@admin.register(Appointment)
class AppointmentAdmin(ForAdministrators):
    """Who acts for which member State, from when until when."""

    list_display = ["user", "member_state", "role", "valid_from", "valid_until"]
    list_filter = ["role"]
    list_select_related = ["user", "member_state"]
    search_fields = ["user__email", "user__name", "member_state__iso3"]

    def formfield_for_foreignkey(self, db_field, request, **options):
        """Nobody appoints themselves."""
        if db_field.name == "user":
            options["queryset"] = User.objects.exclude(pk=request.user.pk).order_by("email")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_change_permission(self, request, obj=None):
        """Neither one's own appointment nor one that was ended: that stays as it was, another invitation follows."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or (obj.user_id != request.user.pk and obj.ended_at is None))


@admin.register(Invitation)
class InvitationAdmin(ForAdministrators):
    """Invitations, to be looked at; the portal's own pages make and withdraw them."""

    list_display = ["email", "member_state", "role", "created_at", "expires_at", "used_at", "withdrawn_at"]
    list_filter = ["role"]
    list_select_related = ["member_state"]
    search_fields = ["email"]
    exclude = ["token_hash", "code_hash"]

    def has_add_permission(self, request):
        """Nobody here."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody here."""
        return False


@admin.register(MemberState)
class MemberStateAdmin(ForAdministrators):
    """Member States."""

    list_display = ["iso3", "__str__", "region", "correspondence_language", "member_from", "member_until"]
    list_filter = ["region", "correspondence_language", "language_confirmed"]
    list_select_related = ["region"]
    search_fields = ["iso2", "iso3", "names"]


@admin.register(Region)
class RegionAdmin(ForAdministrators):
    """Regions of the Office."""

    list_display = ["code", "__str__", "order"]


@admin.register(Subregion)
class SubregionAdmin(ForAdministrators):
    """Parts of regions, and their names."""

    list_display = ["name_en", "__str__", "region", "order"]
    list_select_related = ["region"]


@admin.register(GroupOfStates)
class GroupOfStatesAdmin(ForAdministrators):
    """Groups of States, such as SADC."""

    list_display = ["code", "__str__", "order"]


@admin.register(GroupMembership)
class GroupMembershipAdmin(ForAdministrators):
    """Which State belongs to which group, from when until when."""

    list_display = ["group", "member_state", "valid_from", "valid_until"]
    list_filter = ["group"]
    list_select_related = ["group", "member_state"]
    search_fields = ["member_state__iso3"]


@admin.register(Survey)
class SurveyAdmin(ForAdministrators):
    """Survey rounds."""

    list_display = ["slug", "dispatched_on", "reply_by", "closed", "synthetic"]


@admin.register(CutOff)
class CutOffAdmin(ForAdministrators):
    """Last days of receipt that count in an edition."""

    list_display = ["slug", "survey", "day"]
    list_select_related = ["survey"]


@admin.register(LetterTemplate)
class LetterTemplateAdmin(ForAdministrators):
    """Texts of letters."""

    list_display = ["kind", "language", "subject"]
    list_filter = ["kind", "language"]
