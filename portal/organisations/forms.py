"""Forms of organisations' pages: shapes only, the rules are in services."""

from typing import Any

from django import forms

from .models import Organisation, Role
from .services.csv_rows import MAX_BYTES


class SchoolSearchForm(forms.Form):
    """Choosing a school without script: district and words by GET, then one of the shown rows."""

    district = forms.CharField(required=False, max_length=12)
    q = forms.CharField(required=False, max_length=60)


class ReasonForm(forms.Form):
    """Why a request is refused, a membership ended or a page withdrawn."""

    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="对方会看到这段话。最多 200 字。",
        error_messages={"required": "请写明原因，对方会看到。"},
    )


class OwnEndForm(ReasonForm):
    """Leaving a role oneself needs no reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = "可以不填。"


class WithdrawForm(ReasonForm):
    """Taking a page off the site."""

    with_children = forms.BooleanField(label="连同它下面的页面一起撤下", required=False)


class MemberForm(forms.Form):
    """Adding a member to a body."""

    account = forms.CharField(
        label="对方的用户名或邮箱", max_length=254, help_text="对方要先在本平台注册账号。"
    )
    role = forms.ChoiceField(label="身份", widget=forms.RadioSelect)

    def __init__(self, *args: Any, roles: tuple[str, ...], organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        field = self.fields["role"]
        field.choices = [(role, Role(role).label) for role in roles]
        if len(roles) == 1:
            field.initial = roles[0]


class ImportForm(forms.Form):
    """Uploading a table of schools or districts."""

    WHAT = (("schools", "学校"), ("districts", "区县"))

    what = forms.ChoiceField(label="导入什么", choices=WHAT, initial="schools", widget=forms.RadioSelect)
    table = forms.FileField(label="CSV 文件", help_text="UTF-8 或 GB18030 编码，最大 2 MB，最多 5000 行。")

    def clean_table(self) -> bytes:
        """Return the bytes of the file; a file too large to read is refused unread."""
        upload = self.cleaned_data["table"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 2 MB。请分成几个文件导入。")
        return bytes(upload.read())


class ConfirmImportForm(forms.Form):
    """The checked text sent back for writing; it is checked again then."""

    what = forms.ChoiceField(choices=ImportForm.WHAT, widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=MAX_BYTES)
