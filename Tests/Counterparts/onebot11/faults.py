"""What may go wrong with an API call. At most one fault is set at a time; it is drawn from a seeded generator, so a run can be repeated."""

import random

MODES = {
    "none", "hang", "slow", "failed", "refused", "garbage", "half", "close", "status", "async", "empty", "no-id",
}
# Whether the message stands in the chat although the caller hears of a fault, unless the setting says otherwise.
DELIVERED = {"hang": True, "slow": True, "failed": True, "garbage": True, "half": True, "close": True, "async": True, "empty": True,
             "no-id": True, "refused": False, "status": False}


class Faults:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.set({"mode": "none"})

    def set(self, wanted):
        """mode; actions: only these (else the sending ones); times: so many calls, then none; share: of the calls, 0…1;
        seconds: for hang and slow; status and retcode; delivered: overrides the mode's own; message: of a refusal."""
        mode = wanted.get("mode", "none")
        if mode not in MODES:
            raise ValueError(f"no such fault; there are: {', '.join(sorted(MODES))}")
        self.mode = mode
        self.actions = set(wanted.get("actions") or ["send_group_msg", "send_private_msg", "send_msg"])
        self.times = wanted.get("times")
        self.share = float(wanted.get("share", 1.0))
        self.seconds = float(wanted.get("seconds", 60.0 if mode == "hang" else 1.0))
        self.status = int(wanted.get("status", 500))
        self.retcode = wanted.get("retcode")
        self.message = wanted.get("message")
        self.delivered = wanted.get("delivered", DELIVERED.get(mode, True))
        if "seed" in wanted:
            self.random.seed(wanted["seed"])

    def draw(self, action):
        """The fault that befalls this call, or None."""
        if self.mode == "none" or action not in self.actions or self.times == 0:
            return None
        if self.share < 1.0 and self.random.random() >= self.share:
            return None
        if self.times is not None:
            self.times -= 1
        return self.mode
