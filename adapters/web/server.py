"""The playground's server: its start, its stop, its addresses and the operator's moderator link.

What a page holds is in `pages`, who may ask in `guard`, live updates in `stream`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.web.client import COMMUNITY, WebStage
from adapters.web.guard import BODY_BYTES, add_headers, guard
from adapters.web.identity import Names, Sealer
from adapters.web.pages import Bot, Pages
from bot.playground import Posts, Secrets
from bot.ports import Clock, Dice

_STATIC = Path(__file__).parent / "static"
_LINK = "moderator link"
_SECONDS_TO_LEAVE = 2.0


@dataclass(frozen=True, slots=True)
class Running:
    """A started playground: where it is, and the link that makes its visitor a moderator."""

    url: str
    moderator_link: str
    stage: WebStage
    runner: web.AppRunner

    async def stop(self) -> None:
        """Let the open pages go and close the port."""
        self.stage.close()
        await self.runner.cleanup()


async def start(
    *,
    host: Bot,
    stage: WebStage,
    posts: Posts,
    sealer: Sealer,
    dice: Dice,
    clock: Clock,
    host_name: str,
    port: int,
    public_url: str | None = None,
) -> Running:
    """Open the port and answer. Port 0 takes any that is free. Raises OSError when the port is taken."""
    token = await _moderator_token(posts.secrets, sealer, dice)
    pages = Pages(
        host, stage, posts, sealer, dice, clock, Names(), token, (public_url or "").startswith("https:")
    )
    app = web.Application(client_max_size=BODY_BYTES, middlewares=[guard(host_name, public_url)])
    app.on_response_prepare.append(add_headers)
    app.add_routes(pages.routes())
    app.router.add_static("/static", _STATIC)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SECONDS_TO_LEAVE)
    await runner.setup()
    try:
        await web.TCPSite(runner, host_name, port).start()
    except OSError:
        await runner.cleanup()
        raise
    url = public_url or _address(host_name, runner.addresses[0][1])
    return Running(url, moderator_link(url, token), stage, runner)


def moderator_link(url: str, token: str) -> str:
    return f"{url}/moderate/{token}"


async def _moderator_token(secrets: Secrets, sealer: Sealer, dice: Dice) -> str:
    """The link's secret part: the one kept, sealed anew so that it follows a change of keys, or a fresh one."""
    kept = await secrets.read(COMMUNITY, _LINK)
    opened = sealer.open(kept) if kept is not None else None
    token = opened.decode("ascii") if opened is not None else dice.token() + dice.token()
    await secrets.keep(COMMUNITY, _LINK, sealer.seal(token.encode("ascii")))
    return token


def _address(host_name: str, port: int) -> str:
    name = "127.0.0.1" if host_name in {"0.0.0.0", "::", ""} else host_name
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
