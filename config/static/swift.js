// Puts a list in place when someone filters it, orders it or turns its pages: htmx asks for the same page and takes its main
// part. Without it the page comes whole. Nothing of a page is kept in the browser: going back asks for it anew.
"use strict";
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  historyCacheSize: 0,
  includeIndicatorStyles: false,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
});
const news = document.getElementById("lijst-nieuws");
let sender = null;

function isThisPage(address) {
  return new URL(address, location.href).pathname === location.pathname;
}

// Another page comes whole; so does this one where somebody may have typed something that would be lost.
addEventListener("htmx:beforeRequest", (event) => {
  const address = event.detail.pathInfo.finalRequestPath;
  sender = event.detail.elt.matches("form") ? event.detail.elt.getAttribute("aria-label") : null;
  if (isThisPage(address) && !document.querySelector("main [data-guarded]")) return;
  event.preventDefault();
  location.assign(address);
});

// A filter with a fault in it is a page too. Any other answer, such as the page to sign in, is shown by the browser itself.
addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const isAnswer = (xhr.status === 200 || xhr.status === 400) && isThisPage(xhr.responseURL);
  event.detail.isError = false;
  event.detail.shouldSwap = isAnswer;
  if (!isAnswer) location.assign(pathInfo.finalRequestPath);
});
addEventListener("htmx:sendError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));

// Fields keep the focus by their id; after a button it stays there, after the number of a page it is at the table.
addEventListener("htmx:afterSettle", () => {
  const main = document.getElementById("inhoud");
  if (document.activeElement === document.body) {
    const form = [...main.querySelectorAll("form")].find((each) => sender && each.getAttribute("aria-label") === sender);
    (form?.querySelector("[type=submit]") ?? main.querySelector(".utrecht-table-container") ?? main).focus();
  }
  news.textContent = main.querySelector("[data-news]")?.textContent ?? document.title;
});

// Names that were looked for stand in addresses, of which htmx notes the last one.
addEventListener("pagehide", () => sessionStorage.removeItem("htmx-current-path-for-history"));
