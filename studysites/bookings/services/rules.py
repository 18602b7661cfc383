"""A base's managers set the numbers of their rules; two who save at once do not overwrite each other."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from portal.accounts.models import User
from portal.audit.services import record_event
from portal.organisations.policies import can_manage_sessions

from ..exceptions import BookingRefused
from ..models import BaseRules
from ..policies import check_rules
from ..selectors.rules import rules_of
from .short_writes import write

FIELDS = (
    "create_notice",
    "change_notice",
    "final_numbers_notice",
    "cancel_notice",
    "opens_days_before",
    "decision_days",
    "late_limit_minutes",
    "pupils_per_adult_lower",
    "pupils_per_adult_middle",
    "pupils_per_adult_upper",
    "confirms_offers",
)
CHANGED = "预约规则刚刚被另一位负责人改过，您的修改没有保存。请看最新的数字，再决定要不要改。"


def save_rules(
    *, actor: User, organisation_id: int, version: int, key: str = "", **numbers: int | bool
) -> BaseRules:
    """Set some numbers of a base's rules and return them; the others stay as they are.

    ``version`` is the one of the rules that were read (``rules_of``). Requests that stand keep their
    dates. Managers of the base only. Raises BookingRefused ``not_allowed``, ``rules_invalid`` (a number
    outside its limits, or numbers that contradict one another), ``rules_changed``, ``key_reused`` and
    ``busy``; nothing is written then. Raises TypeError for a number that is none of FIELDS.
    """
    strange = set(numbers) - set(FIELDS)
    if strange:
        raise TypeError(f"no such rules: {sorted(strange)}")

    def work() -> None:
        if not can_manage_sessions(actor, organisation_id):
            raise BookingRefused("not_allowed")
        rules = check_numbers(organisation_id, numbers)
        before = rules_of(organisation_id)
        changed = {name: value for name, value in numbers.items() if getattr(before, name) != value}
        swap_rules(actor, rules, version, changed)

    body = {"base": organisation_id, "version": version, **numbers}
    try:
        write(work, actor=actor, action="rules.saved", key=key, body=body)
    except IntegrityError as error:
        raise BookingRefused("rules_changed", CHANGED) from error
    return rules_of(organisation_id)


def check_numbers(organisation_id: int, numbers: dict[str, int | bool]) -> BaseRules:
    """Return the rules as they would be; refuse ``rules_invalid`` naming the first wrong field."""
    rules = rules_of(organisation_id)
    for name, value in numbers.items():
        setattr(rules, name, value)
    try:
        rules.clean_fields(exclude=["organisation"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = getattr(BaseRules._meta.get_field(name), "verbose_name", name)
        raise BookingRefused("rules_invalid", f"“{label}”不能这样填：{messages[0]}规则没有改动。") from error
    check_rules(rules)
    return rules


def swap_rules(actor: User, rules: BaseRules, version: int, changed: dict[str, Any]) -> None:
    """Write the changed numbers if the rules still have ``version``; the first saving makes the row."""
    kept = BaseRules.objects.filter(pk=rules.pk, version=version)
    if rules.pk is None and rules.version == version:
        rules.version = version + 1
        rules.save(force_insert=True)
    elif not kept.update(version=version + 1, **changed):
        raise BookingRefused("rules_changed", CHANGED)
    record_event(action="rules.saved", target=rules, actor=actor, **changed)
