"""How long and how repeatably properties are tried: HYPOTHESIS_PROFILE is default, ci or long."""

import os

from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong: no property fails for the time it took.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", UNTIMED)
# the same examples every time, so fewer of them: `make fuzz` is for finding more
settings.register_profile("ci", UNTIMED, derandomize=True, print_blob=True, max_examples=50)
settings.register_profile("long", UNTIMED, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))
