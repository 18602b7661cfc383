"""The ratio of a base for the pages where a school types its classes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from portal.taxonomy.models import Grade

from .. import advice
from ..models import BaseRules
from ..policies import GradedParty, pupils_per_adult
from .rules import rules_of

# What the form takes in one class; a number beyond it is no number of people.
MOST = 500


@dataclass(frozen=True)
class Advice:
    """The sentence, and whether adults are missing."""

    text: str
    short: bool


@dataclass(frozen=True)
class RatioHelp:
    """A base's ratios with the grades they are for; ``patterns`` are the sentences the script fills."""

    rules: BaseRules
    grades: dict[int, Grade]
    patterns = advice

    @property
    def json(self) -> str:
        """Return grade id -> pupils an adult, for the page's script."""
        return json.dumps(
            {pk: pupils_per_adult(graded(grade, 0, 0), self.rules) for pk, grade in self.grades.items()}
        )

    def say(self, classes: Iterable[tuple[object, object, object]]) -> Advice:
        """Return the advice on (grade id, pupils, adults) as typed; what is no number yet is left out."""
        parties = []
        for grade_id, pupils, adults in classes:
            grade = self.grades.get(number(grade_id))
            if grade is not None and 0 < number(pupils) <= MOST:
                parties.append(graded(grade, number(pupils), min(number(adults), MOST)))
        return Advice(advice.ratio_advice(parties, self.rules), advice.is_short(parties, self.rules))


def ratio_help(organisation_id: int) -> RatioHelp:
    """Return the ratios of a base. 2 queries."""
    grades = {grade.pk: grade for grade in Grade.objects.in_force()}
    return RatioHelp(rules_of(organisation_id), grades)


def graded(grade: Grade, pupils: int, adults: int) -> GradedParty:
    """Return one class with what the ratio must know of its grade."""
    return GradedParty(grade.pk, grade.code, grade.sort, grade.zh, pupils, adults)


def number(typed: object) -> int:
    """Return a small whole number as typed, 0 for anything else."""
    text = str(typed).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("1000000") else 0
