"""Loading vocabularies: idempotent, and never undoing an editor."""

import shutil

import pytest

from portal.taxonomy.models import Grade, Hotline, LessonType, Stage, Topic, Unit, Volume
from portal.taxonomy.services import VocabularyError, load_vocabularies
from portal.taxonomy.vocabularies import DATA_DIR, VOCABULARIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the repository's files a test may change."""
    return shutil.copytree(DATA_DIR, tmp_path / "data")


def replace(folder, name, old, new):
    """Change one text in one file."""
    path = folder / f"{name}.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_every_vocabulary_has_a_file_and_every_file_a_vocabulary():
    """No list of terms lives in code."""
    assert {path.stem for path in DATA_DIR.glob("*.csv")} == set(VOCABULARIES)


def test_second_load_changes_nothing():
    """The whole set loads, links are set, and a repeat writes no row."""
    first = load_vocabularies()
    assert first.created > 300
    assert Unit.objects.get(code="ddyfz-g07a-new-u3").zh == "珍爱我们的生命"
    assert Volume.objects.get(code="sxzz-bx4").stage == Stage.objects.get(code="s")
    assert Hotline.objects.get(code="12356").topics.exists()
    second = load_vocabularies()
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)


def test_change_in_the_file_reaches_the_database(folder):
    """A corrected title is taken over."""
    load_vocabularies(folder)
    replace(folder, "lesson_types", "新授课", "新授讲解课")
    assert load_vocabularies(folder).updated == 1
    assert LessonType.objects.filter(zh="新授讲解课").exists()


def test_change_by_hand_is_left_alone_and_reported(folder):
    """Even when the file changed too."""
    load_vocabularies(folder)
    LessonType.objects.filter(zh="新授课").update(zh="新课")
    replace(folder, "lesson_types", "新授课", "新授讲解课")
    report = load_vocabularies(folder)
    assert report.left_alone == ["lesson_types:xs"]
    assert LessonType.objects.get(code="xs").zh == "新课"


def test_deletion_by_hand_is_not_undone(folder):
    """A term an editor deleted stays deleted and is named."""
    load_vocabularies(folder)
    Topic.objects.filter(code="xianfa").delete()
    assert "topics:xianfa" in load_vocabularies(folder).deleted_by_hand
    assert not Topic.objects.filter(code="xianfa").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("grades", ",p1,", ",zz,", "grades.csv line 2"),
        ("stages", ",20,", ",twenty,", "stages.csv line 3"),
        ("themes", "p1", "p9", "unknown codes"),
    ],
)
def test_bad_row_names_file_and_line_and_loads_nothing(folder, name, old, new, said):
    """All or nothing: one bad row leaves the database as it was."""
    replace(folder, name, old, new)
    with pytest.raises(VocabularyError, match=said):
        load_vocabularies(folder)
    assert not Grade.objects.exists()
    assert not Stage.objects.exists()
