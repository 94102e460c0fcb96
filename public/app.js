// Makes a walk smoother: an answer is sent and the next page fetched without
// loading a whole document. Every page works without this script, and whatever
// goes wrong here ends in the plain navigation that it stands in for.

const inWalk = /\/sessions\/[^/]+\/(questions|results)\b/;
const said = document.getElementById("said"); // a live region that exists when the page loads
let page = location.pathname + location.search; // what is shown, without the fragment
let busy = false;

/** Fetches a page and shows it; gives up by throwing. */
async function visit(url, request, remember) {
  const response = await fetch(url, { ...request, headers: { Accept: "text/html" }, credentials: "same-origin" });
  const html = (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  const next = html && new DOMParser().parseFromString(await response.text(), "text/html");
  const main = next && next.querySelector("main");
  if (!main || !sameAssets(next)) throw new Error("not a page of this version");
  show(next, main);
  const shown = new URL(response.url); // where redirects have led
  if (shown.pathname + shown.search !== location.pathname + location.search) history[remember ? "pushState" : "replaceState"](null, "", shown);
  page = location.pathname + location.search;
}

/** Says whether a fetched page was made for this script and stylesheet. */
function sameAssets(next) {
  const assets = (doc) => [...doc.querySelectorAll("link[rel=stylesheet], script")].map((e) => e.getAttribute("href") ?? e.getAttribute("src")).join();
  return assets(next) === assets(document);
}

/** Puts the main part of a fetched page in place of the one shown. */
function show(next, main) {
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  scrollTo(0, 0);
  // As after a plain navigation: the title is said, and reading goes on from
  // the verdict, the problem or the heading.
  const start = main.querySelector("[autofocus]") ?? main.querySelector("h1");
  if (!start.hasAttribute("tabindex")) start.tabIndex = -1;
  start.focus({ preventScroll: start.matches("h1, h2") });
  said.textContent = next.title;
  showPassage();
  offerMoves();
  keepTime();
}

/** Counts down the time of a test: in silence, but for the thresholds that the page names. */
let ticking;
function keepTime() {
  clearInterval(ticking);
  const timer = document.querySelector("[role=timer]");
  if (!timer) return;
  const clock = timer.querySelector(".clock");
  const end = Date.now() + timer.dataset.left * 1000;
  const words = (value, unit) => new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(value);
  let before = Number(timer.dataset.left);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    // The seconds are shown at the very end alone: a running clock draws the eye.
    clock.textContent = left > 60 ? words(Math.round(left / 60), "minute") : words(left, "second");
    timer.classList.toggle("short", left <= 60);
    for (const key in timer.dataset) {
      const minutes = Number(key.replace(/^say-?/, ""));
      if (before > minutes * 60 && left <= minutes * 60) said.textContent = timer.dataset[key];
    }
    before = left;
    if (left > 0) return;
    clearInterval(ticking);
    timer.textContent = said.textContent = timer.dataset.over;
  };
  ticking = setInterval(tick, 1000);
  tick();
}

/** Shows anew where learners stand, whenever the server says that it has changed. */
function watchLive() {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  new EventSource(part.dataset.live).onmessage = async () => {
    const response = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const next = response.ok && new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-live]");
    if (next && !part.contains(document.activeElement)) part.replaceChildren(...next.childNodes);
  };
}

/** Scrolls the reading, where it has a column of its own, to the marked passage. */
function showPassage() {
  const passage = document.querySelector(".panel[open] .current");
  const column = passage?.closest(".scroll");
  if (!column || column.scrollHeight <= column.clientHeight) return;
  const above = passage.getBoundingClientRect().top - column.getBoundingClientRect().top;
  column.scrollTop += above - column.clientHeight / 4;
}

/** Offers the time zone of whoever fills a new form in. */
function offerZone() {
  const field = document.querySelector("[data-own-zone]");
  if (field && field.value === field.defaultValue) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
}

/** Shows the buttons that put things in order; without this script one chooses their places. */
function offerMoves() {
  for (const list of document.querySelectorAll(".ordering")) {
    for (const buttons of list.querySelectorAll(".move")) buttons.hidden = false;
    limitMoves(list);
  }
}

/** The first cannot go up and the last cannot go down. */
function limitMoves(list) {
  const rows = [...list.children];
  for (const row of rows) {
    row.querySelector("[data-move='-1']").disabled = row === rows[0];
    row.querySelector("[data-move='1']").disabled = row === rows.at(-1);
  }
}

// Moving one row gives every row the place at which it then stands.
addEventListener("click", (event) => {
  const button = event.target.closest?.("button[data-move]");
  if (!button) return;
  const row = button.closest(".row");
  const list = row.parentElement;
  const place = (r) => Number(r.querySelector("select").value);
  const rows = [...list.children];
  if (rows.every(place)) rows.sort((a, b) => place(a) - place(b)); // as they were chosen by hand
  const from = rows.indexOf(row);
  const to = Math.min(Math.max(from + Number(button.dataset.move), 0), rows.length - 1);
  rows.splice(to, 0, ...rows.splice(from, 1));
  list.append(...rows);
  rows.forEach((r, i) => { r.querySelector("select").value = String(i + 1); });
  limitMoves(list);
  (button.disabled ? row.querySelector("button[data-move]:enabled") : button).focus();
  said.textContent = `${to + 1}: ${row.querySelector("label").textContent.trim()}`;
});

addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (busy || form.dataset.sent) return event.preventDefault(); // pressed twice
  const action = new URL(form.action);
  if (!inWalk.test(action.pathname) || action.origin !== location.origin) {
    form.dataset.sent = "yes";
    return;
  }
  event.preventDefault();
  busy = true;
  const fields = new FormData(form, event.submitter);
  try {
    await visit(action, { method: "POST", body: new URLSearchParams(fields) }, true);
  } catch {
    // Sending an answer twice counts once, so the plain way is always open.
    const { submitter } = event;
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    form.dataset.sent = "yes";
    form.submit();
  } finally {
    busy = false;
  }
});

addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || link.target) return;
  if (url.pathname + url.search === page && url.hash) {
    const details = document.getElementById(url.hash.slice(1))?.closest("details");
    if (details) details.open = true;
    return; // the browser goes to the place itself
  }
  if (!link.closest("main.walk") || !inWalk.test(url.pathname)) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  try {
    await visit(url, {}, true);
  } catch {
    location.assign(url);
  } finally {
    busy = false;
  }
});

addEventListener("popstate", async () => {
  if (location.pathname + location.search === page) return; // only the fragment changed
  try {
    await visit(location.href, {}, false);
  } catch {
    location.reload();
  }
});

// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

showPassage();
offerMoves();
keepTime();
offerZone();
watchLive();
