"""What the workers of all processes tell each other: signs of life, the lease of the tick, periodic work."""

from django.db import models


class WorkerBeat(models.Model):
    """Last sign of life of one worker; the health page and the reaper read it."""

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


class TickLease(models.Model):
    """The one row that says which worker ticks; moved by compare-and-swap on (term, beats) only.

    No time stands in the conditions: who wants the lease watches whether ``beats`` still moves. The
    times are for people who look.
    """

    ONLY = 1

    holder = models.CharField("持有进程", max_length=64, blank=True)
    term = models.PositiveBigIntegerField("任期", default=0)
    beats = models.PositiveBigIntegerField("续期次数", default=0)
    renewed_at = models.DateTimeField("最近续期", null=True)
    ticked_at = models.DateTimeField("最近一轮完成", null=True)

    class Meta:
        verbose_name = "后台轮次"
        verbose_name_plural = "后台轮次"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.holder or '无'}（第 {self.term} 任）"


class PeriodicRun(models.Model):
    """When one periodic work ran and is due again, and how often in a row it failed."""

    name = models.CharField("名称", max_length=64, unique=True)
    due_at = models.DateTimeField("下次运行")
    starts = models.PositiveBigIntegerField("开始次数", default=0)
    running = models.BooleanField("正在运行", default=False)
    started_at = models.DateTimeField("最近开始", null=True)
    finished_at = models.DateTimeField("最近结束", null=True)
    failures = models.PositiveIntegerField("连续失败次数", default=0)
    last_error = models.CharField("最近错误", max_length=500, blank=True)

    class Meta:
        verbose_name = "定时任务"
        verbose_name_plural = "定时任务"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
