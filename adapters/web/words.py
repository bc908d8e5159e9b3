"""What the playground itself says, beside what the bot says: refusals of the page, in one sentence each."""

from __future__ import annotations

LONGEST_LINE = 2000
TOO_LONG = f"A message may be {LONGEST_LINE:,} characters long. Make it shorter."
TOO_FAST = "That was a lot at once. Wait five seconds, then go on."
NO_CHANNEL = "A channel's name has small letters, digits and hyphens, 40 at most."
NO_PAGE = "There is nothing at this address. Go to /c/general."
NOT_HEARD = "Type something first."
OTHER_SITE = "This came from another site, so it was not done. Open the playground itself and try again."
OTHER_HOST = (
    "The playground does not answer under this name. Open it by the address that was printed at the start."
)
NOT_KEPT = "The database does not answer, so nothing was kept. Send it again in a moment."
STALE_LINK = "This link is not valid any more. The one in use was printed when Trivium started."
FAULT = "Something went wrong on our side. Try again in a moment."
NAMELESS = "Choose a name first."
