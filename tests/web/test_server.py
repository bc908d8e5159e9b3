"""What the playground's addresses do, asked over real sockets as a browser asks."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import pytest
from cryptography.fernet import Fernet

from adapters.clock import RealClock
from adapters.web.guard import HELPS, NEWCOMERS, Pace
from adapters.web.stream import Count
from bot.cards import BoardLine, Button, Card, Tone
from bot.messages import Clicked, Filled, Place, Role, Said, Show
from bot.playground import Draft
from facts.store.database import Database
from tests.web.conftest import KEY, Playground, begin


def browser(playground: Playground) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        playground.url, cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"X-Trivium": "page"}
    )


async def named(session: aiohttp.ClientSession, name: str) -> aiohttp.ClientSession:
    async with session.post("/name", data={"name": name, "next": "/c/general"}) as answer:
        assert answer.status == 200, await answer.text()
    return session


@pytest.fixture
async def ann(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with browser(playground) as session:
        yield await named(session, "Ann")


@pytest.fixture
async def bo(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with browser(playground) as session:
        yield await named(session, "Bo")


async def page(session: aiohttp.ClientSession, path: str = "/c/general") -> str:
    async with session.get(path) as answer:
        return await answer.text()


async def say(session: aiohttp.ClientSession, text: str, **more: str) -> tuple[int, str]:
    async with session.post("/c/general", data={"text": text, **more}) as answer:
        return answer.status, await answer.text()


async def test_a_new_visitor_is_asked_for_a_name(playground: Playground) -> None:
    """Without a name there is no channel to see and nothing to say."""
    async with browser(playground) as session:
        assert "What shall we call you?" in await page(session)
        assert (await say(session, "hello"))[0] == 403
    assert playground.echo.heard == []


async def test_what_is_said_is_shown_and_heard(playground: Playground, ann, bo) -> None:
    """A line stands in the channel for everyone, and the bot hears it from its member."""
    assert (await say(ann, "good evening"))[0] == 204
    assert "good evening" in await page(bo)
    heard = playground.echo.heard[0]
    assert (heard.content, heard.member.name, heard.place.channel) == (Said("good evening"), "Ann", "general")
    assert not heard.place.alone


async def test_a_command_line_is_its_authors_alone(ann, bo) -> None:
    """Others see the reply, never the line: /answer would give the answer away."""
    await say(ann, "/answer Moscow")
    assert '<p class="said" dir="auto">/answer Moscow' in await page(ann)
    assert '<p class="said" dir="auto">/answer Moscow' not in await page(bo)


@pytest.mark.parametrize("typed", ["b", "B)", "moscow"])
async def test_a_typed_choice_is_not_shown_to_others_while_it_can_be_copied(ann, bo, typed: str) -> None:
    """A letter or an option typed under an open question is seen by its author alone."""
    await say(ann, "/ask")
    await say(ann, typed)
    assert f'<p class="said" dir="auto">{typed}</p>' in await page(ann)
    assert f'<p class="said" dir="auto">{typed}</p>' not in await page(bo)


async def test_a_private_reply_is_its_members_alone(ann, bo) -> None:
    """What one is told privately is marked, and stands in nobody else's page."""
    await say(ann, "/secret")
    mine, other = await page(ann), await page(bo)
    assert "For you alone" in mine
    assert "Only you see this" in mine
    assert "For you alone" not in other


async def test_a_repeated_delivery_is_one(playground: Playground, ann) -> None:
    """A post sent again after a lost connection bears the same id and stands once."""
    for _ in range(2):
        await say(ann, "once", delivery="d-1")
    assert (await page(ann)).count(">once</p>") == 1
    assert len({heard.id for heard in playground.echo.heard}) == 1


async def test_a_delivery_counts_for_its_member(playground: Playground, ann, bo) -> None:
    """Nobody can swallow another's message by taking its delivery id."""
    await say(ann, "from Ann", delivery="same")
    await say(bo, "from Bo", delivery="same")
    assert "from Bo" in await page(ann)
    assert len({heard.id for heard in playground.echo.heard}) == 2


async def test_buttons_and_forms_are_heard(playground: Playground, ann) -> None:
    """A press arrives by the button's id, a form by its command and its fields."""
    await ann.post("/c/general", data={"button": "answer r 1 B"})
    await ann.post("/c/general", data={"command": "facts add", "field.subject": "Salt", "other": "x"})
    assert [heard.content for heard in playground.echo.heard] == [
        Clicked("answer r 1 B"),
        Filled("facts add", (("subject", "Salt"),)),
    ]


