"""The playground in a real browser: two windows at one round, the keyboard alone, a phone, and a restart."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from adapters.clock import RealClock, RealDice
from bot.messages import Clicked, Said
from facts.builder import build, draw
from facts.packs import builtin
from facts.question import LETTERS
from facts.store.database import Database
from facts.store.desk import Desk
from facts.store.shelf import Shelf
from tests.web.conftest import Playground, begin

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PHONE = {"width": 360, "height": 740}

Window = Callable[..., Awaitable[Page]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing = "These tests need Chromium. On Debian and Ubuntu: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=found, args=ARGS)
        yield started
        await started.close()


@pytest.fixture
async def window(browser: Browser) -> AsyncIterator[Window]:
    """Opens windows of separate visitors; any error in a page, or any request elsewhere, fails the test."""
    wrong: list[str] = []

    async def open_window(
        playground: Playground, name: str, channel: str = "film-club", dark: bool = True, **more: object
    ) -> Page:
        context = await browser.new_context(color_scheme="dark" if dark else "light", **more)  # type: ignore[arg-type]
        page = await context.new_page()
        home = urlsplit(playground.url).netloc
        page.on("pageerror", lambda fault: wrong.append(str(fault)))
        page.on("console", lambda told: wrong.append(told.text) if "Content Security" in told.text else None)
        page.on(
            "request", lambda asked: wrong.append(asked.url) if urlsplit(asked.url).netloc != home else None
        )
        await page.goto(f"{playground.url}/c/{channel}")
        await page.fill("#name", name)
        await page.keyboard.press("Enter")
        await expect(page.locator("#line")).to_be_focused()
        return page

    yield open_window
    assert wrong == []


async def type_line(page: Page, text: str) -> None:
    await page.locator("#line").click()
    await page.keyboard.type(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


async def test_two_windows_play_one_round(trivium: Playground, window: Window) -> None:
    """Both see the question, each its own receipt; the reveal takes the question's place, and the board ends it."""
    ann, bo = await window(trivium, "Ann"), await window(trivium, "Bo")
    await type_line(ann, "/trivia start questions:2 seconds:6")
    await bo.get_by_role("button", name="Begin now").wait_for()
    await ann.get_by_role("button", name="Begin now").click()
    for number in (1, 2):
        for page in (ann, bo):
            question = page.locator(".question").last
            await expect(question.locator(".heading")).to_contain_text(
                re.compile(rf"Question {number} of 2.* closes in \d+ s"), timeout=15_000
            )
            await question.locator(".choices button").first.click()
            await expect(page.locator(".private.receipt").last).to_contain_text("You chose A")
        assert await ann.locator(".private.receipt").count() == await bo.locator(".private.receipt").count()
        post = await ann.locator(".question").last.get_attribute("id")
        revealed = ann.locator(f"#{post}.reveal")
        await expect(revealed).to_contain_text("✓ right", timeout=20_000)
        await expect(revealed).to_contain_text(f"Question {number} of 2 · closed")
        await expect(ann.locator(".question")).to_have_count(0)
    for page in (ann, bo):
        board = page.locator(".post.board").last
        await expect(board).to_contain_text("Ann", timeout=15_000)
        await expect(board).to_contain_text("Bo")
        await expect(page.locator("#standing tbody")).to_contain_text("Bo")
        await expect(page.get_by_role("button", name="Play again")).to_be_visible()


async def test_a_private_reply_is_in_its_own_window_alone(playground: Playground, window: Window) -> None:
    """The other window gets what comes before and after it, and never that."""
    ann, bo = await window(playground, "Ann"), await window(playground, "Bo")
    await type_line(ann, "/secret")
    await expect(ann.locator(".private.card")).to_contain_text("Only you see this")
    await type_line(ann, "afterwards")
    await expect(bo.get_by_text("afterwards")).to_be_visible()
    assert "For you alone" not in await bo.content()
    assert "/secret" not in await bo.locator("#log").inner_text()


async def test_a_film_is_asked_for_by_keyboard_alone(trivium: Playground, window: Window) -> None:
    """Typed in part, completed by the arrows, sent by Enter; its button is reached by Tab and pressed."""
    ann = await window(trivium, "Ann")
    line = ann.locator("#line")
    await ann.keyboard.type("/film pulg")
    await expect(ann.get_by_role("option", name="/film Pulgasari")).to_be_visible()
    await expect(line).to_have_attribute("aria-expanded", "true")
    await ann.keyboard.press("ArrowDown")
    await expect(line).to_have_attribute("aria-activedescendant", "completion-0")
    await ann.keyboard.press("Enter")
    await expect(line).to_have_value(re.compile("^/film .*Pulgasari"))
    await ann.keyboard.press("Escape")
    await expect(ann.locator("#completions")).to_be_hidden()
    await ann.keyboard.press("Enter")
    card = ann.locator(".card").last
    await expect(card).to_contain_text("Pulgasari")
    await expect(line).to_be_focused()
    await expect(line).to_have_value("")
    await ann.keyboard.press("Shift+Tab")
    focused = ann.locator(".card button:focus")
    await expect(focused).to_be_visible()
    assert await focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    before = await ann.locator(".card").count()
    await ann.keyboard.press("Enter")
    await expect(ann.locator(".card")).not_to_have_count(before)


