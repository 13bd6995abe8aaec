// Asks before someone leaves a form in which they typed and that they did not send. Without it nothing is asked.
"use strict";
const typed = new Set();
for (const event of ["input", "change"]) {
  document.addEventListener(event, ({ target }) => {
    if (target.form?.hasAttribute("data-guarded")) typed.add(target.form);
  });
}
document.addEventListener("submit", ({ target }) => typed.delete(target));
document.addEventListener("reset", ({ target }) => typed.delete(target));
addEventListener("beforeunload", (event) => {
  if ([...typed].some((form) => form.isConnected)) event.preventDefault();
});
