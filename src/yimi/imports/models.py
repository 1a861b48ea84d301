"""An import: one file for one station, from upload to the last row; and what was wrong with its rows."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.stations.models import ServiceUnit


class JobState(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("已上传")
    CHECKING = "checking", _("正在检查")
    CHECKED = "checked", _("待确认")
    RUNNING = "running", _("正在导入")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有完成")
    CANCELLED = "cancelled", _("已取消")


#: States in which a background process is at work, and those after which nothing more happens.
AT_WORK = (JobState.CHECKING, JobState.RUNNING)
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class JobQuerySet(models.QuerySet["ImportJob"]):
    """Chainable filters over imports."""

    def at_work(self) -> Self:
        """Those that a background process works on, or did when it was killed."""
        return self.filter(state__in=AT_WORK)


class ImportJob(models.Model):
    """One workbook on its way in. The file itself lies sealed under ``var/files/imports/<uid>`` for two weeks.

    ``header`` says where the header stands and which column is which field; ``options`` the answers
    to the kind's own questions; ``counts`` what the check and the run found. ``rows_done`` of ``rows_total`` rows and ``position`` (blocks written) move with every block's own
    transaction, so that a killed process loses at most the block it was writing.
    """

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    kind = models.CharField(_("导入什么"), max_length=20)
    unit = models.ForeignKey(
        ServiceUnit, models.PROTECT, related_name="+", db_index=False, verbose_name=_("服务站点")
    )
    state = models.CharField(max_length=10, choices=JobState, default=JobState.UPLOADED)
    file_name = models.CharField(_("文件"), max_length=200)
    file_digest = models.CharField(max_length=64)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+", db_index=False)
    header: models.JSONField[Any, Any] = models.JSONField(default=dict)
    options: models.JSONField[Any, Any] = models.JSONField(default=dict)
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(default=clock.now)
    files_gone = models.BooleanField(default=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="import_state_is_known"
            ),
        ]
        indexes = [
            # the station's list, newest first
            models.Index(fields=["unit", "-recorded_at"], name="import_by_unit"),
            # what a killed process left behind; files that are due for deletion
            models.Index(fields=["state", "touched_at"], name="import_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def is_at_work(self) -> bool:
        """Being checked or run."""
        return self.state in AT_WORK

    @property
    def has_ended(self) -> bool:
        """Done, failed or cancelled."""
        return self.state in ENDED


class RowFault(models.Model):
    """Something wrong with one row of the file. ``detail`` holds words of our own tables, never what the cell said."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(ImportJob, models.PROTECT, related_name="faults", db_index=False)
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=30)
    problem = models.CharField(max_length=30)
    detail = models.CharField(max_length=120, blank=True)

    class Meta:
        # the job's page and its workbook of faulty rows, in the file's order
        indexes = [models.Index(fields=["job", "row"], name="row_fault_by_job")]

    def __str__(self) -> str:
        return f"{self.row} {self.field} {self.problem}"
