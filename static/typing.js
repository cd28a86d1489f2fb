// One paragraph at a time is open for writing: its words in a field that grows with them, its marks to be seen.

import { choices, openMenu } from "./kinds.js";
import { canMark, follow } from "./marking.js";
import * as page from "./page.js";
import { read } from "./pasting.js";
import { announce, asItIs, now, settle, soon } from "./sending.js";
import * as structure from "./structure.js";

const DEEPEST = 5;
const template = document.querySelector("template[data-editor]");
const grows = CSS.supports("field-sizing", "content");
const LISTS = new Set(["bullet", "numbered"]);

export let open = null; // {line, box, area, began}
export const hooks = { opened() {}, changed() {}, left() {} };

// --- opened and left ------------------------------------------------------------------------------------------------

export function write(line, caret = null) {
  if (open?.line === line) return focus(caret);
  if (line.dataset.conflict) return line.querySelector("[data-mine]").focus();
  leave();
  const box = template.content.cloneNode(true).firstElementChild;
  const area = box.querySelector("[data-text]");
  const words = page.wording(line);
  area.value = words.text;
  area.setAttribute("aria-label", line.dataset.label);
  for (const field of box.querySelectorAll("[data-field]")) field.value = words[field.dataset.field] ?? "";
  if (!canMark) box.querySelector("[data-do=follow]").remove();
  line.dataset.open = "true";
  line.querySelector("[data-words]").after(box);
  open = { line, box, area, began: words.text };
  fit();
  settleFields();
  area.addEventListener("keydown", onKey);
  area.addEventListener("input", onInput);
  area.addEventListener("paste", onPaste);
  box.addEventListener("change", onField);
  box.addEventListener("input", (event) => { if (event.target.matches("input[data-field]")) onField(event); });
  box.addEventListener("click", (event) => { if (event.target.closest("[data-do]")) act(event.target.closest("[data-do]").dataset.do); });
  box.addEventListener("keydown", onKeyInBox);
  focus(caret);
  return hooks.opened(line);
}

function focus(caret) {
  const at = caret ?? open.area.value.length;
  open.area.focus();
  open.area.setSelectionRange(at, at);
}

export function leave() {
  if (!open) return null;
  const { line, box } = open;
  open = null;
  delete line.dataset.open;
  box.remove();
  const empty = !page.wording(line).text.trim();
  if (empty && page.isNew(line)) line.remove();
  else if (page.isDirty(line)) { page.show(line); now(line); }
  page.count();
  hooks.left(line);
  return line;
}

// What is open shows what the portal made of it meanwhile: structure that was taken back.
export function refresh(line) {
  if (open?.line !== line || page.isDirty(line) || page.same({ ...page.wording(line), text: open.area.value }, page.wording(line))) return;
  open.area.value = open.began = page.wording(line).text;
  settleFields();
}

function fit() {
  if (grows) return;
  open.area.style.blockSize = "auto";
  open.area.style.blockSize = `${open.area.scrollHeight}px`;
}

// Fields that belong to one kind alone stand there for that kind alone.
function settleFields() {
  const words = page.wording(open.line);
  open.line.className = `para line kind-${words.kind} level-${words.level}`;
  for (const field of open.box.querySelectorAll("[data-field]")) if (document.activeElement !== field) field.value = words[field.dataset.field] ?? "";
  for (const part of open.box.querySelectorAll("[data-only]")) {
    part.hidden = !part.dataset.only.split(" ").includes(words.kind) || (part.dataset.if !== undefined && !words[part.dataset.if]);
  }
  hooks.changed(open.line);
  const unseen = page.unseenIn(open.area.value);
  const note = open.box.querySelector("[data-unseen]");
  note.hidden = unseen.length === 0;
  note.firstElementChild.textContent = page.fill(page.sentences.unseen, { n: unseen.length, which: [...new Set(unseen)].join(", ") });
}

// --- typed ----------------------------------------------------------------------------------------------------------

function onInput() {
  const { line, area } = open;
  fit();
  openMenu(open, become);
  page.say(line, { text: area.value });
  settleFields();
  soon(line);
}