async def test_a_form_keeps_its_text_and_shows_errors_beside_fields(ann) -> None:
    """A refused form has what was typed in it, escaped, and the error tied to its field."""
    await say(ann, "/form")
    shown = await page(ann)
    assert 'value="&lt;kept&gt;"' in shown
    assert re.search(r'aria-describedby="(f\d+-subject-error)".*id="\1">No\.', shown, re.DOTALL)


async def test_completion_and_suggestions_come_from_the_bot(ann) -> None:
    """The page asks for whole lines to go on with, and for values of one field."""
    async with ann.get("/complete", params={"line": "/film"}) as answer:
        assert await answer.json() == ["/film Pulgasari", "/film Salt"]
    async with ann.get(
        "/suggest", params={"command": "facts add", "option": "subject", "typed": "S"}
    ) as answer:
        assert await answer.json() == ["facts add/subject/S"]


async def test_a_name_is_borne_once(playground: Playground, ann) -> None:
    """A second visitor cannot take a name in use, however it is spaced and cased."""
    async with browser(playground) as session, session.post("/name", data={"name": " aNN "}) as answer:
        assert answer.status == 409
        assert "Somebody here has that name already. Choose another." in await answer.text()


async def test_a_name_given_up_is_free(playground: Playground, ann) -> None:
    """Who changes their name leaves the old one to others."""
    await named(ann, "Anna")
    async with browser(playground) as session:
        await named(session, "Ann")


@pytest.mark.parametrize("name", ["", "  ", "x" * 33, "Trivium", "\u202e", "@everyone"])
async def test_a_name_that_cannot_be_is_refused_in_a_sentence(playground: Playground, name: str) -> None:
    """Nothing, too much, ours and the invisible are no names."""
    async with browser(playground) as session, session.post("/name", data={"name": name}) as answer:
        assert answer.status == 422
        assert re.search(r'id="why" role="alert">[A-Z].+\.</p>', await answer.text())


HOSTILE = "<script>alert(1)</script> **bold** @everyone &lt; \u202eabc"


async def test_what_is_typed_is_never_markup(ann, bo) -> None:
    """Tags are text, markdown is letters, and nothing turns the reading direction."""
    await say(ann, HOSTILE)
    await say(ann, "/" + HOSTILE)
    for shown in (await page(ann), await page(bo)):
        assert "<script>alert" not in shown
        assert "\u202e" not in shown.split("You said")[0]
        assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold** @everyone &amp;lt; abc" in shown


async def test_a_name_is_never_markup(playground: Playground) -> None:
    """A visitor called by a tag is shown as they wrote themselves."""
    async with browser(playground) as session:
        await named(session, "<b>Bo</b>")
        await say(session, "hello")
        assert "&lt;b&gt;Bo&lt;/b&gt;" in await page(session)


@pytest.mark.parametrize("letter", ["x", "ж"])
async def test_a_message_of_ten_thousand_letters_gets_one_sentence(ann, letter: str) -> None:
    """Too long a line is refused in a sentence, and the next one works."""
    status, sentence = await say(ann, letter * 10_000)
    assert (status, sentence) == (413, "A message may be 2,000 characters long. Make it shorter.")
    assert (await say(ann, "short"))[0] == 204


async def test_the_bot_itself_answers_too_long_a_command(playground: Playground, ann) -> None:
    """A long command line goes to the bot, which has its own sentence for it, and is not put up."""
    assert (await say(ann, "/film " + "x" * 9_990))[0] == 204
    assert len(playground.echo.heard) == 1


async def test_too_many_posts_get_one_sentence(ann) -> None:
    """Twenty at once pass, the next is told to wait."""
    told = [await say(ann, f"{number}") for number in range(22)]
    assert [status for status, _ in told[:20]] == [204] * 20
    assert told[20] == (429, "That was a lot at once. Wait five seconds, then go on.")


