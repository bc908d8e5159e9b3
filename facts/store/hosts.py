"""Several database servers behind one address: how they are spelled, and which of them is connected to.

Two laws. Only a server that takes writes is used, unless the address asks for another kind (`target_session_attrs`).
And one that is switched off without a word holds up none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine

CONNECT_SECONDS = 10.0
"""How long a new connection may take; several hosts share it, so that all of them are asked in that time."""

_PORT = 5432
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(:(?P<port>[0-9]{1,5}))?")


class NoneServes(OSError):
    """None of several servers answers and takes writes."""


def apart(rest: str) -> str:
    """Turns `user@a:1,b:2/name?x` into `user@/name?host=a:1,b:2&x`, which can be parsed; anything else stays."""
    place, slash, tail = rest.partition("/")
    user, at, hosts = place.rpartition("@")
    if "," not in hosts:
        return rest
    name, _, options = tail.partition("?")
    return f"{user}{at}{slash or '/'}{name}?host={hosts}" + (f"&{options}" if options else "")


def each_with_its_port(address: URL) -> URL:
    """The address with several hosts in one spelling, `host=a:1&host=b:2`; raises `ValueError` for no host's name."""
    hosts = _listed(address.query.get("host", ()))
    if len(hosts) < 2:
        return address
    ports = _listed(address.query.get("port", ())) or [str(address.port or _PORT)]
    if len(ports) == 1:
        ports *= len(hosts)
    read = [_HOST.fullmatch(host) for host in hosts]
    told = tuple(
        f"{host['name']}:{int(host['port'] or port)}" for host, port in zip(read, ports, strict=True) if host
    )
    if len(told) != len(hosts):
        raise ValueError("a host is a name or an IPv4 address, and a port")
    return address.difference_update_query(["host", "port"]).update_query_dict({"host": told})


def connect_to_whichever_serves(engine: AsyncEngine) -> None:
    """Each new connection of the engine tries the hosts in turn, first the one that served last.

    The driver would do so itself, with one time limit for all of them: the first, if it is gone without a word,
    would use it up, at every connection.
    """
    served = 0

    def connect(dialect: Dialect, _record: Any, _nothing: Any, options: dict[str, Any]) -> Any:
        nonlocal served
        hosts, ports = options.get("host"), options.get("port")
        if not isinstance(hosts, list) or not isinstance(ports, list):
            return dialect.connect(**{"timeout": CONNECT_SECONDS, **options})
        chosen = {"timeout": CONNECT_SECONDS / len(hosts), "target_session_attrs": "read-write", **options}
        missed: Exception | None = None
        for index in _from(served, len(hosts)):
            try:
                connection = dialect.connect(**{**chosen, "host": hosts[index], "port": ports[index]})
            except (OSError, dialect.loaded_dbapi.Error) as fault:
                if not _elsewhere(fault):
                    raise
                missed = fault
            else:
                served = index
                return connection
        raise NoneServes("no host of several") from missed

    event.listen(engine.sync_engine, "do_connect", connect)


def _listed(value: str | Sequence[str]) -> list[str]:
    texts = (value,) if isinstance(value, str) else value
    return [one for text in texts for one in text.split(",") if one]


def _from(first: int, count: int) -> list[int]:
    return [(first + index) % count for index in range(count)]


def _elsewhere(fault: Exception) -> bool:
    """Whether another host may still serve: this one is away, starting, stopping, or a standby."""
    code = getattr(fault, "sqlstate", None)
    return code is None or code.startswith(("08", "57P"))
