"""How long each step of the front door takes, children who still wait counted for as long as they have waited.

A period owns the steps that began in it, as they are known on the last day of the return. Days are working days where
the law counts them, else days.
"""

from ibis import _

from lscp.scorecard.codes import STEPS
from lscp.scorecard.measures import Flow, Quartile, Share, Stock, measure

NUMBERS = {
    "decision": ("I92", "contacts.decided"),
    "assessment_begun": ("I93", "referrals", "assessments"),
    "assessment": ("I94", "assessments"),
    "conference": ("I95", "enquiries"),
    "core_group": ("I96", "plans", "core_groups"),
    "first_review": ("I97", "plans", "plan_reviews"),
    "later_review": ("I98", "plans", "plan_reviews"),
}


def _register(name: str, code: str, needs: tuple[str, ...]) -> None:
    step = STEPS[name]
    here = _.step == step.code

    def quartile(suffix: str, share: float, words: str):
        def formula():
            return Quartile("waits", share, here, done="done")

        formula.__doc__ = f"The days by which {words} of those who began the step had finished it."
        measure(code + suffix, *needs)(formula)

    quartile("", 0.5, "half")
    quartile("-LOWER", 0.25, "a quarter")
    quartile("-UPPER", 0.75, "three quarters")

    if step.limit is None:
        return

    @measure(f"{code}-WAITING", *needs)
    def waiting_too_long():
        """Waiting beyond the limit / waiting, at the end of the period."""
        return Share(Stock("waiting", "late", here), Stock("waiting", "open", here))

    @measure(f"{code}-LIMIT", *needs)
    def in_time():
        """Steps begun and finished within the limit / steps begun that finished or have waited beyond it."""
        finished = (_.completed == 1) & (_.ended <= _.to)
        decided = finished | ((_.due < _.to) & (_.due < _.ended))
        return Share(Flow("waits", here & finished & (_.ended <= _.due)), Flow("waits", here & decided))


for _name, (_code, *_needs) in NUMBERS.items():
    _register(_name, _code, tuple(_needs))
