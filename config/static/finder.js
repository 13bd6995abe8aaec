// Searches while someone types or chooses, and puts the answer in place; the address follows, so that it can be kept.
// Without this script the form does the same when it is sent.
"use strict";
const form = document.querySelector("[data-finder]");
const message = document.getElementById("melding");
const PAUSE = 200;
let waiting = 0;
let underway = null;
let shown = location.search;

function asked() {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && !(name === "volgorde" && value === "naam")) found.append(name, value);
  }
  const words = found.toString();
  return form.action.split("?")[0] + (words ? `?${words}` : "");
}

function putIn(page) {
  const focused = document.activeElement?.id;
  const open = new Map([...form.querySelectorAll("details")].map((each) => [each.id, each.open]));
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...document.adoptNode(fresh).childNodes);
  }
  for (const each of form.querySelectorAll("details")) each.open = open.get(each.id) ?? each.open;
  const there = focused ? document.getElementById(focused) : null;
  if (there && there !== document.activeElement) there.focus({ preventScroll: true });
  document.title = page.title;
  for (const link of document.querySelectorAll("[rel=alternate][hreflang]")) {
    const fresh = page.querySelector(`${link.localName}[rel=alternate][hreflang]`);
    if (fresh) link.setAttribute("href", fresh.getAttribute("href"));
  }
  message.textContent = document.querySelector("[data-told]")?.textContent ?? "";
}

async function search({ keep, insist = false }) {
  clearTimeout(waiting);
  underway?.abort();
  underway = new AbortController();
  const address = asked();
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: underway.signal });
    if (answer.status !== 200 && answer.status !== 400) throw new Error(`status ${answer.status}`);
    putIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (keep && address !== location.href) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    shown = location.search;
  } catch (error) {
    if (insist && error.name !== "AbortError") location.assign(address);
  }
}

form.addEventListener("input", (event) => {
  if (event.target.name !== "naam") return;
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE, { keep: false });
});
form.addEventListener("change", (event) => {
  if (event.target.name !== "naam") search({ keep: true });
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search({ keep: true, insist: true });
});
addEventListener("popstate", () => {
  if (location.search !== shown) location.reload();
});
if (matchMedia("(min-width: 60rem)").matches) {
  for (const each of [...form.querySelectorAll("#facetten details")].slice(0, 2)) each.open = true;
}
