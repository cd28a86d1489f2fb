// What every working page may use. Pages work without it.

// A form marked data-guard holds text somebody is writing: the browser asks before the page is left with words unsaved.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