function onField(event) {
  const name = event.target.dataset.field;
  if (!name || !open?.box.contains(event.target)) return;
  if (event.target.matches("select")) asItIs(open.line);
  page.say(open.line, { [name]: event.target.value });
  settleFields();
  page.show(open.line);
  if (event.type === "change") now(open.line);
  else soon(open.line);
  page.count();
}

function change(words) {
  asItIs(open.line);
  page.say(open.line, words);
  settleFields();
  page.show(open.line);
  page.count();
  now(open.line);
}

// The paragraph becomes of this kind; what was typed to call the menu goes.
export function become(kind, { emptied = false } = {}) {
  if (emptied) { open.area.value = ""; page.say(open.line, { text: "" }); }
  const words = page.wording(open.line);
  // A statement for the record is a delegation's: the field that names it is there at once.
  const speaks = kind === "statement" && !words.speaks ? { speaks: "delegation" } : {};
  change({ kind, level: LISTS.has(kind) ? words.level : 0, ...speaks });
  if (emptied && page.isNew(open.line)) open.began = "";
  open.area.focus();
}

function mark(sign) {
  const { area } = open;
  const [start, end] = [area.selectionStart, area.selectionEnd];
  const words = area.value.slice(start, end);
  insert(`${sign}${words}${sign}`);
  if (start === end) area.setSelectionRange(start + sign.length, start + sign.length);
}

// As if typed, so that the field itself takes it back.
function insert(words) {
  if (!document.execCommand("insertText", false, words)) {
    open.area.setRangeText(words, open.area.selectionStart, open.area.selectionEnd, "end");
    onInput();
  }
}

async function act(what) {
  const { line, area } = open;
  if (what === "decision" || what === "action") become(page.wording(line).kind === what ? "paragraph" : what);
  else if (what === "up" || what === "down") await move(line, what === "up");
  else if (what === "remove") await takeOut(line);
  else if (what === "follow") await follow(line, area);
  else if (what === "clean") { area.value = page.withoutUnseen(area.value); onInput(); area.focus(); }
}

export async function takeOut(line) {
  const near = page.neighbour(line, 1) ?? page.neighbour(line, -1);
  leave();
  await structure.remove(line);
  near?.focus();
}

export async function move(line, up) {
  const caret = open?.line === line ? open.area.selectionStart : null;
  leave();
  await structure.move(line, up);
  if (caret !== null) write(line, caret);
  else line.focus();
}

export async function takeBack(way) {
  const line = open?.line;
  const caret = open?.area.selectionStart;
  if (line && page.isNew(line) && !open.area.value.trim()) {
    const before = page.neighbour(line, -1);
    leave();
    if (before) { write(before); return; }
  }
  leave();
  const first = await structure.takeBack(way);
  if (first) write(first);
  else if (line?.isConnected) write(line, caret);
}

// --- keys -----------------------------------------------------------------------------------------------------------

const control = (event) => (event.ctrlKey || event.metaKey) && !event.altKey;

function onKey(event) {
  if (event.isComposing) return;
  if (choices(open, event, become)) { event.preventDefault(); return; }
  const { line, area } = open;
  const alone = area.selectionStart === area.selectionEnd;
  const atStart = alone && area.selectionStart === 0, atEnd = alone && area.selectionEnd === area.value.length;
  const words = page.wording(line);
  let used = true;
  if (event.key === "Enter") used = enter(event, words);
  else if (event.key === "Backspace" && atStart && !control(event)) backspace(line, words);
  else if (event.key === "Delete" && atEnd && !control(event)) forward(line);
  else if (event.key === "Tab" && LISTS.has(words.kind)) used = nest(line, words, event.shiftKey ? -1 : 1);
  else if (control(event) && !event.shiftKey && event.key === "b") mark("**");
  else if (control(event) && !event.shiftKey && event.key === "i") mark("*");
  else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && alone && !event.altKey && !event.shiftKey && !control(event)) { edge(event, area); used = false; }
  else used = false;
  if (used) event.preventDefault();
}

