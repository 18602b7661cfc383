"""Forms of sign-up, profile, consent and closing."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from .models import User
from .models.user import PHONE_VALIDATOR, Purpose
from .selectors import current_notice
from .services import give_consent

PRIVACY_PATH = "/yinsi/"
NAME_VALIDATOR = RegexValidator(
    r"^[^\d@#<>/\\]{2,30}$", "请填写真实姓名，2 到 30 个字，不要写数字、邮箱或单位。"
)
OFFERED = [choice for choice in Purpose.choices if choice[0] != Purpose.STAFF]
AGREEMENT = format_html(
    '我已年满 18 周岁，已阅读并同意<a href="{}" target="_blank" rel="noopener">《隐私政策》</a>', PRIVACY_PATH
)


def name_field() -> forms.CharField:
    """姓名 as one field: splitting Chinese names is guesswork (欧阳, 司马)."""
    return forms.CharField(
        label="姓名",
        max_length=30,
        validators=[NAME_VALIDATOR],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def phone_field() -> forms.CharField:
    """Work phone, optional."""
    return forms.CharField(
        label="工作电话",
        required=False,
        max_length=20,
        validators=[PHONE_VALIDATOR],
        help_text="办理预约时方便联系，普通读者不用填。",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class SignupForm(AllauthSignupForm):
    """Allauth's form with purpose, name, work phone and the consent that is recorded with the user."""

    purpose = forms.ChoiceField(
        label="您是",
        choices=OFFERED,
        initial=Purpose.READER,
        widget=forms.RadioSelect,
        help_text="只看内容、下载资料不用注册。工作人员的账号由管理员开通。",
    )
    full_name = name_field()
    phone = phone_field()
    consent = forms.BooleanField(
        label=AGREEMENT, error_messages={"required": "请先阅读隐私政策，勾选同意后才能注册。"}
    )
    field_order = ("purpose", "full_name", "username", "email", "phone", "password1", "password2", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "username"
        ].help_text = "登录时用，可用中文、字母、数字和 @ . + - _。不建议用手机号作用户名。"
        self.fields["email"].help_text = "用来找回密码、接收通知；学校联络员须确认邮箱后才能获批。"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest) -> User:
        """Write user and consent in one transaction, so that neither exists without the other."""
        notice = current_notice()
        if notice is None:
            raise RuntimeError("sign-up is closed while no privacy notice is in force")
        with transaction.atomic():
            user = super().save(request)
            give_consent(user, notice)
        return user


class ProfileForm(forms.Form):
    """Name and work phone; the address is changed on allauth's own page."""

    full_name = name_field()
    phone = phone_field()


class ConsentForm(forms.Form):
    """Agreement to a new version of the privacy text."""

    agree = forms.BooleanField(
        label="我已阅读并同意这一版隐私政策", error_messages={"required": "勾选同意后才能继续使用账号。"}
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class ClosingForm(forms.Form):
    """The password, asked once more before an account is closed."""

    password = forms.CharField(
        label="登录密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = format_html(
            '忘记密码的，请先<a href="{}">找回密码</a>。', reverse("account_reset_password")
        )

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("密码不对，账号没有注销。请重新输入。")
        return str(password)
