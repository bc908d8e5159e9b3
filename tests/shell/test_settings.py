"""Settings stop a start with one line when they are wrong, and never show a secret."""

from __future__ import annotations

import base64
import io
import logging
import stat
from pathlib import Path

import pytest

from adapters.secret_key import Sealer, secret_keys
from adapters.settings import Redact, Settings, WrongSetting, read_settings

SECRET = "geheimnis"
KEY = base64.urlsafe_b64encode(b"a" * 32).decode()
OTHER_KEY = base64.urlsafe_b64encode(b"b" * 32).decode()


def settings(**given: str) -> Settings:
    return read_settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"mysql://ann:{SECRET}@localhost/x"),
        ("DATABASE_URL", "trivium.db"),
        ("DISCORD_TOKEN", f"{SECRET} {SECRET}"),
        ("SLACK_BOT_TOKEN", SECRET),
        ("SLACK_APP_TOKEN", f"xoxb-{SECRET}"),
        ("TRIVIUM_SECRET_KEY", SECRET),
        ("TRIVIUM_SECRET_KEY", f"{KEY},{SECRET}"),
        ("TRIVIUM_SECRET_KEY", f"{KEY},{KEY},{KEY}"),
        ("TRIVIUM_PORT", "http"),
        ("TRIVIUM_PORT", "70000"),
        ("TRIVIUM_PORT", "-1"),
        ("TRIVIUM_PUBLIC_URL", "example.org"),
        ("TRIVIUM_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_value_is_one_line(name: str, value: str) -> None:
    """A wrong value stops with a single line that names the variable, and never with the value."""
    with pytest.raises(WrongSetting) as told:
        settings(**{name: value})
    line = str(told.value)
    assert line.startswith(f"{name} is not right: ")
    assert "\n" not in line
    assert SECRET not in line
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__ or told.value.__context__ is None


def test_no_secret_is_in_the_repr() -> None:
    """Neither tokens nor keys nor a database's password are in what is printed of the settings."""
    read = settings(
        DATABASE_URL=f"postgresql://ann:{SECRET}@localhost/x",
        DISCORD_TOKEN=SECRET,
        SLACK_BOT_TOKEN=f"xoxb-{SECRET}",
        SLACK_APP_TOKEN=f"xapp-{SECRET}",
        SLACK_SIGNING_SECRET=SECRET,
        TRIVIUM_SECRET_KEY=KEY,
    )
    for printed in (repr(read), str(read), repr(read.model_dump())):
        assert SECRET not in printed
        assert KEY not in printed


def test_the_environment_and_the_file_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value in `.env` holds, one in the environment holds more, and an empty one is none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("TRIVIUM_PORT=9000\nTRIVIUM_HOST=0.0.0.0\nDISCORD_TOKEN=\nOTHER=1\n")
    monkeypatch.setenv("TRIVIUM_PORT", "9001")
    read = read_settings()
    assert (read.port, read.host, read.discord_token) == (9001, "0.0.0.0", None)
    assert read.address == "http://127.0.0.1:9001"


def test_a_log_holds_no_secret() -> None:
    """Whatever is logged, in words, arguments or tracebacks, leaves without the secrets."""
    read = settings(DISCORD_TOKEN=SECRET, DATABASE_URL="postgresql://ann:pass%20word@localhost/x")
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(Redact(read.secrets()))
    log = logging.Logger("test")
    log.addHandler(handler)
    log.warning("token %s", SECRET)
    log.warning("url %s and %s", read.database_url, "pass word")
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("failed")
    written = out.getvalue()
    assert "[secret]" in written
    for secret in (SECRET, "pass%20word", "pass word"):
        assert secret not in written


def test_a_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    """The first start makes a key beside the database, mode 600; the second reads the same one."""
    database = tmp_path / "trivium.db"
    first = secret_keys(settings(), database)
    file = tmp_path / "trivium.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_keys(settings(), database) == first
    assert [path.name for path in tmp_path.iterdir()] == ["trivium.key"]


def test_two_keys_rotate() -> None:
    """With a new key before the old one, what the old one sealed still opens, and new seals are the new one's."""
    sealed = Sealer([OTHER_KEY]).seal(b"reply address")
    keys = secret_keys(settings(TRIVIUM_SECRET_KEY=f"{KEY}, {OTHER_KEY}"), None)
    both = Sealer(keys)
    assert both.open(sealed) == b"reply address"
    assert Sealer([OTHER_KEY]).open(both.seal(b"new")) is None
    assert Sealer([KEY]).open(both.seal(b"new")) == b"new"
