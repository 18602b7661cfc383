"""Loading the vocabularies from CSV without ever undoing an editor's change."""

import csv
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction

from .models import LoadedTerm, Term
from .vocabularies import DATA_DIR, VOCABULARIES


@dataclass
class LoadReport:
    """What a load did; ``left_alone`` and ``deleted_by_hand`` hold ``vocabulary:code`` names."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: list[str] = field(default_factory=list)
    deleted_by_hand: list[str] = field(default_factory=list)


class VocabularyError(Exception):
    """A row of a file cannot be loaded; the text names file, line and reason."""


def load_vocabularies(directory: Path = DATA_DIR) -> LoadReport:
    """Make every vocabulary agree with its CSV file, all or nothing.

    A row an editor changed or deleted since the last load is left as it is and reported.
    Raises VocabularyError naming the first bad row; nothing is loaded then.
    """
    report = LoadReport()
    with transaction.atomic():
        for name, model in VOCABULARIES.items():
            path = directory / f"{name}.csv"
            if path.exists():
                load_file(name, model, path, report)
    return report


def load_file(name: str, model: type[Term], path: Path, report: LoadReport) -> None:
    """Load one file; rows with a parent come after it because files are written in that order."""
    known = {row.code: row.digest for row in LoadedTerm.objects.filter(vocabulary=name)}
    existing = {term.code: term for term in model._default_manager.all()}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                load_row(name, model, row, known.get(row["code"]), existing, report)
            except (ValidationError, ValueError, KeyError, models.ObjectDoesNotExist) as error:
                raise VocabularyError(f"{path.name} line {number}: {error}") from error


def load_row(
    name: str,
    model: type[Term],
    row: dict[str, str],
    loaded_digest: str | None,
    existing: dict[str, Term],
    report: LoadReport,
) -> None:
    """Create or update one row, unless an editor changed or deleted it."""
    code = row["code"]
    term = existing.get(code)
    if term is None and loaded_digest is not None:
        report.deleted_by_hand.append(f"{name}:{code}")
        return
    values, links = parse_row(model, row)
    wanted = digest(values, links)
    if term is not None and wanted == loaded_digest:
        report.unchanged += 1
        return
    if term is not None and digest(*stored_values(term, values, links)) != loaded_digest:
        report.left_alone.append(f"{name}:{code}")
        return
    existing[code] = write_term(model, term, values, links)
    LoadedTerm.objects.update_or_create(vocabulary=name, code=code, defaults={"digest": wanted})
    report.created += term is None
    report.updated += term is not None


def write_term(
    model: type[Term], term: Term | None, values: dict[str, Any], links: dict[str, list[str]]
) -> Term:
    """Save the values of a row on a new or an old term and set its links."""
    target = term or model()
    for attribute, value in values.items():
        setattr(target, attribute, value)
    target.full_clean(validate_unique=False, validate_constraints=False)
    target.save()
    for field_name, codes in links.items():
        related = model._meta.get_field(field_name).related_model
        found = list(related._default_manager.filter(code__in=codes))  # type: ignore[union-attr]
        if len(found) != len(codes):
            missing = sorted(set(codes) - {item.code for item in found})
            raise ValueError(f"{field_name}: unknown codes {missing}")
        getattr(target, field_name).set(found)
    return target


def parse_row(model: type[Term], row: dict[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Turn the texts of a row into attribute values and many-to-many codes."""
    values: dict[str, Any] = {}
    links: dict[str, list[str]] = {}
    for column, text in row.items():
        model_field = model._meta.get_field(column)
        cell = (text or "").strip()
        if isinstance(model_field, models.ManyToManyField):
            links[column] = sorted(part for part in cell.split("|") if part)
        elif isinstance(model_field, models.ForeignKey):
            related = model_field.related_model
            target = related._default_manager.get(code=cell) if cell else None  # type: ignore[union-attr]
            values[model_field.attname] = target.pk if target else None
        else:
            values[column] = parse_cell(cast(models.Field, model_field), cell)
    return values, links


def parse_cell(model_field: models.Field, cell: str) -> Any:
    """Return the value of one plain cell; an empty one gives the field's empty value."""
    if not cell:
        return None if model_field.null else model_field.get_default()
    if isinstance(model_field, models.DateField):
        return date.fromisoformat(cell)
    return model_field.to_python(cell)


def stored_values(
    term: Term, attributes: Iterable[str], links: Iterable[str]
) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Return what the database holds now in the shape of ``parse_row``."""
    values = {name: getattr(term, name) for name in attributes}
    codes = {name: sorted(getattr(term, name).values_list("code", flat=True)) for name in links}
    return values, codes


def digest(values: dict[str, Any], links: dict[str, list[str]]) -> str:
    """Return a digest of a row that is equal when all its values are."""
    text = json.dumps([values, links], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
