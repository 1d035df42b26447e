// Runs in the reference. Redoc makes parts of its page for the mouse only, or names them badly; this mends them for the
// keyboard and for screen readers. Redoc makes and unmakes its page while one reads, so it is mended after every change.

const SEARCH = '[data-testid="search-trigger"]';
const DIALOG = '[data-testid="search-dialog"]';
const LAYOUT = '[data-component-name="Sidebar/SidebarActions"] > span > span';
const MENU_BUTTON = '[data-testid="floating-button"]';
const TOGGLE = '.schema-property-item button[type="button"]:not([class*="button-"])';
const JSON_TOGGLE = '[data-component-name="CodeBlock/CodeBlockContainer"] button[aria-label]';

/**
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
const all = (selector) => [...document.querySelectorAll(/** @type {"a"} */ (selector))];

/**
 * Writes only what differs, or every change would lead to the next.
 * @param {Element} element
 * @param {Record<string, string>} attributes
 */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function mend() {
  for (const menu of all(".menu-content")) set(menu, { role: "navigation", "aria-label": "Contents" });
  for (const link of all(".menu-content .menu-item-type-group > a"))
    set(link, { "aria-expanded": String(link.nextElementSibling?.childElementCount !== 0) });
  for (const label of all(".menu-content a > [data-active]"))
    if (label.parentElement) set(label.parentElement, { "aria-current": String(label.dataset["active"] === "true") });
  for (const search of all(SEARCH)) set(search, { role: "button", tabindex: "0" });
  for (const layout of all(LAYOUT))
    set(layout, { role: "button", tabindex: "0", "aria-label": "Samples beside or below the text" });
  for (const colours of all('[data-testid="color-mode-switcher"]'))
    set(colours, { "aria-label": "Light or dark colours" });
  for (const toggle of all(TOGGLE)) mendToggle(toggle);
  for (const picker of all('[aria-haspopup="menu"][aria-label*="media type"]'))
    set(picker, { "aria-label": `${picker.ariaLabel?.split(":")[0]}: ${picker.textContent}` });
  for (const toggle of all(JSON_TOGGLE))
    if (/^(collapse|expand)$/i.test(toggle.getAttribute("aria-label") ?? ""))
      set(toggle, { "aria-label": toggle.classList.contains("expanded") ? "Collapse" : "Expand" });
  for (const icon of all(`#redoc svg:not([aria-label]), ${DIALOG} svg:not([aria-label])`))
    set(icon, { "aria-hidden": "true" });
  for (const heading of all("#redoc h4")) set(heading, { "aria-level": "3" });
  for (const heading of all("#redoc h5")) set(heading, { "aria-level": "4" });
  for (const area of all("#redoc .md-table-wrapper, #redoc pre:not([tabindex])"))
    if (area.scrollWidth > area.clientWidth) set(area, { tabindex: "0" });
  for (const title of all(".page-title")) title.hidden = document.querySelector("#redoc h1") !== null;
  mendLayers();
}

/** @param {HTMLElement} toggle */
function mendToggle(toggle) {
  const [sign, text = "Hide details"] = [...toggle.children].map((part) => part.textContent);
  if (sign !== "+" && sign !== "−") return;
  const name = toggle.closest(".schema-property-item")?.querySelector(".schema-name")?.textContent ?? "";
  set(toggle, { "data-schema-toggle": "", "aria-label": `${text} of ${name}` });
}

// Where one was before the search opened.
let opener = { element: document.activeElement, hash: location.hash };
let dialogOpen = false;
let menuOpen = false;

/** What lies below the search, or below the menu of a small screen, cannot be reached; what was left is found again. */
function mendLayers() {
  const dialog = document.querySelector(DIALOG);
  const button = document.querySelector(MENU_BUTTON);
  const open = button?.checkVisibility() === true && button.getAttribute("aria-expanded") === "true";
  if (dialog) set(dialog, { role: "dialog", "aria-modal": "true", "aria-label": "Search" });
  for (const layer of all(`.menu-content, ${MENU_BUTTON}`)) layer.inert = dialog !== null;
  for (const main of all("main")) main.inert = dialog !== null || open;
  if (open && !menuOpen) focusOn(document.querySelector(SEARCH));
  if (!open && menuOpen && document.activeElement !== button) enterContent();
  if (dialog === null && dialogOpen) {
    if (location.hash === opener.hash) focusOn(opener.element);
    else enterContent();
  }
  if (entering) enterSection();
  menuOpen = open;
  dialogOpen = dialog !== null;
}

/** @param {Element | null | undefined} element */
function focusOn(element) {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
}

let entering = false;

/** Goes on from the section that the address names, as soon as Redoc has made it. */
function enterContent() {
  entering = true;
  enter(document.querySelector("main"));
  mendSoon();
}

function enterSection() {
  const path = location.hash.slice(1).split("#")[0] || "/";
  const section = document.querySelector(`main [data-section-id="${CSS.escape(path)}"]`);
  if (!section?.childElementCount) return;
  entering = false;
  enter(section);
}

/** @param {Element | null} place */
function enter(place) {
  if (place) set(place, { tabindex: "-1" });
  focusOn(place);
}

let due = false;
function mendSoon() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    mend();
  });
}

document.querySelector(".skip-link")?.addEventListener("click", (event) => {
  event.preventDefault();
  enterContent();
});

function rememberOpener() {
  if (!document.querySelector(DIALOG)) opener = { element: document.activeElement, hash: location.hash };
}

document.addEventListener("click", rememberOpener, true);
document.addEventListener(
  "keydown",
  (event) => {
    entering = false;
    rememberOpener();
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if ((event.key === "Enter" || event.key === " ") && target.matches(`${SEARCH}, ${LAYOUT}`)) {
      event.preventDefault();
      target.click();
    }
    if (event.key === "Escape" && menuOpen && !dialogOpen) {
      const button = document.querySelector(MENU_BUTTON);
      focusOn(button);
      if (button instanceof HTMLElement) button.click();
    }
  },
  true,
);

// On paper, where dark grounds are left out, dark colours would be pale on white.
const colours = document.documentElement.classList;
addEventListener("beforeprint", () => {
  if (colours.replace("dark", "light"))
    addEventListener("afterprint", () => colours.replace("light", "dark"), { once: true });
});

mend();
addEventListener("resize", mendSoon);
new MutationObserver(mendSoon).observe(document.documentElement, {
  subtree: true,
  childList: true,
  characterData: true,
  attributeFilter: ["class", "aria-expanded", "data-active"],
});
