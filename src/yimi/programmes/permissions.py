"""What the programmes room lets people do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.permissions import OFFICERS, STATION, Exposes, Permission, Role

#: Slugs, so that no other module spells them.
VIEW_PACKS = "programmes.view_packs"
PROPOSE_PACKS = "programmes.propose_packs"
APPROVE_PACKS = "programmes.approve_packs"
CLAIM_OWN = "programmes.claim_own"
VIEW_CLAIMS = "programmes.view_claims"
KEEP_FACTS = "programmes.keep_facts"
CHECK = "programmes.check_claims"
APPROVE = "programmes.approve_claims"
PREPARE_LISTS = "programmes.prepare_lists"
APPROVE_LISTS = "programmes.approve_lists"
PAY_LISTS = "programmes.pay_lists"

_OWN = (*STATION, Role.SUPERVISOR)

PERMISSIONS = (
    # rules are public documents: whoever is paid by them may read them
    Permission(
        VIEW_PACKS, _("查看政策规则包"), Exposes.NOTHING, (*_OWN, Role.TOWNSHIP_OFFICER, *OFFICERS)
    ),
    Permission(PROPOSE_PACKS, _("提出政策规则包的新版本"), Exposes.SETTINGS, OFFICERS),
    # of what somebody else has proposed, never of one's own
    Permission(APPROVE_PACKS, _("核对、发布和废止政策规则包"), Exposes.SETTINGS, OFFICERS),
    Permission(CLAIM_OWN, _("为自己申请激励和补助"), Exposes.STAFF, _OWN),
    Permission(
        VIEW_CLAIMS, _("查看社工的激励申请"), Exposes.STAFF, (Role.TOWNSHIP_OFFICER, *OFFICERS)
    ),
    Permission(
        KEEP_FACTS,
        _("登记荣誉、核查等认定事项，代为申请"),
        Exposes.STAFF,
        (Role.COUNTY_OFFICER, Role.CITY_OFFICER),
    ),
    Permission(
        CHECK,
        _("核查激励申请"),
        Exposes.STAFF,
        (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER),
    ),
    # at the division whose pack it is
    Permission(APPROVE, _("批准、撤销激励申请，答复申诉"), Exposes.STAFF, OFFICERS),
    Permission(PREPARE_LISTS, _("编制发放表"), Exposes.STAFF, OFFICERS),
    Permission(APPROVE_LISTS, _("审核发放表"), Exposes.STAFF, OFFICERS),
    # whoever takes a list to finance sees the accounts on it, nobody else
    Permission(PAY_LISTS, _("送财务发放和对账"), Exposes.STAFF, OFFICERS),
)
