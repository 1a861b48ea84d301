"""Addresses of the room ``programmes``."""

from __future__ import annotations

from django.urls import path

from yimi.programmes.pages import claims, lists, mine, packs, posting, workers

app_name = "programmes"
urlpatterns = [
    path("", claims.claims, name="claims"),
    path("claims/<uuid:uid>/", claims.claim, name="claim"),
    path("claims/<uuid:uid>/seen/", claims.seen, name="seen"),
    path("claims/<uuid:uid>/answer/", claims.answer, name="answer"),
    path("claims/<uuid:uid>/returned/", claims.returned, name="returned"),
    path("claims/<uuid:uid>/check/<slug:step>/", claims.check, name="check"),
    path("claims/<uuid:uid>/decide/<slug:step>/", claims.decide, name="decide"),
    path("evidence/<uuid:uid>/", claims.evidence, name="evidence"),
    path("mine/", mine.mine, name="mine"),
    path("mine/account/", mine.account, name="account"),
    path("mine/apply/<uuid:version_uid>/<slug:benefit>/<uuid:key>/", mine.apply, name="apply"),
    path("mine/evidence/<uuid:uid>/", mine.my_evidence, name="my_evidence"),
    path("mine/evidence/<uuid:uid>/remove/", mine.drop_evidence, name="drop_evidence"),
    path("mine/<uuid:uid>/", mine.claim, name="my_claim"),
    path("mine/<uuid:uid>/papers/", mine.hand_in, name="hand_in"),
    path("mine/<uuid:uid>/<slug:step>/", mine.my_step, name="my_step"),
    path("workers/", workers.workers, name="workers"),
    path("workers/<uuid:uid>/", workers.worker, name="worker"),
    path("workers/<uuid:uid>/join/", workers.join, name="join"),
    path("workers/<uuid:uid>/new/<slug:kind>/", workers.new_fact, name="new_fact"),
    path(
        "workers/<uuid:uid>/apply/<uuid:version_uid>/<slug:benefit>/<uuid:key>/",
        workers.apply_for,
        name="apply_for",
    ),
    path("facts/<slug:kind>/<uuid:uid>/withdraw/", workers.drop_fact, name="drop_fact"),
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists.new_list, name="new_list"),
    path("lists/posting/", posting.template, name="posting_template"),
    path("lists/<uuid:uid>/", lists.payment_list, name="list"),
    path("lists/<uuid:uid>/approve/", lists.approve, name="approve_list"),
    path("lists/<uuid:uid>/send/", lists.send, name="send_list"),
    path("lists/<uuid:uid>/accounts/", lists.accounts, name="accounts"),
    path("lists/<uuid:uid>/reconcile/", lists.reconcile, name="reconcile"),
    path("lists/<uuid:uid>/posting/<slug:kind>/", posting.posting, name="posting"),
    path("lists/<uuid:uid>/prepare/<slug:step>/", lists.prepare_step, name="prepare_step"),
    path("lists/items/<uuid:uid>/remove/", lists.drop_item, name="drop_item"),
    path("packs/", packs.packs, name="packs"),
    path("packs/new/", packs.new_pack, name="new_pack"),
    path("packs/<uuid:uid>/", packs.pack, name="pack"),
    path("packs/<uuid:uid>/decide/", packs.decide, name="decide_pack"),
    path("packs/<uuid:uid>/repeal/", packs.repeal, name="repeal_pack"),
]
