// Moves the bar of work in the background, and loads the page anew when the work has ended.
// Without this script the page has a link that does the same.
"use strict";
const panel = document.querySelector("[data-progress]");
const bar = panel.querySelector("progress");
const done = panel.querySelector("[data-done]");
const EVERY = 1000;
async function look() {
  try {
    const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 404 || answer.redirected) {
      location.reload();
      return;
    }
    if (answer.ok) {
      const work = await answer.json();
      if (work.ending) {
        location.replace(location.pathname);
        return;
      }
      bar.value = work.rowsDone ?? 0;
      done.textContent = work.rowsDone ?? 0;
    }
  } catch {
    // The server is away for a moment: ask again.
  }
  setTimeout(look, EVERY);
}
setTimeout(look, EVERY);