// Keys that mean the same in the words and in the small fields beside them.
function onKeyInBox(event) {
  const { line, area, began } = open ?? {};
  if (!line) return;
  const changed = event.target === area ? area.value !== began : event.target.matches("input");
  let used = true;
  if (event.key === "Escape") {
    const near = page.neighbour(line, -1) ?? page.neighbour(line, 1);
    leave();
    (line.isConnected ? line : near)?.focus();
  }
  else if (control(event) && event.key === "s") { now(line); settle(); }
  else if (control(event) && event.key.toLowerCase() === "z" && !changed) takeBack(event.shiftKey ? "again" : "back");
  else if (control(event) && event.key === "y" && !changed) takeBack("again");
  else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) move(line, event.key === "ArrowUp");
  else if (event.key === "Enter" && event.target.matches("input")) write(structure.next(line));
  else used = false;
  if (used) { event.preventDefault(); event.stopPropagation(); }
}

function enter(event, words) {
  const { line, area } = open;
  if (words.kind === "statement" && !control(event)) return false;
  const before = area.value.slice(0, area.selectionStart), rest = area.value.slice(area.selectionEnd);
  if (LISTS.has(words.kind) && !area.value.trim()) change({ kind: "paragraph", level: 0 });
  else if (!rest.trim()) write(structure.next(line));
  else if (!before.trim()) structure.above(line);
  else {
    const other = structure.split(line, before.trimEnd(), rest.trimStart());
    page.show(line);
    write(other, 0);
  }
  return true;
}

function backspace(line, words) {
  if (LISTS.has(words.kind)) return change(words.level ? { level: words.level - 1 } : { kind: "paragraph" });
  if (words.kind !== "paragraph" && !words.text.trim()) return change({ kind: "paragraph" });
  const before = line.previousElementSibling;
  if (!before) return null;
  leaveFor(line);
  const joined = structure.join(line);
  return joined && write(joined.before, joined.seam);
}

function forward(line) {
  const following = line.nextElementSibling;
  if (!following) return;
  leaveFor(line);
  const joined = structure.join(following);
  if (joined) write(joined.before, joined.seam);
}

// Closed without what follows from leaving an empty paragraph: it is about to be joined.
function leaveFor(line) {
  open.box.remove();
  open = null;
  delete line.dataset.open;
}

function nest(line, words, step) {
  const above = line.previousElementSibling && page.wording(line.previousElementSibling);
  const deepest = above && LISTS.has(above.kind) ? Math.min(above.level + 1, DEEPEST) : 0;
  const level = Math.max(0, Math.min(words.level + step, deepest));
  if (level !== words.level) change({ level });
  return level !== words.level;
}

// Where an arrow does not move the caret any more, it goes on to the paragraph above or below.
function edge(event, area) {
  const was = area.selectionStart, step = event.key === "ArrowUp" ? -1 : 1;
  setTimeout(() => {
    if (open?.area !== area || area.selectionStart !== was) return;
    const to = page.neighbour(open.line, step);
    if (to) write(to, step < 0 ? null : 0);
  });
}

// --- pasted ---------------------------------------------------------------------------------------------------------

function onPaste(event) {
  const { line, area } = open;
  const found = read(event.clipboardData);
  if (page.wording(line).kind === "statement" && !found.problem) return;
  event.preventDefault();
  if (found.problem) {
    announce(page.fill(page.sentences[found.problem], { n: found.n.toLocaleString(), most: found.most.toLocaleString() }));
    return;
  }
  const { rows } = found;
  if (!rows.length) return;
  if (rows.length === 1 && (rows[0].kind === "paragraph" || area.value.trim())) { insert(asSpaced(rows[0].text, event.clipboardData)); return; }
  const { last, caret } = structure.paste(line, rows, area.selectionStart, area.selectionEnd);
  open.area.value = page.wording(line).text;
  if (last === line) { settleFields(); focus(caret); open.began = open.area.value; return; }
  leave();
  write(last, caret);
}

// Words of one line keep the blanks at their ends: they go between other words.
function asSpaced(words, clipboard) {
  const raw = clipboard.getData("text/plain");
  if (/\n/.test(raw.trim())) return words;
  return (/^[ \t]/.test(raw) ? " " : "") + words + (/[ \t]$/.test(raw) ? " " : "");
}
