"""The worker's sign of life."""

from django.db import models


class WorkerBeat(models.Model):
    """Last sign of life of one worker; the health page reads the newest."""

    worker = models.CharField("工作进程", max_length=64, unique=True)
    started_at = models.DateTimeField("启动时间")
    beat_at = models.DateTimeField("最近心跳", db_index=True)
    last_error = models.CharField("最近错误", max_length=500, blank=True)

    class Meta:
        verbose_name = "后台心跳"
        verbose_name_plural = "后台心跳"
        default_permissions = ()

    def __str__(self) -> str:
        return self.worker
