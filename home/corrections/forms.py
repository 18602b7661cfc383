"""The shape of a report: what is wrong, where, and an address for the answer if one is wanted."""

from urllib.parse import urlsplit

from django import forms

from portal.shared.personal_data import complaint_about

from ..models.corrections import PATH_LENGTH


def local_path(address: str) -> str:
    """Return the path (with its query) of an address of this site, or an empty string for any other."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # an unclosed bracket reads as half an IPv6 address
        return ""
    if (
        "\\" in parts.path
        or parts.scheme
        or parts.netloc
        or not parts.path.startswith("/")
        or parts.path.startswith("//")
    ):
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path}{query}"[:PATH_LENGTH]


class CorrectionForm(forms.Form):
    """One report of one page."""

    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    text = forms.CharField(
        label="哪里有误",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="请抄下有误的那句话，再写正确的内容或您的疑问。不要写学生姓名、身份证号和电话。",
    )
    contact = forms.EmailField(
        label="您的邮箱", required=False, help_text="想收到处理结果时填写；只用来回复这一次。"
    )

    def clean_page(self) -> str:
        """Keep a path of this site only; anything else is the front page."""
        return local_path(self.cleaned_data["page"]) or "/"

    def clean_text(self) -> str:
        """Refuse identity numbers and lists of mobile numbers."""
        text: str = self.cleaned_data["text"].strip()
        complaint = complaint_about(text)
        if complaint:
            raise forms.ValidationError(complaint, code="personal-data")
        return text