async def test_escape_closes_completion_and_keeps_the_line(playground: Playground, window: Window) -> None:
    """Nothing that was typed is lost, and Enter then sends it as it stands."""
    ann = await window(playground, "Ann")
    await ann.keyboard.type("/fi")
    await expect(ann.get_by_role("option")).to_have_count(2)
    await ann.keyboard.press("Escape")
    await expect(ann.locator("#completions")).to_be_hidden()
    await expect(ann.locator("#line")).to_have_value("/fi")
    await ann.keyboard.press("Enter")
    await expect(ann.get_by_text("You said /fi", exact=True)).to_be_visible()


async def test_a_letter_answers_from_the_line_and_from_the_question(
    playground: Playground, window: Window
) -> None:
    """Typed and sent it is heard as a line; pressed inside the question it presses that choice."""
    ann = await window(playground, "Ann")
    await type_line(ann, "/ask")
    await type_line(ann, "b")
    await ann.locator(".question button").first.focus()
    await ann.keyboard.press("b")
    await expect(ann.get_by_text("You pressed answer r 1 B")).to_be_visible()
    contents = [heard.content for heard in playground.echo.heard]
    assert contents == [Said("/ask"), Said("b"), Clicked("answer r 1 B")]


@pytest.mark.parametrize("dark", [True, False])
async def test_a_phone_has_one_column_and_no_sideways_scroll(
    trivium: Playground, window: Window, dark: bool
) -> None:
    """At 360 pixels nothing is cut off to the right, and all that is pressed is 44 high."""
    ann = await window(trivium, "Ann", viewport=PHONE, dark=dark)
    for text in ("/film Pulgasari", "/help", "w" * 400, "/facts add"):
        await type_line(ann, text)
    await expect(ann.locator(".card").nth(2)).to_be_visible()
    await ann.keyboard.type("/")
    await ann.get_by_role("option").first.wait_for()
    assert await ann.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    low = await ann.evaluate(
        "[...document.querySelectorAll('button, #line, [role=option], nav a')]"
        ".filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 44)"
        ".map(one => one.outerHTML)"
    )
    assert low == []


async def test_day_and_night_follow_the_system_until_chosen(playground: Playground, window: Window) -> None:
    """The choice holds after the page is loaded anew."""
    ground = "getComputedStyle(document.body).backgroundColor"
    night, day = "rgb(20, 22, 28)", "rgb(250, 248, 243)"
    ann = await window(playground, "Ann")
    assert await ann.evaluate(ground) == night
    await ann.emulate_media(color_scheme="light")
    assert await ann.evaluate(ground) == day
    await ann.get_by_role("button", name="Night colours").click()
    assert await ann.evaluate(ground) == night
    await ann.reload()
    assert await ann.evaluate(ground) == night


async def test_nothing_moves_for_who_asked_for_no_motion(playground: Playground, window: Window) -> None:
    """The countdown is told in words alone."""
    ann = await window(playground, "Ann", reduced_motion="reduce")
    await type_line(ann, "/ask")
    await expect(ann.locator(".closes")).to_contain_text("closes in")
    await expect(ann.locator(".bar")).to_be_hidden()


async def test_the_countdown_is_read_out_twice(playground: Playground, window: Window) -> None:
    """Aloud at ten and at five seconds; the running text itself is silent, and nothing is left after the close."""
    ann = await window(playground, "Ann")
    await type_line(ann, "/ask")
    await expect(ann.locator(".closes")).to_have_attribute("aria-live", "off")
    await expect(ann.locator("#spoken")).to_have_text("10 seconds left", timeout=6_000)
    await expect(ann.locator("#spoken")).to_have_text("5 seconds left", timeout=7_000)
    await expect(ann.locator("#spoken")).to_have_text("", timeout=7_000)


async def test_the_open_question_says_how_many_have_answered(playground: Playground, window: Window) -> None:
    """Once somebody has, beside the question, in every window; its members are not named."""
    ann = await window(playground, "Ann")
    playground.echo.count = 0
    await type_line(ann, "/ask")
    await expect(ann.locator(".question")).to_be_visible()
    await expect(ann.locator(".question .answered")).to_be_hidden()
    for count, told in ((1, "1 has answered"), (5, "5 have answered")):
        playground.echo.count = count
        await expect(ann.locator(".question .answered")).to_have_text(told)
    playground.echo.count = None


async def test_a_restarted_server_loses_nothing(
    playground: Playground, database: Database, window: Window
) -> None:
    """The page says that the connection is lost, comes back by itself, and has what was said since."""
    ann = await window(playground, "Ann")
    await type_line(ann, "before")
    await expect(ann.get_by_text("before")).to_be_visible()
    port = urlsplit(playground.url).port
    assert port is not None
    await playground.stop()
    await expect(ann.locator("#lost")).to_be_visible()
    again = await begin(database, port=port)
    try:
        bo = await window(again, "Bo")
        await type_line(bo, "meanwhile")
        await expect(ann.get_by_text("meanwhile")).to_be_visible(timeout=15_000)
        await expect(ann.locator("#lost")).to_be_hidden()
        assert await ann.get_by_text("before").count() == 1
        await type_line(ann, "still here")
        await expect(bo.get_by_text("still here")).to_be_visible()
        assert await bo.get_by_text("before").count() == 1
    finally:
        await again.stop()


