"""Forms and views of users in the Wagtail admin."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserViewSet

from .models import User

FIELDS = {"username", "email", "last_name", "phone", "purpose", "is_superuser", "groups"}


class WholeNameMixin(forms.ModelForm):
    """One name field instead of two, and our own fields."""

    first_name = None
    last_name = forms.CharField(label="姓名", max_length=30)

    def save(self, commit: bool = True) -> User:
        """Keep the whole name in one field; an older split name is joined by being edited."""
        self.instance.first_name = ""
        return super().save(commit)


class PortalUserCreationForm(WholeNameMixin, UserCreationForm):
    """Adding a user in the admin."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = FIELDS


class PortalUserEditForm(WholeNameMixin, UserEditForm):
    """Editing a user in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["last_name"] = self.instance.get_full_name()

    class Meta(UserEditForm.Meta):
        model = User
        fields = FIELDS | {"is_active"}


def without_crown(form: forms.ModelForm, request: HttpRequest) -> forms.ModelForm:
    """Only an administrator with full rights may give full rights."""
    if not request.user.is_superuser and "is_superuser" in form.fields:
        form.fields["is_superuser"].disabled = True
    return form


class AddUserView(CreateView):
    """Add a user."""

    def get_form(self, form_class: type | None = None) -> forms.ModelForm:
        """Return the form with the full-rights box shut for those who have none."""
        return without_crown(super().get_form(form_class), self.request)


class EditUserView(EditView):
    """Edit a user; a superuser's account (its password above all) is edited by superusers only."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raise PermissionDenied before anything of a superuser is shown to a lesser one."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: type | None = None) -> forms.ModelForm:
        """Return the form with the full-rights box shut for those who have none."""
        return without_crown(super().get_form(form_class), self.request)


class DeleteUserView(DeleteView):
    """Accounts are closed, not deleted: deleting would take consents and memberships with it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raise PermissionDenied for anyone who is no superuser."""
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PortalUserViewSet(UserViewSet):
    """Users in the admin."""

    add_view_class = AddUserView
    edit_view_class = EditUserView
    delete_view_class = DeleteUserView
    template_prefix = "accounts/admin/"
    list_export: ClassVar[list[str]] = [
        "username",
        "last_name",
        "email",
        "purpose",
        "is_active",
        "last_login",
    ]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """Return our forms."""
        return PortalUserEditForm if for_update else PortalUserCreationForm
