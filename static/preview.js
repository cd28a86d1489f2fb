// The PDF of the working text beside it, set anew some time after each save.
//
// Nobody can read off a browser's PDF viewer which page it shows; so the page is chosen in the pane, and kept.

const PAUSE = 1200;
const WIDE = "(min-width: 60rem)";

const pane = document.querySelector("[data-preview]");
const opener = document.querySelector("[data-preview-open]");
let timer = 0, shown = null, coming = null, waiting = false;

const sheet = pane?.querySelector("[data-preview-sheet]");
const page = pane?.querySelector("[data-preview-page]");
const state = pane?.querySelector("[data-preview-state]");

const number = () => Math.max(1, Math.trunc(Number(page.value)) || 1);

function set() {
  clearTimeout(timer);
  if (pane.hidden) return;
  if (coming) { waiting = true; return; }
  waiting = false;
  state.textContent = pane.dataset.setting;
  coming = document.createElement("iframe");
  coming.title = sheet.dataset.title;
  coming.addEventListener("load", arrived, { once: true });
  // Another address each time, so that the frame is loaded anew; behind the sign the viewer's page.
  coming.src = `${pane.dataset.preview}?at=${Date.now()}#page=${number()}&view=FitH&navpanes=0`;
  sheet.append(coming);
}

// The old one stays until the new one is there.
function arrived() {
  shown?.remove();
  shown = coming;
  coming = null;
  const at = new Date().toLocaleTimeString(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
  // A page of ours in the place of the PDF says itself why there is none.
  const none = shown.contentDocument?.body?.classList.contains("framed");
  state.textContent = none ? pane.dataset.none : pane.dataset.asOf.replace("{at}", at);
  document.dispatchEvent(new CustomEvent("preview", { detail: performance.now() }));
  if (waiting) set();
}

function soon() {
  if (pane.hidden) return;
  clearTimeout(timer);
  timer = setTimeout(set, PAUSE);
}

function open(event) {
  // A narrow page, and a browser that shows no PDF in a page, follow the link.
  if (!matchMedia(WIDE).matches || navigator.pdfViewerEnabled === false) return;
  event.preventDefault();
  pane.hidden = false;
  document.body.classList.add("previewing");
  opener.setAttribute("aria-expanded", "true");
  pane.focus();
  set();
}

function close() {
  pane.hidden = true;
  document.body.classList.remove("previewing");
  opener.setAttribute("aria-expanded", "false");
  clearTimeout(timer);
  for (const frame of sheet.querySelectorAll("iframe")) frame.remove();
  shown = coming = null;
  waiting = false;
  opener.focus();
}

if (pane) {
  opener.setAttribute("aria-controls", pane.id);
  opener.addEventListener("click", open);
  pane.querySelector("[data-preview-close]").addEventListener("click", close);
  pane.querySelector("[data-preview-again]").addEventListener("click", set);
  page.addEventListener("change", set);
  pane.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  // The page of the desk says "saved" in its line, whichever way it saved.
  document.addEventListener("text-saved", soon);
}
