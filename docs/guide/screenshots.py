"""The pictures of the user guide, taken by Chromium from a demonstration at $EXITCASE_SITE (script/guide starts one).

Citizens are found by what they are called and by links on pages, for a demonstration's codes are new each time. What a
picture needs is made through the pages themselves; pictures that change data come last.
"""

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

SITE = os.environ.get("EXITCASE_SITE", "")
PROJECT = "/p/NYT/"
IMAGES = Path(__file__).parent / "images"
DESK, PHONE, HEIGHT = 1280, 360, 780
COLOURS = 64  # of the palette: the pages have few
# Debian's Chromium has English fields only; one that speaks Danish shows a day and a time like this.
DANISH_FIELDS = """const fields = "input[type=date], input[type=time], input[type=month]";
for (const field of document.querySelectorAll(fields)) {
  const shown = field.type === "time" ? field.value.replace(":", ".") : field.value.split("-").reverse().join(".");
  field.type = "text";
  field.value = shown;
}"""
# Where the words, fields and buttons of an element stand: without the empty room beside and beneath them.
FILLED = """element => {
  const solid = "input:not([type=hidden]), select, textarea, table, dl, .btn, .error-summary, .card-plain";
  const boxes = [element, ...element.querySelectorAll(solid)]
    .filter(each => each.matches(solid)).map(each => each.getBoundingClientRect());
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim() || texts.currentNode.parentElement.closest(".visually-hidden")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    boxes.push(...range.getClientRects());
  }
  const seen = boxes.filter(box => box.width > 1 && box.height > 1);
  const least = side => Math.min(...seen.map(box => box[side]));
  const most = side => Math.max(...seen.map(box => box[side]));
  return [least("left"), least("top"), most("right"), most("bottom")];
}"""
MARGIN = {DESK: 24, PHONE: 14}


def open_page(browser: Browser, width: int, person: str) -> Page:
    page = browser.new_page(
        locale="da-DK", timezone_id="Europe/Copenhagen", color_scheme="light",
        viewport={"width": width, "height": HEIGHT},
    )  # fmt: skip
    page.goto(f"{SITE}/login/")
    page.get_by_role("button", name=person, exact=True).click()
    page.wait_for_url(lambda address: "/login/" not in address)
    return page


def shoot(page: Page, name: str, *parts: Locator, most: int = 900) -> None:
    """What stands in `parts`, from the top of the first, at most `most` pixels high; without parts, the window."""
    page.evaluate(DANISH_FIELDS)
    path = IMAGES / f"{name}.png"
    if parts:
        page.screenshot(path=path, clip=around(page, parts, most))  # type: ignore[arg-type]
        page.set_viewport_size({"width": page.viewport_size["width"], "height": HEIGHT})  # type: ignore[index]
    else:
        page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def around(page: Page, parts: tuple[Locator, ...], most: int) -> dict[str, float]:
    """The rectangle of `parts` in a window as high as the page, where nothing floats over them."""
    width = page.viewport_size["width"]  # type: ignore[index]
    page.evaluate("document.querySelectorAll('.messages > *').forEach(each => each.remove())")  # of the step before
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight") + 100})
    page.evaluate("scrollTo(0, 0)")
    lefts, tops, rights, bottoms = zip(*(part.evaluate(FILLED) for part in parts), strict=True)
    margin = MARGIN[width]
    left, top = max(0, min(lefts) - margin), max(0, min(tops) - margin)
    right, bottom = min(width, max(rights) + margin), min(top + most, max(bottoms) + margin)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def go(page: Page, address: str) -> None:
    page.goto(f"{SITE}{PROJECT}{address}")


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def follow(page: Page, within: str, name: str) -> None:
    page.locator(within).get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def citizen(page: Page, alias: str, then: str = "") -> None:
    go(page, f"citizens/?q={alias}")
    page.locator(".citizens a.code").first.click()
    page.wait_for_load_state()
    if then:
        page.goto(page.url.partition("#")[0] + then)


def main(page: Page) -> Locator:
    return page.locator("main")


def heading(page: Page) -> Locator:
    return page.locator("main h1")


def coordinators_day(page: Page) -> None:
    go(page, "today/")
    shoot(page, "min-dag")


def search_before_register(page: Page) -> None:
    go(page, "register/?age_band=18-25&gender=woman")
    shoot(page, "soeg-foerst", main(page), most=760)


def register(page: Page) -> None:
    go(page, "register/new/")
    page.locator("main summary").click()
    page.get_by_label("Beslutning").select_option(label="Optaget")
    shoot(page, "visitation", page.locator("main details"))


def proposal(page: Page) -> None:
    go(page, "proposals/")
    page.locator("main table a").nth(1).click()
    page.wait_for_load_state()
    shoot(page, "forslag", main(page))


def citizens_page(page: Page) -> None:
    citizen(page, "Guldregn")
    shoot(page, "borgerens-side")
    shoot(page, "historien", page.locator("#story"), most=500)
    citizen(page, "Isop")
    shoot(page, "hvem-har-adgang", page.locator("#access"))


def home_municipality(page: Page) -> None:
    citizen(page, "Bøg", "home/")
    page.get_by_label("Bopælskommune").select_option(label="Favrskov")
    press(page, "Gem bopælskommune")
    page.goto(page.url.partition("#")[0] + "course/start/")
    page.locator("[name=goal]").first.check()
    page.locator("[name=runs_as]").select_option(index=1)
    press(page, "Start forløb")
    shoot(page, "bopaelskommune", heading(page), page.locator(".error-summary"))


