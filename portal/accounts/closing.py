"""What other apps have to say when an account is closed: reasons against it, and steps to take.

An app above registers its functions in its AppConfig.ready; accounts knows none of them.
"""

from collections.abc import Callable

from .models import User

ClosingCheck = Callable[[User], list[str]]
ClosingStep = Callable[[User], None]

_checks: list[ClosingCheck] = []
_steps: list[ClosingStep] = []


def register_closing_check(check: ClosingCheck) -> ClosingCheck:
    """Have ``check`` asked before closing; it returns Chinese reasons why not yet, or nothing."""
    if check not in _checks:
        _checks.append(check)
    return check


def register_closing_step(step: ClosingStep) -> ClosingStep:
    """Have ``step`` run inside the closing transaction, before the account is anonymised."""
    if step not in _steps:
        _steps.append(step)
    return step


def closing_reasons(user: User) -> list[str]:
    """Return every reason why the account cannot be closed yet; empty when it can."""
    return [reason for check in _checks for reason in check(user)]


def run_closing_steps(user: User) -> None:
    """Run the registered steps; called by services.close_account alone."""
    for step in _steps:
        step(user)


@register_closing_check
def last_administrator(user: User) -> list[str]:
    """Keep the last administrator: nobody could let anyone in again."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        return ["您是最后一位平台管理员。请先把另一位同事设为管理员。"]
    return []
