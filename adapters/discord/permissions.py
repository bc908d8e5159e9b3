"""What the bot needs to be let do: the invite link that asks for it, and what is missing in a channel. Pure."""

from __future__ import annotations

from urllib.parse import urlencode

VIEW, SEND, HISTORY, IN_THREADS, AUDIT = 1 << 10, 1 << 11, 1 << 16, 1 << 38, 1 << 7
_ADMINISTRATOR = 1 << 3
MESSAGE_CONTENT = 1 << 18 | 1 << 19
"""An application's flags: the intent granted to a large bot, or switched on by a small one."""

SCOPES = ("bot", "applications.commands")
NEEDED = VIEW | SEND | HISTORY | IN_THREADS | AUDIT
"""To post and edit questions in channels and threads; the audit log says whom to welcome."""

_NAMES = {VIEW: "View Channel", SEND: "Send Messages", IN_THREADS: "Send Messages in Threads"}


def invite(application: int, base: str = "https://discord.com") -> str:
    """The link by which a server's manager adds the bot, with exactly what it needs."""
    asked = {"client_id": application, "scope": " ".join(SCOPES), "permissions": NEEDED}
    return f"{base}/oauth2/authorize?{urlencode(asked)}"


def missing(permissions: int, *, thread: bool) -> tuple[str, ...]:
    """What the bot may not do in a channel and would have to, by Discord's names."""
    if permissions & _ADMINISTRATOR:
        return ()
    wanted = (VIEW, IN_THREADS if thread else SEND)
    return tuple(_NAMES[one] for one in wanted if not permissions & one)
