"""Published rules, and what workers claim under them: paid, on a posted list, checked, waiting for papers, refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from yimi.access.models import User
from yimi.access.queries.actors import build_actor, system_actor
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.demo.county import CountyPlan
from yimi.demo.practice import last_open
from yimi.demo.seeds import stream, uid_at
from yimi.demo.users import HOME_TOWN
from yimi.demo.visits import instant
from yimi.demo.writing.diary import Diary
from yimi.demo.writing.staff import actors_of
from yimi.engine.packs import load_pack
from yimi.programmes import actions
from yimi.programmes.accounts import Account
from yimi.programmes.models import Claim, PackVersion, PaymentList
from yimi.workforce.actions import CertificateDraft, add_certificate
from yimi.workforce.models import Certificate, Worker

OWN_PACK = Path(__file__).parent.parent / "data" / "incentives.toml"
NATIONAL = ("national/resident-policies", "national/elder-visits")
BENEFIT = "411623/worker-incentives/certificate"
TITLE = "考证奖励（示例）"
#: What became of the claims, in the order of the workers; the sign-ins come first.
FATES = ("paid", "applied", "paid", "paid", "posted", "posted", "checked", "complete", "refused")
#: By fate: so many days ago it was claimed.
CLAIMED = {"paid": 150, "posted": 45, "checked": 20, "complete": 9, "applied": 4, "refused": 60}
NEXT_LEVEL = {"": "assistant", "assistant": "intermediate", "intermediate": "senior"}


@dataclass(frozen=True, slots=True)
class _Claimant:
    """A worker who claims, and what becomes of it."""

    worker: Worker
    actor: Actor
    fate: str
    claim: UUID


def write_incentives(county: CountyPlan) -> dict[str, int]:
    """Packs of the country and the county, the claims of nine workers, one list paid and one hanging."""
    diary = Diary(min(clock.now(), datetime.combine(county.on, time(10), UTC)))
    story = _Story(county, diary)
    story.publish()
    for place, one in enumerate(story.claimants):
        story.claim(one, place)
    story.pay_list("paid", prepared=130, posted=126, sent=112, paid=104)
    story.pay_list("posted", prepared=12, posted=3)
    diary.run()
    return {"packs": 1 + len(NATIONAL), "claims": len(story.claimants)}


class _Story:
    """The county's officer checks and pays, the city's approves."""

    def __init__(self, county: CountyPlan, diary: Diary) -> None:
        self.on, self.diary, self.seed = county.on, diary, county.seed
        self.region_code = county.code.ljust(12, "0")
        self.officer, self.city = (
            build_actor(User.objects.get(username=name), county.on) for name in ("county", "city")
        )
        self.system = system_actor("示例数据", "programmes", "workforce")
        self.claimants = self._claimants(county)

    def _claimants(self, county: CountyPlan) -> Sequence[_Claimant]:
        homes = sorted(county.stations, key=lambda plan: plan.town.name != HOME_TOWN)
        found = []
        since = self.on - timedelta(days=200)
        for plan in homes:
            actors = actors_of(plan)
            steady = [m for m in plan.staff if m.left_on is None and m.joined_on < since]
            found += [(member.uid, actors[member.uid]) for member in steady]
        workers = Worker.objects.in_bulk([uid for uid, _actor in found])
        rng = stream(self.seed, "incentives")
        return [
            _Claimant(workers[uid], actor, fate, uid_at(rng, instant(self._day(CLAIMED[fate]), time(10))))
            for (uid, actor), fate in zip(found, FATES, strict=False)
        ]  # fmt: skip

    def _day(self, ago: int) -> date:
        return last_open(self.on - timedelta(days=ago))

    def at(self, ago: int, do: Callable[[], object], minute: int = 0) -> None:
        """So many days ago."""
        self.diary.at(self._day(ago), do, minute=minute)

    def publish(self) -> None:
        """One person proposes, another publishes; the country's packs by two who stand for its offices."""
        rng = stream(self.seed, "offices")
        moment = instant(self._day(170), time(9))
        first, second = (
            replace(self.system, uid=uid_at(rng, moment), name=f"示例经办人{name}")
            for name in "甲乙"
        )
        for name in NATIONAL:
            text = load_pack(name).path.read_text("utf-8")
            self.at(170, partial(_publish, text, first, second))
        self.at(170, partial(_publish, OWN_PACK.read_text("utf-8"), self.officer, self.city))

    def claim(self, one: _Claimant, place: int) -> None:
        """From the new certificate to wherever the claim stands."""
        since = CLAIMED[one.fate]
        checked = {"checked_on": self._day(since + 12), "finding": "", "found_on": None}
        self.at(since + 12, partial(actions.record_fact, one.worker, "conduct", checked, actor=self.officer), place)  # fmt: skip
        self.at(since + 5, partial(self._certify, one), place)
        self.at(since, partial(self._apply, one), place)
        if one.fate == "applied":
            return
        self.at(max(since - 4, 1), partial(self._complete, one), place)
        if one.fate == "refused":
            self.at(since - 8, partial(self._decide, one, actions.refuse_claim, self.officer, note="在岗证明与任职登记不一致，请用人单位更正后再申请。"), place)  # fmt: skip
        elif one.fate != "complete":
            self.at(since - 6, partial(self._decide, one, actions.check_claim, self.officer), place)
        if one.fate in {"paid", "posted"}:
            self.at(since - 10, partial(self._decide, one, actions.approve_claim, self.city), place)
            account = Account("商水县示例农村信用社", one.worker.name, f"62000099{place:011d}")
            self.at(since - 11, partial(actions.set_account, one.worker, account, actor=one.actor), place)  # fmt: skip

    def _certify(self, one: _Claimant) -> None:
        """The next level up, issued a month before it was claimed."""
        held = Certificate.objects.current().filter(worker=one.worker).order_by("-issued_on")
        level = NEXT_LEVEL.get(held.values_list("level", flat=True).first() or "", "senior")
        draft = CertificateDraft(level=level, issued_on=self._day(CLAIMED[one.fate] + 30))
        add_certificate(one.worker, draft, actor=self.system)

    def _apply(self, one: _Claimant) -> None:
        newest = Certificate.objects.current().filter(worker=one.worker).order_by("-issued_on")
        draft = actions.ClaimDraft(
            worker=one.worker,
            version=PackVersion.objects.get(pack_id="411623/worker-incentives"),
            benefit_id="certificate",
            subject_key=newest.values_list("uid", flat=True)[0],
            uid=one.claim,
        )
        claim = actions.apply_claim(draft, actor=one.actor)
        actions.note_original_seen(claim, "职业资格证书", actor=self.officer)

    def _complete(self, one: _Claimant) -> None:
        claim = self._fresh(one)
        for kind in ("在岗证明", "守法执业承诺书"):
            actions.note_original_seen(claim, kind, actor=self.officer)
        actions.complete_claim(claim, actor=self.officer, expected=claim.row_version)

    def _decide(
        self, one: _Claimant, step: Callable[..., Claim], actor: Actor, **more: str
    ) -> None:
        claim = self._fresh(one)
        step(claim, actor=actor, expected=claim.row_version, **more)

    def _fresh(self, one: _Claimant) -> Claim:
        return Claim.objects.select_related("payee__key", "worker", "version").get(pk=one.claim)

    def pay_list(
        self, fate: str, *, prepared: int, posted: int, sent: int = 0, paid: int = 0
    ) -> None:
        """A list of the claims of one fate: prepared, approved by the city, posted, and paid."""
        claims = [one.claim for one in self.claimants if one.fate == fate]
        if not claims:
            return

        def made() -> PaymentList:
            return PaymentList.objects.get(items__claim=claims[0])

        def step(do: Callable[..., PaymentList], actor: Actor, **more: date) -> None:
            one = made()
            do(one, actor=actor, expected=one.row_version, **more)

        self.at(prepared, lambda: actions.prepare_list(
            BENEFIT, actor=self.officer, region_code=self.region_code, title=TITLE, claims=claims))  # fmt: skip
        self.at(prepared - 1, partial(step, actions.approve_list, self.city))
        hung = self._day(posted)
        self.at(posted, partial(step, actions.post_list, self.officer, posted_from=hung), 30)
        if paid:
            self.at(sent, partial(step, actions.send_list, self.officer))
            answer = partial(self._answer, made, self._day(paid + 2))
            self.at(paid, lambda: actions.reconcile_list(made(), answer(), actor=self.officer))

    def _answer(self, made: Callable[[], PaymentList], paid_on: date) -> bytes:
        """What finance sends back."""
        lines = ["申请编号,金额（元）,结果,发放日期,失败原因"]
        for number, fen in made().items.values_list("claim__number", "amount_fen"):
            lines.append(f"{number},{fen / 100:.2f},成功,{paid_on.isoformat()},")
        return "\n".join(lines).encode("utf-8")


def _publish(text: str, proposed_by: Actor, decided_by: Actor) -> None:
    version = actions.propose_pack(text, actor=proposed_by)
    actions.decide_pack(version, actor=decided_by, expected=version.row_version, publish=True)
