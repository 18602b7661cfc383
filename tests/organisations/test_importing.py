"""Import of schools and districts: every error with its line, all or nothing, again without harm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from portal.audit.models import AuditEvent
from portal.organisations.models import District, School
from portal.organisations.services.importing import (
    ImportRefused,
    import_districts,
    import_schools,
    plan_schools,
)
from portal.taxonomy.models import Stage
from tests.factories.people import DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADER = "学校标识码,全称,简称,区县,学段,类型,乡村学校,小规模学校,在校生人数,示例\n"
GOOD = HEADER + (
    "T1,测试第一小学,一小,卧龙区,p1|p2,普通学校,否,否,1200,否\n"
    "T2,测试乡村小学,,411303,p1,普通学校,是,是,86,否\n"
)


@pytest.fixture(autouse=True)
def vocabulary():
    DistrictFactory(code="411303", name="卧龙区")
    for sort, (code, name) in enumerate((("p1", "小学低年级"), ("p2", "小学中年级"))):
        Stage.objects.get_or_create(code=code, defaults={"zh": name, "sort": sort})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_usual_encoding_is_read(encoding):
    done = import_schools(GOOD.encode(encoding))
    assert (done.created, done.updated, done.unchanged) == (2, 0, 0)
    village = School.objects.get(code="T2")
    assert (village.rural, village.small, village.enrolment) == (True, True, 86)
    assert {stage.code for stage in School.objects.get(code="T1").stages.all()} == {"p1", "p2"}


def test_a_second_import_changes_nothing_and_is_not_audited():
    import_schools(GOOD.encode())
    again = import_schools(GOOD.encode())
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    assert AuditEvent.objects.filter(action="schools.imported").count() == 1
    changed = import_schools(GOOD.replace("1200", "1300").encode())
    assert (changed.created, changed.updated, changed.unchanged) == (0, 1, 1)
    stages = import_schools(GOOD.replace("1200", "1300").replace("p1|p2", "小学低年级").encode())
    assert (stages.updated, stages.unchanged) == (1, 1)


def test_a_column_left_out_is_left_alone():
    import_schools(GOOD.encode())
    import_schools("code,name,district\nT2,测试乡村小学,卧龙区\n".encode())
    assert School.objects.get(code="T2").enrolment == 86


BAD = [
    ("T3,,x,卧龙区,p1,普通学校,否,否,1,否", "第 4 行：全称"),
    (",测试三小,x,卧龙区,p1,普通学校,否,否,1,否", "第 4 行：学校标识码"),
    ("T3,测试三小,x,没有区,p1,普通学校,否,否,1,否", "第 4 行：区县“没有区”不在区县表里"),
    ("T3,测试三小,x,卧龙区,p9,普通学校,否,否,1,否", "第 4 行：学段“p9”不认识"),
    ("T3,测试三小,x,卧龙区,p1,私塾,否,否,1,否", "第 4 行：类型“私塾”不认识"),
    ("T3,测试三小,x,卧龙区,p1,普通学校,也许,否,1,否", "第 4 行：乡村学校只能填"),
    ("T3,测试三小,x,卧龙区,p1,普通学校,否,否,-5,否", "第 4 行：在校生人数要填整数"),
    ("T3,测试三小,x,卧龙区,p1,普通学校,否,否,²,否", "第 4 行：在校生人数要填整数"),
    ("T1,测试三小,x,卧龙区,p1,普通学校,否,否,1,否", "第 4 行：代码 T1 与第 2 行重复"),
    ("T3," + "长" * 101 + ",x,卧龙区,p1,普通学校,否,否,1,否", "第 4 行：全称"),
    ("T3,测试三小,x,卧龙区,p1,普通学校,否,否,1,否,多一列", "第 4 行：有 11 列"),
]


@pytest.mark.parametrize(("row", "words"), BAD)
def test_one_bad_row_stops_all(row, words):
    with pytest.raises(ImportRefused) as refusal:
        import_schools((GOOD + row + "\n").encode())
    assert any(error.startswith(words) for error in refusal.value.errors)
    assert not School.objects.exists()


def test_all_errors_are_listed_at_once():
    text = HEADER + "A,甲校,,没有区,,,,,,\nB,乙校,,卧龙区,p9,,,,,\nC,丙校,,卧龙区,,,x,,,\n"
    assert [error[:6] for error in plan_schools(text.encode()).errors] == [
        "第 2 行：",
        "第 3 行：",
        "第 4 行：",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (HEADER.encode(), "只有表头"),
        ("学校标识码,全称\nT1,甲\n".encode(), "缺少“区县”"),
        ("学校标识码,全称,区县,颜色\n".encode(), "不认识的列“颜色”"),
        ("code,学校标识码,全称,区县\n".encode(), "出现了两次"),
        (b"PK\x03\x04rest", "不是 CSV"),
        (b"\xff\xff\x00\x00", "认不出"),
        ('code,name,district\n"T1,甲,乙\n'.encode(), "引号没有配对"),
        (b"x" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(data, words):
    with pytest.raises(ImportRefused, match=words):
        import_schools(data)


def test_nothing_is_left_when_writing_breaks_half_way(monkeypatch):
    real = School.save

    def fail_on_second(self, *args, **kwargs):
        if self.code == "T2":
            raise OSError("disk full")
        real(self, *args, **kwargs)

    monkeypatch.setattr(School, "save", fail_on_second)
    with pytest.raises(OSError, match="disk full"):
        import_schools(GOOD.encode())
    assert not School.objects.exists()


def test_districts_are_imported_and_names_stay_unique():
    import_districts("行政区划代码,名称,排序\n411302,宛城区,10\n".encode())
    assert District.objects.get(code="411302").sort == 10
    with pytest.raises(ImportRefused):
        import_districts("code,name\n411399,新区\n411398,宛城区\n".encode())
    assert not District.objects.filter(code="411399").exists()


def test_the_command_checks_and_imports(tmp_path, capsys):
    path = tmp_path / "schools.csv"
    path.write_bytes(GOOD.encode("gb18030"))
    call_command("import_schools", str(path), check=True)
    assert not School.objects.exists()
    call_command("import_schools", str(path))
    assert "新增 2" in capsys.readouterr().out
    path.write_text(GOOD + "T3,,,,,,,,,\n")
    with pytest.raises(CommandError, match="一行也没有导入"):
        call_command("import_schools", str(path))
    with pytest.raises(CommandError, match="找不到文件"):
        call_command("import_schools", str(tmp_path / "none.csv"))


def test_the_admin_page_previews_then_writes(client):
    client.force_login(UserFactory(is_superuser=True))
    address = "/admin/snippets/organisations/school/import/"
    assert address in client.get("/admin/snippets/organisations/school/").content.decode()
    bad = SimpleUploadedFile("s.csv", (GOOD + "T3,,,,,,,,,\n").encode())
    page = client.post(address, {"what": "schools", "table": bad}).content.decode()
    assert "第 4 行" in page
    assert "一行也没有导入" in page
    assert "确认导入" not in page
    good = SimpleUploadedFile("s.csv", GOOD.encode())
    preview = client.post(address, {"what": "schools", "table": good})
    assert "新增 2" in preview.content.decode()
    assert not School.objects.exists()
    done = client.post(address, {"what": "schools", "text": preview.context["text"]}, follow=True)
    assert "导入完成：新增 2" in done.content.decode()
    assert School.objects.count() == 2
    broken = client.post(address, {"what": "schools", "text": GOOD + "T3,,,,,,,,,\n"})
    assert "一行也没有导入" in broken.content.decode()


@pytest.mark.parametrize("name", ["school", "district", "organisation", "membership"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_listings_are_exported(client, name, kind):
    client.force_login(UserFactory(is_superuser=True))
    response = client.get(f"/admin/snippets/organisations/{name}/", {"export": kind})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{kind}"')


def test_memberships_are_not_written_in_the_admin(client):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get("/admin/snippets/organisations/membership/").status_code == 200
    assert client.get("/admin/snippets/organisations/membership/add/").status_code in (302, 403, 404)
