"""Forms of rules, closed days and prices: shapes only, rules are asked of the services."""

from decimal import Decimal
from typing import Any

from django import forms

from ..models import BaseRules, PriceItem
from ..services.rules import FIELDS
from .keys import KeyForm, key_field

HELP = {
    "create_notice": "只数工作日。默认 5，可以是 3 到 20。",
    "change_notice": "默认 5，不能大于预约的天数。",
    "final_numbers_notice": "默认 3，不能大于增加人数或改期的天数。",
    "opens_days_before": "自然日，默认 90。",
    "decision_days": "学校提交后，基地要在几个工作日内答复。默认 3，可以是 1 到 5。",
    "late_limit_minutes": "开始后超过这个时间仍未到达，可以记为未到。默认 20。",
    "pupils_per_adult_lower": "默认 10。",
    "pupils_per_adult_middle": "默认 15。",
    "pupils_per_adult_upper": "默认 20，不能更多。",
}


class RulesForm(forms.ModelForm):
    """All numbers of a base, with the version they were read at."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    key = key_field()

    class Meta:
        model = BaseRules
        fields = FIELDS
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def numbers(self) -> dict[str, Any]:
        """Return the numbers of a valid form."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class ClosedDayForm(KeyForm):
    """Which day, and why; schools read the reason."""

    day = forms.DateField(
        label="日期",
        error_messages={"required": "请选择日期。"},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label="原因",
        max_length=100,
        error_messages={"required": "请写明原因。"},
        help_text="学校在场次列表里会看到，例如“馆内布展”。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class PriceForm(KeyForm):
    """One price, typed in yuan."""

    label = forms.CharField(
        label="项目",
        max_length=40,
        error_messages={"required": "请填写项目名称。"},
        help_text="例如“门票”“拓印材料”。与已有项目同名、同单位时，旧价格在新价格开始的前一天结束。",
    )
    per = forms.ChoiceField(label="计价单位", choices=PriceItem.Per.choices)
    yuan = forms.DecimalField(
        label="金额（元）",
        min_value=0,
        max_digits=8,
        decimal_places=2,
        error_messages={
            "required": "请填写金额，免费请填 0。",
            "invalid": "金额请只填数字，例如 12.50。",
            "min_value": "金额不能小于 0，免费请填 0。",
            "max_digits": "金额太大，请核对单位是不是元。",
            "max_whole_digits": "金额太大，请核对单位是不是元。",
            "max_decimal_places": "金额最多写到分，例如 12.50。",
        },
        help_text="免费请填 0，页面会写“免费（¥0）”。",
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    note = forms.CharField(label="说明", max_length=100, required=False)
    valid_from = forms.DateField(
        label="从哪天起",
        required=False,
        help_text="不填就是今天。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """Return the arguments of set_price from a valid form; the amount in fen."""
        data = self.cleaned_data
        return {
            "label": data["label"],
            "per": data["per"],
            "amount_fen": int(data["yuan"] * Decimal(100)),
            "note": data["note"],
            "valid_from": data["valid_from"],
        }
