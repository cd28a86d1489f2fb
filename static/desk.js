// The desk's page of a text: click a paragraph, or press Enter on it, and write. Pages work without it, by section.

import { left, throwAway } from "./keeping.js";
import * as marking from "./marking.js";
import * as page from "./page.js";
import * as sending from "./sending.js";
import * as structure from "./structure.js";
import * as typing from "./typing.js";

const sheet = document.querySelector("[data-keys]");

// --- from paragraph to paragraph ------------------------------------------------------------------------------------

// One paragraph is reached by Tab, the arrows go on from it.
function reach(line) {
  for (const other of page.doc.querySelectorAll("[data-line][tabindex='0']")) if (other !== line) other.tabIndex = -1;
  line.tabIndex = 0;
}

const fromLine = {
  Enter: (line) => typing.write(line),
  F2: (line) => typing.write(line),
  ArrowUp: (line) => page.neighbour(line, -1)?.focus(),
  ArrowDown: (line) => page.neighbour(line, 1)?.focus(),
  Delete: (line) => typing.takeOut(line),
};

function onKey(event) {
  const inField = event.target.matches("input, textarea, select, [contenteditable]");
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  if (event.key === "?" && !inField) sheet.showModal();
  else if (control && event.key === "s") sending.settle();
  else if (control && !inField && event.key.toLowerCase() === "z") typing.takeBack(event.shiftKey ? "again" : "back");
  else if (event.target.matches?.("[data-line]")) {
    const moves = event.altKey ? { ArrowUp: true, ArrowDown: false }[event.key] : null;
    if (typeof moves === "boolean") typing.move(event.target, moves);
    else if (fromLine[event.key] && !event.altKey && !control) fromLine[event.key](event.target);
    else return;
  } else return;
  event.preventDefault();
}

// The place in the words where somebody clicked, as far as the marks leave it alone.
function caretAt(event, line) {
  const shown = line.querySelector("[data-words]");
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const [node, offset] = at ? [at.offsetNode, at.offset] : [document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startContainer, 0];
  if (!node || !shown.contains(node)) return null;
  const range = document.createRange();
  range.setStart(shown, 0);
  range.setEnd(node, offset);
  const before = range.toString().length;
  const raw = page.wording(line).text, plain = shown.textContent;
  return raw === plain ? before : nearest(raw, plain, before);
}

// Marks are signs of the raw words that are not shown: they are passed over.
function nearest(raw, plain, before) {
  let at = 0;
  for (let seen = 0; seen < before && at < raw.length; at += 1) if (raw[at] === plain[seen]) seen += 1;
  return at;
}

function onClick(event) {
  const write = event.target.closest("[data-write]");
  if (write) { typing.write(structure.put({}, { section: page.sectionOf(write) })); return; }
  const line = event.target.closest("[data-line]");
  if (!line || event.target.closest("a, button, .editing, .conflict-box") || String(getSelection())) {
    if (!line) typing.leave();
    return;
  }
  typing.write(line, caretAt(event, line));
}

// --- beside the text ------------------------------------------------------------------------------------------------

const about = document.querySelector("[data-about]");

let told = null; // The paragraph it is about.

function tellAbout(line) {
  told = line;
  const section = page.sectionOf(line)?.dataset.section;
  for (const part of document.querySelectorAll("[data-agenda-of]")) part.hidden = part.dataset.agendaOf !== section;
  for (const place of document.querySelectorAll("[data-toc]")) place.toggleAttribute("aria-current", place.dataset.toc === section);
  about.hidden = false;
  about.querySelector("[data-about-number]").textContent = page.isNew(line) ? "–" : line.dataset.label;
  about.querySelector("[data-about-kind]").textContent = page.kindName(page.wording(line).kind);
  const speaks = about.querySelector("[data-about-speaks]"), words = page.wording(line);
  speaks.textContent = words.speaker_words || page.speaksFor(words.speaks) || speaks.dataset.nobody;
  const history = about.querySelector("[data-about-history]");
  history.href = history.getAttribute("href").replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, page.idOf(line));
  history.closest("dd").hidden = history.closest("dd").previousElementSibling.hidden = page.isNew(line);
}

// --- two texts of one paragraph -------------------------------------------------------------------------------------

function conflict(line, reply) {
  const words = page.wording(line);
  if (typing.open?.line === line) typing.leave();
  line.dataset.conflict = "true";
  const box = document.querySelector("template[data-conflict]").content.cloneNode(true).firstElementChild;
  const mine = box.querySelector("[data-mine]");
  mine.id = `mine-${page.idOf(line)}`;
  box.querySelector("[data-mine-label]").htmlFor = mine.id;
  mine.value = words.text;
  box.querySelector("[data-problem]").textContent = reply.problem;
  box.querySelector("[data-theirs]").textContent = reply.theirs.removed ? "–" : reply.theirs.wording.text;
  mine.addEventListener("input", () => { page.say(line, { text: mine.value }); sending.keepOnly(line); });
  box.querySelector("[data-take=mine]").addEventListener("click", () => take(line, box, reply.theirs, true));
  box.querySelector("[data-take=theirs]").addEventListener("click", () => take(line, box, reply.theirs, false));
  line.querySelector(".says").append(box);
  page.show(line);
}