async def test_without_script_a_post_leads_back_to_the_channel(playground: Playground) -> None:
    """A plain form works: it is heard, and the page comes again with the reply in it."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(playground.url, cookie_jar=jar) as session:
        await named(session, "Ann")
        async with session.post("/c/general", data={"text": "/film Salt"}, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/c/general#line")
        assert "You said /film Salt" in await page(session)
        async with session.post("/c/general", data={"text": "y" * 3000}) as answer:
            shown = await answer.text()
        assert answer.status == 413
        assert "y" * 3000 in shown  # kept, to be made shorter


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
async def test_a_post_from_another_site_is_refused(
    playground: Playground, ann, headers: dict[str, str]
) -> None:
    """Another site's page cannot speak for a visitor."""
    async with ann.post("/c/general", data={"text": "x"}, headers=headers) as answer:
        assert answer.status == 403
    assert playground.echo.heard == []


async def test_a_post_from_its_own_page_passes(playground: Playground, ann) -> None:
    """The page's own origin is let through."""
    assert (
        await ann.post("/c/general", data={"text": "x"}, headers={"Origin": playground.url})
    ).status == 204


async def test_a_foreign_name_for_this_machine_is_refused(playground: Playground, ann) -> None:
    """A page whose name was made to point at this machine reads nothing."""
    async with ann.get("/c/general", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 421
    port = urlsplit(playground.url).port
    async with ann.get("/healthz", headers={"Host": f"localhost:{port}"}) as answer:
        assert answer.status == 200


async def test_every_answer_has_its_guards(ann) -> None:
    """Nothing but our own files may be loaded, and nothing inline runs or styles."""
    for path in ("/c/general", "/static/playground.css", "/healthz"):
        async with ann.get(path) as answer:
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
    shown = await page(ann)
    assert not re.search(r"<script(?! src=\"/static/)|<style| style=| on\w+=|https?://", shown)


async def test_the_cookie_is_sealed_and_kept_from_scripts(playground: Playground) -> None:
    """It says nothing to its reader, no script or other site gets at it, and a forged one names nobody."""
    async with browser(playground) as session:
        async with session.post("/name", data={"name": "Annabella"}, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Secure" not in cookie
        assert "Annabella" not in cookie
    for forged in ("forged", "é", cookie.split(";")[0].removeprefix("trivium=")[:-2] + "xx"):
        async with aiohttp.ClientSession(playground.url, cookies={"trivium": forged}) as session:
            assert "What shall we call you?" in await page(session)


async def test_the_cookie_is_secure_behind_https(database: Database) -> None:
    """Where the public address is https the cookie never travels without it."""
    started = await begin(database, public_url="https://play.example")
    try:
        local = f"http://127.0.0.1:{started.running.runner.addresses[0][1]}"
        async with aiohttp.ClientSession(local) as session, session.post(
            "/name", data={"name": "Ann"}, headers={"Host": "play.example", "Origin": "https://play.example"},
            allow_redirects=False,
        ) as answer:  # fmt: skip
            assert "Secure" in answer.headers["Set-Cookie"]
    finally:
        await started.stop()


async def test_the_link_makes_a_moderator(playground: Playground, ann) -> None:
    """Who opens the operator's link moderates from then on; a wrong one says which is right."""
    async with ann.get("/moderate/wrong") as answer:
        assert answer.status == 403
    await say(ann, "before")
    await ann.get(playground.running.moderator_link)
    await say(ann, "after")
    assert [heard.member.roles for heard in playground.echo.heard] == [
        frozenset(),
        frozenset({Role.MODERATOR}),
    ]


async def test_the_link_works_before_a_name_is_chosen(playground: Playground) -> None:
    """The operator opens it first of all, and still moderates once they have a name."""
    async with browser(playground) as session:
        assert "What shall we call you?" in await page(session, playground.running.moderator_link)
        await named(session, "Olga")
        await say(session, "hello")
    assert playground.echo.heard[0].member.moderates


async def test_the_link_survives_a_restart_and_a_change_of_keys(database: Database) -> None:
    """It is kept sealed, and sealed again with the first key at each start."""
    fresh = Fernet.generate_key().decode()
    paths = []
    for keys in ((KEY,), (fresh, KEY), (fresh,)):
        started = await begin(database, keys=keys)
        paths.append(urlsplit(started.running.moderator_link).path)
        kept = await started.posts.secrets.read("local", "moderator link")
        await started.stop()
        assert kept is not None
        assert paths[-1].rpartition("/")[2].encode() not in kept
    assert len(set(paths)) == 1
    assert len(paths[0]) > 30


async def test_health_is_told(playground: Playground, database: Database) -> None:
    """Alive while the process runs, ready while the database answers."""
    async with browser(playground) as session:
        assert (await session.get("/healthz")).status == 200
        assert (await session.get("/readyz")).status == 200
        async with database.engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE posts")
        assert (await session.get("/healthz")).status == 200


@pytest.mark.parametrize("path", ["/c/Upper", "/c/" + "x" * 41, "/c/a%20b", "/nowhere", "/c/general/x"])
async def test_an_address_with_nothing_at_it_says_so(ann, path: str) -> None:
    """One sentence, not a bare number."""
    async with ann.get(path) as answer:
        assert answer.status == 404
        assert await answer.text() == "There is nothing at this address. Go to /c/general."


async def test_any_channel_can_be_made(ann, bo) -> None:
    """Visiting /c/NAME makes it, and once something is said there, all see it listed."""
    await ann.post("/c/salon-7", data={"text": "hello"})
    assert 'href="/c/salon-7"' in await page(bo)
    assert ">hello</p>" in await page(bo, "/c/salon-7")
    assert ">hello</p>" not in await page(bo)


async def read_stream(session: aiohttp.ClientSession, until: str, **headers: str) -> str:
    told = ""
    async with session.get("/c/general/events", headers=headers) as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        async for chunk in answer.content.iter_any():
            told += chunk.decode()
            if until in told:
                return told
    return told


async def test_a_stream_catches_up_from_the_last_event(ann, bo) -> None:
    """After a lost connection only what was missed comes, each with its id."""
    await say(ann, "first")
    await say(ann, "second")
    told = await read_stream(bo, "second", **{"Last-Event-ID": "1"})
    assert "first" not in told
    assert "id: 2" in told
    assert re.search(r"event: clock\r\ndata: \d{13}", told)


async def test_a_stream_never_holds_anothers_private_words(ann, bo) -> None:
    """The private reply between two lines is not in the other's stream."""
    await say(ann, "one")
    await say(ann, "/secret")
    await say(ann, "two")
    told = await read_stream(bo, ">two<")
    assert "For you alone" not in told
    assert "For you alone" in await read_stream(ann, ">two<")


async def test_a_stream_tells_a_page_of_another_database_to_load_anew(ann) -> None:
    """A page that knows more events than there are was made before the database was replaced."""
    assert "event: reload" in await read_stream(ann, "reload", **{"Last-Event-ID": "99"})


async def test_who_sends_slowly_answers_when_it_has_come(playground: Playground, ann) -> None:
    """Beginning to send early and choosing the answer later gains nothing: the time is that of the whole line."""
    where = urlsplit(playground.url)
    (cookie,) = ann.cookie_jar
    body = "text=A"
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    head = (
        "POST /c/general HTTP/1.1", f"Host: {where.netloc}", f"Cookie: {cookie.key}={cookie.value}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "X-Trivium: page",
    )  # fmt: skip
    writer.write("\r\n".join((*head, "", "")).encode())
    await asyncio.sleep(0.2)
    chosen = RealClock().now()
    writer.write(body.encode())
    assert b"204" in await reader.readline()
    writer.close()
    assert playground.echo.heard[0].sent_at >= chosen


@pytest.mark.parametrize("header", [{"Host": "[half"}, {"Origin": "http://[half"}])
async def test_half_an_address_is_refused_like_another(ann, header: dict[str, str]) -> None:
    """What cannot be taken apart is nobody's address, and no fault of ours in the log."""
    async with ann.post("/c/general", data={"text": "x"}, headers=header) as answer:
        assert answer.status in {403, 421}


async def test_a_channel_that_nobody_waits_in_is_forgotten(playground: Playground) -> None:
    """Looking into ever new channels leaves nothing behind in memory."""
    for number in range(50):
        bell = playground.stage.bell(f"channel-{number}")
        assert playground.stage.bell(f"channel-{number}") is bell
    del bell
    assert len(playground.stage._bells) == 0


async def test_a_letter_stays_private_however_much_is_said_after_the_question(
    playground: Playground, ann, bo
) -> None:
    """The open question counts, not the last posts: forty lines of talk do not make the answer public."""
    await say(ann, "/ask")
    for number in range(40):
        await playground.posts.put("local", "general", Draft(f"{number}", number, "m9", "Cem", text="talk"))
    await say(ann, "b")
    assert '<p class="said" dir="auto">b</p>' in await page(ann)
    assert '<p class="said" dir="auto">b</p>' not in await page(bo)


async def test_a_line_under_a_typed_question_is_its_authors_alone(playground: Playground, ann, bo) -> None:
    """It may hold the answer, so only its author and the bot have it."""
    await say(ann, "/type")
    await say(ann, "the Moscow festival")
    assert "the Moscow festival" in await page(ann)
    assert "the Moscow festival" not in await page(bo)
    assert playground.echo.heard[-1].content == Said("the Moscow festival")


async def test_the_panel_follows_the_round_and_nothing_else(playground: Playground, ann) -> None:
    """It says that the first round is on, shows its boards, and keeps the last of them under a leaderboard."""
    place, board = Place("web", "local", "general"), (BoardLine(1, "Ann", 3),)

    async def panel() -> str:
        return (await page(ann)).partition('id="standing"')[2].partition("</aside>")[0]

    async def show(key: str, card: Card, edits: str | None = None) -> str:
        return (await playground.stage.show(Show(key, place, card, edits=edits))).message

    assert "Nobody has played a round here yet." in await panel()
    question = await show("q", Card("Where?", Tone.QUESTION, "Question 1 of 2"))
    assert "A round is on. Its first board comes with the first reveal." in await panel()
    await show("r", Card("Where?", Tone.REVEAL, "Question 1 of 2 · closed", board=board), edits=question)
    await show("l", Card("Leaderboard", Tone.BOARD, "all time", board=(BoardLine(1, "Bo", 99),)))
    assert "Question 1 of 2 · closed" in await panel()
    assert "Bo" not in await panel()
    await show("e", Card("Final board", Tone.BOARD, board=board, buttons=(Button("again r", "Play again"),)))
    assert "Final board" in await panel()
    told = await read_stream(ann, "Play again")
    assert told.count("event: standing") == 1  # one panel for all that was missed, the newest
    assert "Leaderboard" not in told.partition("event: standing")[2].partition("event:")[0]


async def test_a_class_behind_one_address_comes_in_at_once(playground: Playground) -> None:
    """A hundred newcomers get their names in the same moment; a script that goes on is told to wait."""
    async with aiohttp.ClientSession(playground.url, cookie_jar=aiohttp.DummyCookieJar()) as strangers:

        async def enter(number: int) -> int:
            data = {"name": f"Pupil {number}"}
            async with strangers.post("/name", data=data, allow_redirects=False) as answer:
                return answer.status

        assert await asyncio.gather(*map(enter, range(100))) == [303] * 100
    pace = Pace(NEWCOMERS)
    assert [pace.allows("one address", 0) for _ in range(NEWCOMERS + 1)] == [True] * NEWCOMERS + [False]


async def test_completion_is_for_visitors(playground: Playground, ann) -> None:
    """Who has no cookie is not worked for, and a script with one is told to wait while a typist is not."""
    async with browser(playground) as stranger:
        assert (await stranger.get("/c/general/complete", params={"line": "/film"})).status == 403
        assert (await stranger.get("/c/general/suggest", params={"command": "film"})).status == 403
    told = [(await ann.get("/complete", params={"line": "/film"})).status for _ in range(100)]
    assert told == [200] * 100
    pace = Pace(HELPS)
    assert [pace.allows("ann", 0) for _ in range(HELPS + 1)][-2:] == [True, False]


async def test_a_stream_counts_who_has_answered(playground: Playground, ann) -> None:
    """While a question is open the number is told as it grows: no name, no choice, and nothing otherwise."""
    playground.echo.count = 0
    reading = asyncio.create_task(read_stream(ann, "data: 5"))
    await asyncio.sleep(0.2)
    for count in (2, 3, 4, 5):
        playground.echo.count = count
    told = await asyncio.wait_for(reading, 20)
    assert re.findall(r"event: answered\r\ndata: (.*)\r\n", told) == ["5"]


def test_the_count_is_told_twice_a_second_at_most() -> None:
    """However fast a class answers; the last number is never left out."""
    answered = 0
    count = Count(lambda: answered)
    told = []
    for at in range(0, 2000, 10):
        answered = at // 10
        told.append((at, count.news(at)))
    assert [at for at, news in told if news is not None] == [10, 510, 1010, 1510]
    assert count.news(2010) == 199
    assert count.news(2600) is None
