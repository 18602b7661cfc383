"""The text of uploaded files by place: read once for each content, shared by all who have it."""

from django.db import models

from portal.files.text import Form


class Outcome(models.TextChoices):
    """How the reading of a file ended; the labels tell the editor what to do."""

    READ = "read", "已提取，可以搜到"
    IN_PART = "in_part", "文字太多，只有前面一部分可以搜到；拆成几个文件就都能搜到"
    EMPTY = "empty", "没有可提取的文字（可能是扫描件或图片），只能按标题和文件名搜到"
    NO_TEXT_KIND = "no_text_kind", "这种文件没有可提取的文字，只能按标题和文件名搜到"
    ENCRYPTED = "encrypted", "文件有密码，里面的文字搜不到；请去掉密码后重新上传"
    BROKEN = "broken", "文件已损坏，里面的文字搜不到；请用原来的软件打开，另存后重新上传"
    TOO_LARGE = "too_large", "文件解开后太大，里面的文字搜不到；请拆成几个文件重新上传"
    TOO_SLOW = "too_slow", "文件太复杂，没能在时限内读完，里面的文字搜不到；请拆成几个文件重新上传"
    MISSING = "missing", "服务器上找不到这个文件；请重新上传"


class FileText(models.Model):
    """One content that was read; documents and videos with the same content share it."""

    content_hash = models.CharField("内容摘要", max_length=64, help_text="SHA-256")
    kind = models.CharField("文件类型", max_length=10)
    outcome = models.CharField("结果", max_length=20, choices=Outcome.choices)
    problem_place = models.CharField("出问题的文件", max_length=200, blank=True)
    made_at = models.DateTimeField("提取时间", auto_now_add=True)

    class Meta:
        verbose_name = "文件文字"
        verbose_name_plural = "文件文字"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["content_hash", "kind"], name="one_text_per_content")]

    def __str__(self) -> str:
        return f"{self.kind} {self.content_hash[:12]} {self.outcome}"


class FilePlace(models.Model):
    """The text of one place of a file: a page, slide, sheet, section or half a minute of captions.

    ``order`` counts the places of a file from 1; ``number`` counts within the form (see files.Piece). A
    long place is cut into several rows of the same label.
    """

    file = models.ForeignKey(FileText, on_delete=models.CASCADE, related_name="places")
    order = models.PositiveIntegerField("次序")
    form = models.CharField("形式", max_length=10, choices=[(form.value, form.value) for form in Form])
    number = models.PositiveIntegerField("编号", default=0)
    label = models.CharField("位置", max_length=200)
    heading = models.CharField("标题", max_length=100, blank=True)
    text = models.TextField("文字")

    class Meta:
        verbose_name = "文件里的一处"
        verbose_name_plural = "文件里的各处"
        default_permissions = ()
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["file", "order"], name="one_place_per_order")]

    def __str__(self) -> str:
        return f"{self.label} {self.heading}"


class WithText(models.Model):
    """A library item whose text can be found; no value means that it is still to be read."""

    file_text = models.ForeignKey(
        FileText, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
