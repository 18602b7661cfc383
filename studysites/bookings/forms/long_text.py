"""A note of several lines: never cut by the browser without a word, too long is said with the numbers."""

from typing import Any

from django import forms

TOO_LONG = "最多 %(limit_value)d 个字，现在有 %(show_value)d 个字。请缩短后再提交。"


class LongText(forms.CharField):
    """A text area whose limit the server tells; the browser keeps everything that was pasted."""

    def __init__(self, *, max_length: int, rows: int = 3, **options: Any) -> None:
        messages = {"max_length": TOO_LONG, **options.pop("error_messages", {})}
        help_text = f"{options.pop('help_text', '')}最多 {max_length} 个字。"
        super().__init__(
            max_length=max_length,
            error_messages=messages,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": rows}),
            **options,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out maxlength: with it a browser drops the rest of a long paste."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> str:
        """Count a line break once, however the browser sends it."""
        return super().to_python(value).replace("\r\n", "\n")
