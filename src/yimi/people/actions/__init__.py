"""The verbs of the people room: the only writers. Batch forms take drafts; the single form is a batch of one."""

from yimi.people.actions.consents import ask_consent, give_consent, withdraw_consent
from yimi.people.actions.contacts import (
    add_phone,
    end_phone,
    end_resident_address,
    reveal_value,
    set_household_address,
    set_resident_address,
)
from yimi.people.actions.correcting import correct_resident, set_id_number
from yimi.people.actions.family import (
    add_relative,
    end_guardianship,
    end_relative,
    set_guardian,
)
from yimi.people.actions.households import (
    close_household,
    correct_household,
    open_household,
    open_households,
    save_households,
)
from yimi.people.actions.lists import import_official_list
from yimi.people.actions.merging import merge_residents, unmerge_residents
from yimi.people.actions.moving import change_head, leave_household, move_household, move_member
from yimi.people.actions.openings import end_file_opening, open_file
from yimi.people.actions.reference import (
    add_status_kind,
    end_status_kind,
    load_status_kinds,
)
from yimi.people.actions.repeating import add_resident_once, open_household_once
from yimi.people.actions.residents import add_resident, add_residents, save_residents
from yimi.people.actions.searching import rebuild_tokens
from yimi.people.actions.statuses import end_status, record_status, record_statuses
from yimi.people.actions.viewing import note_household_viewed, note_resident_viewed

__all__ = [
    "add_phone",
    "add_relative",
    "add_resident",
    "add_resident_once",
    "add_residents",
    "add_status_kind",
    "ask_consent",
    "change_head",
    "close_household",
    "correct_household",
    "correct_resident",
    "end_file_opening",
    "end_guardianship",
    "end_phone",
    "end_relative",
    "end_resident_address",
    "end_status",
    "end_status_kind",
    "give_consent",
    "import_official_list",
    "leave_household",
    "load_status_kinds",
    "merge_residents",
    "move_household",
    "move_member",
    "note_household_viewed",
    "note_resident_viewed",
    "open_file",
    "open_household",
    "open_household_once",
    "open_households",
    "rebuild_tokens",
    "record_status",
    "record_statuses",
    "reveal_value",
    "save_households",
    "save_residents",
    "set_guardian",
    "set_household_address",
    "set_id_number",
    "set_resident_address",
    "unmerge_residents",
    "withdraw_consent",
]
