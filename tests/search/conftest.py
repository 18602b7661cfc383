"""Entries to search in, without pages."""

import pytest

from portal.search.entries import EntryData, write_entry
from portal.search.syncing import sync_index

TEXTS = (
    ("lesson:1", "lesson", "石头上的汉代：汉画像石会说话", "分组读车马、乐舞、农耕，议一议文物怎样保护。"),
    ("site:2", "site", "南阳汉画馆", "在刻石前读懂两千年前的车马、乐舞、农耕与星空，带走一张自己拓的画。"),
    ("site:3", "site", "卧龙岗", "在草庐、古柏与碑廊之间读诫子书，想到自己的志向和家风。"),
    ("guide:4", "guide", "孩子一说就顶嘴", "孩子和爸妈顶嘴，先停三秒，再说事情。今晚可以怎么做。"),
    ("lesson:5", "lesson", "宪法是根本法", "什么是根本法？读宪法，议规则。也可以参观汉画馆。"),
    ("page:6", "page", "使用帮助", "教师找课，家长看指南，学校联络员预约。PPT 课件可以下载。"),
)


def write_texts() -> None:
    """Write the six entries."""
    for key, kind, title, body in TEXTS:
        write_entry(
            EntryData(key, kind, int(key.split(":")[1]), title, body, url=f"/{key}/", facets={"stage": ["j"]})
        )


@pytest.fixture
def entries(db):
    """Six entries, indexed."""
    write_texts()
    sync_index()
