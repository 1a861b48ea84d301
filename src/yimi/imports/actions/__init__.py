"""The verbs of the imports room."""

from yimi.imports.actions.checking import check_job, start_check
from yimi.imports.actions.ending import cancel, drop_old_files
from yimi.imports.actions.receiving import receive_file, set_columns
from yimi.imports.actions.running import confirm, resume_stalled, run_job

__all__ = [
    "cancel",
    "check_job",
    "confirm",
    "drop_old_files",
    "receive_file",
    "resume_stalled",
    "run_job",
    "set_columns",
    "start_check",
]
