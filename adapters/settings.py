"""What an operator sets: one frozen object, read from the environment and from `.env`. Nothing else reads them.

Two laws. A wrong value stops the start with one line that names the variable and the mend. And a secret never
shows: not in a repr, not in an error, not in a log.
"""

from __future__ import annotations

import base64
import binascii
import logging
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_DATABASE = "sqlite:///trivium.db"


class WrongSetting(Exception):
    """One line for the operator: the variable, what is wrong with it, and how to mend it; never its value."""


def _database(url: str) -> str:
    scheme = url.partition("://")[0].partition("+")[0]
    if "://" not in url or scheme not in {"sqlite", "postgresql", "postgres"}:
        raise ValueError("write sqlite:///file.db or postgresql://user:password@host/name")
    return url


def _key(text: str) -> str:
    keys = [key.strip() for key in text.split(",")]
    if len(keys) > 2 or not all(_is_key(key) for key in keys):
        raise ValueError(
            "give one key, or two with a comma between; make one with: python -c "
            "'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"
        )
    return ",".join(keys)


def _is_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key.encode("ascii"))) == 32
    except (binascii.Error, ValueError):
        return False


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("write a whole address, such as https://trivia.example.org")
    return url.rstrip("/")


def _gateway(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"ws", "wss"} or not parts.netloc:
        raise ValueError("write a whole address, such as wss://gateway.example.org")
    return url.rstrip("/")


def _starts(prefix: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if not secret.get_secret_value().startswith(prefix):
            raise ValueError(f"it begins with {prefix}; copy it again from api.slack.com/apps")
        return secret

    return AfterValidator(check)


def _whole(secret: SecretStr) -> SecretStr:
    if re.search(r"\s", secret.get_secret_value()):
        raise ValueError("it holds a space or a line break; copy it again, whole and alone")
    return secret


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _lowered(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _secret_key(secret: SecretStr) -> SecretStr:
    return SecretStr(_key(secret.get_secret_value()))


Token = Annotated[SecretStr, BeforeValidator(_stripped), AfterValidator(_whole)]
LogLevel = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lowered)]


class Settings(BaseSettings):
    """Everything an operator can set, by the names the ecosystem uses."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", frozen=True, extra="ignore", env_ignore_empty=True
    )

    # The address of a database holds its password.
    database: Annotated[
        SecretStr, AfterValidator(lambda secret: SecretStr(_database(secret.get_secret_value())))
    ] = Field(default=SecretStr(DEFAULT_DATABASE), validation_alias="DATABASE_URL")
    discord_token: Token | None = Field(default=None, validation_alias="DISCORD_TOKEN")
    discord_api_url: Annotated[str, AfterValidator(_address)] = Field(
        default="https://discord.com/api/v10", validation_alias="DISCORD_API_URL"
    )
    discord_gateway_url: Annotated[str, AfterValidator(_gateway)] | None = Field(
        default=None, validation_alias="DISCORD_GATEWAY_URL"
    )
    slack_bot_token: Annotated[Token, _starts("xoxb-")] | None = Field(
        default=None, validation_alias="SLACK_BOT_TOKEN"
    )
    slack_app_token: Annotated[Token, _starts("xapp-")] | None = Field(
        default=None, validation_alias="SLACK_APP_TOKEN"
    )
    slack_signing_secret: Token | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    slack_client_id: str = Field(default="", validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: Token | None = Field(default=None, validation_alias="SLACK_CLIENT_SECRET")
    slack_api_url: Annotated[str, AfterValidator(_address)] = Field(
        default="https://slack.com/api", validation_alias="SLACK_API_URL"
    )
    slack_port: int = Field(default=3000, ge=0, le=65535, validation_alias="TRIVIUM_SLACK_PORT")
    host: str = Field(default="127.0.0.1", validation_alias="TRIVIUM_HOST")
    port: int = Field(default=8080, ge=0, le=65535, validation_alias="TRIVIUM_PORT")
    public_url: Annotated[str, AfterValidator(_address)] | None = Field(
        default=None, validation_alias="TRIVIUM_PUBLIC_URL"
    )
    secret_key: Annotated[SecretStr, AfterValidator(_secret_key)] | None = Field(
        default=None, validation_alias="TRIVIUM_SECRET_KEY"
    )
    log_level: LogLevel = Field(default="info", validation_alias="TRIVIUM_LOG_LEVEL")

    @property
    def database_url(self) -> str:
        return self.database.get_secret_value()

    @property
    def address(self) -> str:
        """Where a browser finds the web playground."""
        if self.public_url:
            return self.public_url
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def secrets(self) -> tuple[str, ...]:
        """Every value that must not be seen, for the log's filter."""
        tokens = (
            self.discord_token,
            self.slack_bot_token,
            self.slack_app_token,
            self.slack_signing_secret,
            self.slack_client_secret,
        )
        plain = [token.get_secret_value() for token in tokens if token]
        if self.secret_key:
            plain.extend(self.secret_key.get_secret_value().split(","))
        if password := urlsplit(self.database_url).password:
            plain += [password, unquote(password)]  # drivers say it in either spelling
        return tuple(plain)


_MENDS = {
    "int_parsing": "give a whole number from 0 to 65535",
    "greater_than_equal": "give a whole number from 0 to 65535",
    "less_than_equal": "give a whole number from 0 to 65535",
    "literal_error": "give one of debug, info, warning, error",
}


def read_settings(**given: Any) -> Settings:
    """The settings, with `given` (by variable name) before the environment and `.env`. Raises `WrongSetting`."""
    try:
        return Settings(**given)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "the settings"
        mend = _MENDS.get(first["type"], first["msg"].removeprefix("Value error, "))
    except UnicodeDecodeError:
        raise WrongSetting(".env cannot be read: save it as UTF-8 text.") from None
    raise WrongSetting(f"{name} is not right: {mend}.")


class Redact(logging.Filter):
    """Takes every known secret out of a record before it is written, tracebacks and arguments too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(sorted((secret for secret in secrets if secret), key=len, reverse=True))

    def clean(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.clean(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True


def set_up_logging(settings: Settings, secrets: Iterable[str] = ()) -> None:
    """Logs to stderr at the level asked for, with every secret of the settings (and `secrets`) taken out."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    handler.addFilter(Redact((*settings.secrets(), *secrets)))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    # What these say at info is about themselves.
    for chatty in ("aiosqlite", "alembic", "asyncio", "aiohttp.access", "discord", "sqlalchemy.engine"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