async def test_without_script_the_page_reads_and_works(playground: Playground, browser: Browser) -> None:
    """A plain form sends, the reply stands in the page that comes, and a link shows what is new."""
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{playground.url}/c/general")
    await page.fill("#name", "Ann")
    await page.click("text=Enter")
    await page.fill("#line", "/ask")
    await page.click("text=Send")
    await expect(page.locator(".question")).to_contain_text(re.compile(r"closes at \d\d:\d\d:\d\d UTC"))
    await page.get_by_role("button", name="B, Moscow").click()
    await expect(page.get_by_text("You pressed answer r 1 B")).to_be_visible()
    await expect(page.get_by_role("link", name="Show new messages")).to_be_visible()


async def test_a_refused_line_is_kept_to_be_mended(playground: Playground, window: Window) -> None:
    """The sentence stands by the line, and the line is as it was typed."""
    ann = await window(playground, "Ann")
    await ann.locator("#line").fill("y" * 10_000)
    await ann.keyboard.press("Enter")
    await expect(ann.locator("#refused")).to_have_text(
        "A message may be 2,000 characters long. Make it shorter."
    )
    await expect(ann.locator("#line")).to_have_value("y" * 10_000)


class Chosen(RealDice):
    """Draws the round that the pictures are of; all else is by chance."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def seed(self) -> int:
        return self._seed


TOPIC = "North Korean cinema"
YEARS, FILMS = "In which year was", ("Which famous", "For her part", "Which real")


async def of_pictures(database: Database) -> tuple[int, dict[str, str]]:
    """A seed that draws two questions of four options first, easily read, and the right letter for each stem."""
    knowledge = await Shelf(database).knowledge("local")
    questions = tuple(each for each in build(knowledge) if each.topic == TOPIC)
    right = {each.stem: LETTERS[each.correct] for each in questions}
    for seed in range(1000):
        one, two = draw(questions, 2, seed)
        told = one.stem.startswith(YEARS) and two.stem.startswith(FILMS) and len(two.stem) < 90
        if told and len(one.options) == len(two.options) == 4:
            return seed, right
    raise AssertionError("no seed draws two such questions")


async def choose(page: Page, letter: str) -> None:
    await page.locator(".question .choices").get_by_text(letter, exact=True).click()
    await page.locator(".private.receipt").last.wait_for()
    await page.mouse.move(2, 2)  # a picture shows no button under the hand


async def test_pictures_for_the_documents(
    database: Database, window: Window, request: pytest.FixtureRequest
) -> None:
    """With --pictures the pictures of the README are taken anew, of a round as it is played."""
    if not request.config.getoption("--pictures", default=False):
        pytest.skip("Pictures are taken with: pytest tests/web --pictures")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for pack in builtin():
        await Desk(database).install(pack, RealClock().now())
    seed, right = await of_pictures(database)
    playground = await begin(database, trivium=True, dice=Chosen(seed))
    try:
        await take_pictures(playground, window, right)
    finally:
        await playground.stop()


async def take_pictures(playground: Playground, window: Window, right: dict[str, str]) -> None:
    """Ann is right each time, Bo at first, Cem never; the second question is still open at the end."""
    wide = {"width": 1280, "height": 900}
    ann = await window(playground, "Ann", viewport=wide)
    bo = await window(playground, "Bo", viewport=wide, dark=False)
    phone = await window(playground, "Cem", viewport=PHONE)
    await type_line(bo, "/film Pulgasari")
    await expect(bo.locator(".card").last).to_contain_text("Pulgasari")
    await bo.screenshot(path=PICTURES / "film-day.png")
    await type_line(ann, f'/trivia start "{TOPIC}" questions:5 seconds:20')
    await ann.get_by_role("button", name="Begin now").click()
    for number in (1, 2):
        for page in (ann, bo, phone):
            await page.locator(".question .heading", has_text=f"Question {number} of 5").wait_for(
                timeout=40_000
            )
        letter = right[await ann.locator(".question h2").inner_text()]
        wrong = LETTERS[(LETTERS.index(letter) + 1) % 4]
        await choose(ann, letter)
        await choose(bo, letter if number == 1 else wrong)
        if number == 1:
            await choose(phone, wrong)
            await ann.locator(".reveal").last.wait_for(timeout=40_000)
            await expect(ann.locator(".reveal").last).to_contain_text("Right: Ann, Bo. 2 of 3.")
            await ann.screenshot(path=PICTURES / "reveal-night.png")
    await expect(ann.locator(".question .answered")).to_have_text("2 have answered")
    await ann.screenshot(path=PICTURES / "round-night.png")
    await bo.screenshot(path=PICTURES / "round-day.png")
    await phone.screenshot(path=PICTURES / "round-phone.png")