function take(line, box, theirs, mine) {
  box.remove();
  delete line.dataset.conflict;
  if (!mine) page.forget(line);
  if (theirs.removed && !mine) { sending.settled(line); line.remove(); page.count(); return; }
  Object.assign(line.dataset, { version: theirs.version, wording: JSON.stringify(theirs.wording) });
  page.show(line, mine ? null : theirs.runs);
  if (!mine) sending.settled(line);
  else if (theirs.removed) putBack(line);
  else sending.now(line);
  line.focus();
}

function putBack(line) {
  sending.push({
    line,
    make: () => ["put-back", { id: page.idOf(line), version: page.version(line), ...page.wording(line) }, [[line, page.wording(line)]]],
  });
}

// --- what was left behind -------------------------------------------------------------------------------------------

// Text that was typed when the page was last open and never saved: offered, never put in unasked.
async function offerWhatWasLeft() {
  const place = document.querySelector("[data-kept]");
  const records = (await left(page.doc.dataset.document)).filter(([key, record]) => {
    const line = page.find(record.id);
    const needless = line ? page.same(page.saved(line), record.wording) : !record.wording.text.trim();
    if (needless) throwAway(key);
    return !needless;
  });
  if (!records.length) return;
  const button = (words, className, does) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className, textContent: words });
    made.addEventListener("click", () => does(made));
    return made;
  };
  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    made.className = className;
    made.append(...inside);
    return made;
  };
  const texts = records.map(([, record]) => element("p", "swap", record.wording.text));
  const acts = element("p", "acts",
    button(page.sentences.putIn, "btn small", () => { for (const [key, record] of records) putIn(key, record); place.hidden = true; }),
    button(page.sentences.throwAway, "btn quiet small", (made) => {
      if (made.textContent === page.sentences.throwAway) { made.textContent = page.sentences.really; return; }
      for (const [key] of records) throwAway(key);
      place.hidden = true;
    }));
  place.replaceChildren(element("p", "", page.sentences.wasKept), ...texts, acts);
  place.hidden = false;
}

function putIn(key, record) {
  let line = page.find(record.id);
  if (line) {
    // From another version than the one it began from: both texts are shown, unless what stands was sent from here.
    page.say(line, record.wording);
    line.dataset.version = record.version || page.version(line);
  } else {
    const after = record.after && page.find(record.after);
    const section = page.doc.querySelector(`[data-section="${CSS.escape(record.section ?? "")}"]`) ?? page.doc.querySelector("[data-section]");
    line = page.build(record.id, page.blank());
    if (after) after.after(line);
    else page.linesOf(section).append(line);
    line.dataset.version = record.version;
    page.say(line, record.wording);
  }
  page.show(line);
  sending.remembersSending(line, record.sent);
  sending.now(line);
  throwAway(key);
  page.count();
}

// A paragraph is about to go from the page: what had the focus is not left without one.
function goesFromThePage(line) {
  const near = line.contains(document.activeElement) && (page.neighbour(line, 1) ?? page.neighbour(line, -1));
  if (typing.open?.line === line) typing.leave();
  if (near) near.focus();
}

// What a form of the page does, it does with the text as it is saved: it waits for what was typed last.
async function onSubmit(event) {
  const { target: form, submitter } = event;
  typing.leave();
  if (event.defaultPrevented || form.method !== "post" || sending.isSettled()) return;
  event.preventDefault();
  if (await sending.settle() && !document.querySelector("[data-line][data-conflict]")) form.requestSubmit(submitter);
}

// --- begun ----------------------------------------------------------------------------------------------------------

function start() {
  sending.hooks.conflict = conflict;
  sending.hooks.structure = structure.remember;
  sending.hooks.leaving = goesFromThePage;
  sending.hooks.shown = (line) => { typing.refresh(line); if (line === told) tellAbout(line); };
  typing.hooks.changed = tellAbout;
  typing.hooks.opened = (line) => { reach(line); tellAbout(line); };
  for (const line of page.lines()) {
    line.tabIndex = -1;
    line.querySelector("a.n").tabIndex = -1;
    page.markUnseen(line.querySelector("[data-words]"));
  }
  const first = page.lines()[0];
  if (first) first.tabIndex = 0;
  page.doc.addEventListener("click", onClick);
  page.doc.addEventListener("focusin", (event) => { if (event.target.matches("[data-line]")) { reach(event.target); tellAbout(event.target); } });
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-keys-open]").addEventListener("click", () => sheet.showModal());
  document.querySelector("[data-bar]").hidden = false;
  for (const button of page.doc.querySelectorAll("[data-write]")) button.hidden = false;
  for (const form of document.querySelectorAll("main form")) form.addEventListener("submit", onSubmit);
  if (matchMedia("(max-width: 70rem)").matches) document.querySelector("[data-contents]").open = false;
  sending.tell(page.sentences.ready);
  page.doc.classList.add("typed");
  marking.showAll();
  offerWhatWasLeft();
}

start();
