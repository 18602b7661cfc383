"""The booking rules of a base in words, for everybody who thinks of a visit. Pure."""

from typing import Protocol

from .dates import Notices
from .policies import Ratios


class Rules(Notices, Ratios, Protocol):
    """Numbers of a base; models.BaseRules has them."""


def rule_lines(rules: Rules) -> list[tuple[str, str]]:
    """Return (what, rule) of everything a school must know before it asks."""
    return [
        ("开放预约", f"来访前 {rules.opens_days_before} 天开始"),
        ("最晚预约", notice_words(rules.create_notice)),
        ("基地答复", f"提交后 {rules.decision_days} 个工作日以内"),
        ("增加人数、改期", f"{notice_words(rules.change_notice)}；减少人数在开始之前都可以"),
        ("确认人数", notice_words(rules.final_numbers_notice)),
        ("取消", cancel_rule(rules)),
        ("迟到", f"晚到超过 {rules.late_limit_minutes} 分钟可能按未到处理，请先打电话告诉基地"),
        ("随行成人", ratio_rule(rules)),
    ]


def notice_words(days: int) -> str:
    """Say the last day of a notice in working days; none lasts until the start."""
    return f"最晚在来访前第 {days} 个工作日当天" if days else "来访开始之前都可以"


def cancel_rule(rules: Notices) -> str:
    """Say until when nothing is noted and that a later one is taken too."""
    if not rules.cancel_notice:
        return "来访开始之前都可以取消"
    days = rules.cancel_notice
    return f"来访开始之前都可以取消；来访前第 {days} 个工作日以后取消的，记为临近取消"


def ratio_rule(rules: Ratios) -> str:
    """Say how many pupils one adult may lead, by grade."""
    return (
        f"每位成人最多带学生：一至三年级 {rules.pupils_per_adult_lower} 名，"
        f"四至六年级 {rules.pupils_per_adult_middle} 名，七年级以上 {rules.pupils_per_adult_upper} 名；"
        "每个班至少 1 位"
    )