def anonymous(page: Page) -> None:
    go(page, "citizens/?page=2")
    rows = page.locator(".citizens tr").filter(has=page.locator("a.code"))
    nameless = next(row for row in rows.all() if row.locator("td").first.inner_text().strip().startswith("–"))
    nameless.locator("a.code").click()
    page.wait_for_load_state()
    shoot(page, "anonym", page.locator(".citizen"), most=268)


def send_referral(page: Page) -> None:
    citizen(page, "Bellis", "referrals/new/")
    page.get_by_label("Rådgivningen Prøven").check()
    page.get_by_label("Medarbejderen følger med").check()
    page.get_by_label("Det håber borgeren på").fill("At tale med nogen, der har prøvet det samme.")
    press(page, "Gem, og gå videre til at sende")
    shoot(page, "send-henvisning", main(page))
    page.get_by_label("Mundtligt").check()
    press(page, "Send henvisningen")


def withdraw_consent(page: Page) -> None:
    citizen(page, "Isop")
    follow(page, "#access", "Træk tilbage")
    shoot(page, "traek-samtykke", main(page))


def citizens_sheet(page: Page) -> None:
    citizen(page, "Isop", "sheet/")
    shoot(page, "ark", main(page), most=760)


def cover(page: Page) -> None:
    go(page, "cover/new/")
    page.get_by_label("Hvem afløser").select_option(label="Medarbejder Demo")
    page.get_by_label("Sidste dag").fill(str(dt.date.today() + dt.timedelta(days=7)))
    press(page, "Gem afløsning")
    shoot(page, "afloesning", main(page))


def two_codes(page: Page) -> None:
    go(page, "citizens/?q=R-031")
    other = page.locator(".citizens a.code").first.inner_text()
    citizen(page, "Isop", "merge/")
    page.get_by_label("Borgerens anden kode").fill(other)
    press(page, "Se på begge")
    shoot(page, "to-koder", main(page))


def two_at_once(page: Page) -> None:
    """A colleague, in a window of their own, changes the appointment that this one is changing."""
    citizen(page, "Guldregn", "appointment/")
    colleague = open_page(page.context.browser, DESK, "Koordinator Demo")  # type: ignore[arg-type]
    colleague.goto(page.url)
    for window, days in ((colleague, 8), (page, 10)):
        window.locator("[name=next_appointment_on]").fill(str(dt.date.today() + dt.timedelta(days=days)))
        press(window, "Gem aftale")
    shoot(page, "to-paa-en-gang", heading(page), page.locator("main form").last, most=470)


def workers_day(page: Page) -> None:
    go(page, "today/")
    shoot(page, "mobil-min-dag")


def referral_card(page: Page) -> None:
    go(page, "referrals/")
    page.locator("main table a").first.click()
    page.wait_for_load_state()
    shoot(page, "mobil-henvisning", main(page))


def pick_citizen(page: Page) -> None:
    go(page, "log/")
    shoot(page, "mobil-sessioner")


def log_session(page: Page) -> None:
    go(page, "log/")
    follow(page, "main", "Dild")
    shoot(page, "mobil-session", main(page), most=1450)
    page.get_by_label("Kort notat").fill("Vi aftalte, at jeg ringer på 22 33 44 55.")
    press(page, "Gem session")
    shoot(page, "mobil-afvist", heading(page), page.locator(".error-summary"))


def group_session(page: Page) -> None:
    go(page, "groups/new/")
    for number in range(3):
        page.locator("[name=citizens]").nth(number).check()
    page.get_by_label("Deltagere uden kode").fill("2")
    shoot(page, "mobil-gruppesession", main(page), most=1100)


def signed_out(page: Page) -> None:
    go(page, "log/")
    follow(page, "main", "Hyacint")
    page.get_by_label("Kort notat").fill("Vi aftalte en gåtur på fredag.")
    page.context.clear_cookies()
    press(page, "Gem session")
    page.get_by_role("button", name="Medarbejder Demo", exact=True).click()
    page.wait_for_url(lambda address: "/login/" not in address)
    shoot(page, "mobil-logget-ud")


def settings(page: Page) -> None:
    go(page, "settings/")
    shoot(page, "projekt", main(page))


def offers(page: Page) -> None:
    go(page, "offers/")
    shoot(page, "tilbud", main(page))


WALKS: list[tuple[str, int, list[Callable[[Page], None]]]] = [
    ("Koordinator Demo", DESK, [
        coordinators_day, search_before_register, register, proposal, citizens_page, anonymous, withdraw_consent,
        citizens_sheet, two_codes, home_municipality, send_referral, cover, two_at_once,
    ]),
    ("Medarbejder Demo", PHONE, [workers_day, referral_card, pick_citizen, group_session, log_session, signed_out]),
    ("Projektleder Demo", DESK, [settings, offers]),
]  # fmt: skip


def take_all() -> None:
    IMAGES.mkdir(exist_ok=True)
    for old in IMAGES.glob("*.png"):
        old.unlink()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for person, width, walk in WALKS:
            page = open_page(browser, width, person)
            for picture in walk:
                picture(page)
        browser.close()
    taken = sorted(IMAGES.glob("*.png"))
    sys.stdout.write(f"{len(taken)} pictures, {sum(path.stat().st_size for path in taken) // 1024} kB\n")


if __name__ == "__main__":
    take_all()
