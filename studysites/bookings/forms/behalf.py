"""What staff types for a school that telephones; its classes are typed in the same rows as a school's."""

from typing import Any

from django import forms

from .visits import ContactForm


class BehalfForm(ContactForm):
    """Who leads the group, and the key that makes a second press harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label = "说明"
        note.help_text = "学校和基地都看得到，例如需要无障碍通道。请不要填写学生姓名、身份证号或名单。"
