"""Says in words whether enough adults come along; the page's script fills the same sentences."""

from collections.abc import Sequence

from .policies import GradedParty, Ratios, ratio_shortfall

EMPTY = "填好班级和人数后，这里会说明随行成人够不够。"
SHORT = "{pupils} 名学生至少需要 {needed} 位随行成人，现在填了 {present} 位，还差 {missing} 位。"
ENOUGH = "{pupils} 名学生至少需要 {needed} 位随行成人，现在填了 {present} 位，够了。"


def ratio_advice(parties: Sequence[GradedParty], rules: Ratios) -> str:
    """Return one sentence on the adults of a whole booking by the base's ratios."""
    pupils = sum(party.pupils for party in parties)
    if not pupils:
        return EMPTY
    needed, present = ratio_shortfall(parties, rules)
    pattern = SHORT if present < needed else ENOUGH
    return pattern.format(pupils=pupils, needed=needed, present=present, missing=needed - present)


def is_short(parties: Sequence[GradedParty], rules: Ratios) -> bool:
    """Say whether adults are missing."""
    needed, present = ratio_shortfall(parties, rules)
    return present < needed
