// The review: comment on selected words, and keep what is being typed until it is saved. Pages work without it.

const QUOTE = "quote:", TYPED = "typed:", SENT = "sent:";
const here = location.pathname + location.search;

// --- comment on selected words ------------------------------------------------------------------------------------

const offer = document.querySelector("[data-selection-button]");
const circulated = document.querySelector("#circulated");
const quoteBox = document.querySelector("#id_quote");
let offered = null;

// The element that holds a paragraph's words, by the link under it that comments on it.
function hostOf(link) {
  const beneath = link.closest(".beneath");
  const parent = beneath.parentElement;
  if (parent.tagName === "TD") return parent.closest("tr").previousElementSibling;
  return parent.matches(".para, li") ? parent : beneath.previousElementSibling;
}

const hosts = new Map([...document.querySelectorAll("[data-comment-on]")].map((link) => [hostOf(link), link.href]));
if (circulated && quoteBox) hosts.set(circulated, null);

// The words of the paragraph in which the selection begins; its number, lists under it and comments are not part of them.
function selectedWords(selection) {
  let host = selection.anchorNode && selection.getRangeAt(0).startContainer;
  while (host && !hosts.has(host)) host = host.parentNode;
  if (!host) return null;
  const range = selection.getRangeAt(0).cloneRange();
  if (range.startContainer.parentElement?.closest(".beneath")) return null;
  if (!host.contains(range.endContainer)) range.setEnd(host, host.childNodes.length);
  const part = range.cloneContents();
  part.querySelectorAll(".n, .tag, .beneath, ol, ul, td:not([data-label]), td.no").forEach((node) => node.remove());
  const words = part.textContent.trim().replace(/\s+/g, " ");
  return words ? { host, words, box: range.getBoundingClientRect() } : null;
}

function show() {
  const selection = document.getSelection();
  offered = selection.isCollapsed ? null : selectedWords(selection);
  offer.hidden = !offered;
  if (!offered) return;
  const room = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.insetBlockStart = `${offered.box.bottom + window.scrollY + 6}px`;
  offer.style.left = `${Math.max(8, Math.min(offered.box.left, room))}px`;
}

function take() {
  const url = hosts.get(offered.host);
  if (url === null) {
    quoteBox.value = offered.words;
    quoteBox.dispatchEvent(new Event("input", { bubbles: true }));
    quoteBox.focus();
    offer.hidden = true;
    return;
  }
  const { pathname, search } = new URL(url);
  // Not in the address: words of a draft do not belong into logs.
  sessionStorage.setItem(QUOTE + pathname + search, offered.words);
  location.assign(url);
}

if (offer && hosts.size) {
  document.addEventListener("selectionchange", show);
  offer.addEventListener("mousedown", (event) => event.preventDefault());
  offer.addEventListener("click", () => offered && take());
  document.querySelectorAll("[data-select-hint]").forEach((hint) => { hint.hidden = false; });
}

// --- what is being typed --------------------------------------------------------------------------------------------

const form = document.querySelector("form#comment");

function restore() {
  const kept = sessionStorage.getItem(TYPED + here);
  const quote = sessionStorage.getItem(QUOTE + here);
  // A page that came back with errors holds the newest words already.
  if (kept && !form.dataset.answered) {
    for (const [name, value] of JSON.parse(kept)) if (form.elements[name]) form.elements[name].value = value;
    document.querySelectorAll("[data-restored]").forEach((note) => { note.hidden = false; });
  }
  if (quote && quoteBox && !form.dataset.answered) {
    quoteBox.value = quote;
    sessionStorage.removeItem(QUOTE + here);
  }
}

if (form) {
  restore();
  form.addEventListener("input", () => {
    const fields = [...form.querySelectorAll("textarea, select")].map((field) => [field.name, field.value]);
    sessionStorage.setItem(TYPED + here, JSON.stringify(fields));
    sessionStorage.removeItem(SENT + here);
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT + here, "1"));
} else {
  // Back on the page of the text: what was sent from a form arrived, and need not be kept here any more.
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
    sessionStorage.removeItem(TYPED + key.slice(SENT.length));
    sessionStorage.removeItem(key);
  }
}
