"""What is searchable: the source of truth every index is made from."""

from django.db import models


class SearchEntry(models.Model):
    """One searchable thing, written in the transaction of its publication.

    A place in a file of a thing is an entry of its own with the ``kind`` and ``object_id`` of the thing,
    its key as ``parent`` and the ``file`` it stands in; it is found for its parent and never shown alone.

    ``number`` grows with every change and is how an index knows what it has not seen; a withdrawn
    thing stays as a row with ``deleted`` set so that indexes learn of it.
    """

    key = models.CharField("键", max_length=80, unique=True, help_text="种类:编号，例如 lesson:12")
    kind = models.CharField("种类", max_length=20, db_index=True)
    object_id = models.PositiveBigIntegerField("对象编号")
    title = models.CharField("标题", max_length=300)
    body = models.TextField("正文", blank=True)
    keywords = models.TextField("检索词", blank=True, help_text="可以搜到、但不显示的词，例如年级的别名。")
    url = models.CharField("网址", max_length=300, blank=True)
    facets = models.JSONField("分面", default=dict, blank=True)
    card = models.JSONField("卡片", default=dict, blank=True)
    parent = models.CharField(
        "所属条目", max_length=80, blank=True, db_index=True, help_text="附件里一处文字所属的条目的键。"
    )
    file = models.CharField("附件", max_length=30, blank=True, db_index=True)
    number = models.PositiveBigIntegerField("变更号", db_index=True)
    deleted = models.BooleanField("已撤下", default=False)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        verbose_name = "搜索条目"
        verbose_name_plural = "搜索条目"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class EntryNumber(models.Model):
    """The counter behind ``SearchEntry.number``: one row, moved inside the writing transaction."""

    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.value)
