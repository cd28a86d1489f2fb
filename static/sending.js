// What is typed goes to the portal: one request after the other, again when the connection returns, never twice.
//
// A job says what to ask (`make`, called when its turn comes; null: nothing any more) and what follows: `done`,
// `refused`. A job that `needs` the connection is given up where it is gone; all others wait.

import { keep, drop } from "./keeping.js";
import * as page from "./page.js";

const PAUSE = 600, AGAIN = 3000, PATIENCE = 20000, MOST_AT_PARTING = 60000;
const base = page.doc.dataset.typing.replace(/write\/$/, "");
const text = page.doc.dataset.document;
const state = document.querySelector("[data-state]");
const told = document.querySelector("[data-told]");

const queue = [];
const pauses = new Map();
const unsure = new WeakMap();
let running = false, retry = 0, savedAt = "", held = true, isAway = false;
export const hooks = { conflict() {}, structure() {}, leaving() {}, shown() {} };

// What becomes of the text, and what was just done to it, beside each other in the one line that is read out.
export function tell(words) {
  if (state.textContent !== words) state.textContent = words;
}

export function announce(words) {
  told.textContent = words;
}

// --- kept, then sent ------------------------------------------------------------------------------------------------

export function previousKnown(line) {
  let other = line.previousElementSibling;
  while (other && page.isNew(other)) other = other.previousElementSibling;
  return other ? page.idOf(other) : null;
}

function remember(line) {
  held = keep(text, page.idOf(line), {
    wording: page.wording(line),
    version: page.version(line),
    section: page.sectionOf(line)?.dataset.section,
    after: line.previousElementSibling ? page.idOf(line.previousElementSibling) : null,
    sent: unsure.get(line) ?? [],
  });
}

// Kept and not sent: two texts stand beside each other.
export const keepOnly = (line) => remember(line);

// What was kept of it is needed no more.
export function settled(line) {
  unsure.delete(line);
  drop(text, page.idOf(line));
  toldSaved();
}

// Typed: kept at once, sent after a short pause.
export function soon(line) {
  remember(line);
  announce("");
  if (!isAway) tell(page.sentences.saving);
  clearTimeout(pauses.get(line));
  pauses.set(line, setTimeout(() => now(line), PAUSE));
}

export function now(line) {
  clearTimeout(pauses.get(line));
  pauses.delete(line);
  if (page.isDirty(line)) remember(line);
  if (!queue.some((job) => job.line === line && !job.sent)) push(saving(line));
}

export function push(job) {
  queue.push(job);
  return run();
}

function saving(line) {
  return {
    line,
    latest: true,
    make() {
      if (!line.isConnected || line.dataset.conflict || !page.isDirty(line)) return null;
      const words = page.wording(line);
      return !words.text.trim() && line.dataset.open ? null : asking(line, words);
    },
  };
}

function asking(line, words) {
  const row = { id: page.idOf(line), version: page.version(line), ...words };
  if (!page.isNew(line)) return ["write", row, [[line, words]]];
  const place = { section: page.sectionOf(line).dataset.section, after: previousKnown(line) };
  return ["add", { ...place, rows: [row] }, [[line, words]]];
}

// What is typed so far goes as it is, before the structure changes: taking that back leads to these words again.
//
// Jobs of structure say what they say from the beginning, in the order in which it was done; a job that would save
// the latest words ahead of them has nothing to do any more.
export function asItIs(line) {
  const words = page.wording(line);
  for (const job of queue.filter((one) => one.latest && one.line === line && !one.sent)) queue.splice(queue.indexOf(job), 1);
  if (!words.text.trim() || !page.isDirty(line)) return;
  push({
    make() {
      if (page.isNew(line)) return line.isConnected ? asking(line, words) : null;
      return page.same(words, page.saved(line)) ? null : asking(line, words);
    },
  });
}

// Whether nothing waits to be sent.
export const isSettled = () => !queue.length && !pauses.size;

export const isUnderWay = () => queue.some((job) => job.sent);

// All that is typed goes now; true once the portal has it.
export async function settle() {
  for (const line of [...pauses.keys()]) now(line);
  await run();
  return queue.length === 0;
}

// --- the queue ------------------------------------------------------------------------------------------------------

let turn = Promise.resolve();

function run() {
  if (!running) turn = work();
  return turn;
}

async function work() {
  running = true;
  clearTimeout(retry);
  while (queue.length) {
    const job = queue[0];
    const asked = job.make();
    if (!asked) { queue.shift(); continue; }
    job.sent = true;
    const [verb, data, typed = []] = asked;
    if (!isAway) tell(page.sentences.saving);
    const reply = await ask(verb, data);
    if (reply.away) {
      job.sent = false;
      away(job, reply.away, typed);
      running = false;
      return;
    }
    queue.shift();
    isAway = false;
    if (reply.saved) arrived(job, reply, typed);
    else refused(job, reply, typed);
  }
  running = false;
  toldSaved();
}

function toldSaved() {
  if (document.querySelector("[data-line][data-conflict]")) tell(page.sentences.both);
  else if (isSettled()) tell(savedAt ? page.fill(page.sentences.saved, { time: savedAt }) : page.sentences.ready);
  if (savedAt && !queue.length) document.dispatchEvent(new CustomEvent("text-saved"));
}

function away(job, why, typed) {
  isAway = true;
  for (const [line, words] of typed) {
    unsure.set(line, [...(unsure.get(line) ?? []), words]);
    remember(line);
  }
  if (job.needs) queue.shift();
  if (job.needs) announce(page.sentences.needs);
  tell(held ? page.sentences[why] : page.sentences.unkept);
  retry = setTimeout(run, AGAIN);
}

function arrived(job, reply, typed) {
  savedAt = reply.saved;
  const sent = new Map(typed);
  for (const row of reply.rows) take(row, sent);
  for (const [line] of typed) {
    unsure.delete(line);
    if (page.isDirty(line)) soon(line);
    else drop(text, page.idOf(line));
  }
  page.number(reply.numbers);
  page.count();
  for (const row of reply.rows) if (page.find(row.id)) hooks.shown(page.find(row.id));
  if (reply.steps.length) hooks.structure(reply.steps, job);
  job.done?.(reply);
}

// A paragraph as the portal has it now: shown, put in its place, or gone from the page.
function take(row, sent) {
  let line = page.find(row.id);
  const gone = page.gone.get(row.id);
  if (gone && !row.removed) {
    Object.assign(gone.dataset, { version: row.version, wording: JSON.stringify(row.wording) });
    return;
  }
  if (row.removed) {
    page.gone.delete(row.id);
    drop(text, row.id);
    if (line) { hooks.leaving(line); line.remove(); }
    return;
  }
  if (!line) line = page.build(row.id, row.wording);
  page.took(line, row, sent.get(line));
  if (row.placed) putInPlace(line, row);
}

function putInPlace(line, row) {
  const section = page.doc.querySelector(`[data-section="${row.section}"]`);
  if (!section) return;
  const before = row.after && page.find(row.after);
  const known = line.isConnected && page.sectionOf(line) === section && previousKnown(line) === row.after;
  if (known) return;
  if (before) before.after(line);
  else page.linesOf(section).prepend(line);
}

function refused(job, reply, typed) {
  if (job.refused) job.refused(reply);
  const line = reply.theirs && page.find(reply.theirs.id);
  if (line && mine(line, reply.theirs)) {
    Object.assign(line.dataset, { version: reply.theirs.version, wording: JSON.stringify(reply.theirs.wording) });
    now(line);
    return;
  }
  if (line && typed.some(([one]) => one === line)) hooks.conflict(line, reply);
  else announce(reply.problem);
  if (!line) return;
  for (const [one] of typed) if (one !== line && page.isDirty(one)) now(one);
}

// What stands is what this page sent itself, and whose answer was lost.
const mine = (line, theirs) => !theirs.removed && (unsure.get(line) ?? []).some((words) => page.same(words, theirs.wording));

export function remembersSending(line, sent) {
  if (sent?.length) unsure.set(line, sent);
}

// --- one request ----------------------------------------------------------------------------------------------------

const token = () => page.doc.querySelector("[name=csrfmiddlewaretoken]");

async function ask(verb, data) {
  const body = JSON.stringify(data);
  for (const attempt of [1, 2]) {
    let reply;
    try {
      reply = await fetch(`${base}${verb}/`, {
        method: "POST", body, cache: "no-store", signal: AbortSignal.timeout(PATIENCE),
        keepalive: document.visibilityState === "hidden" && body.length < MOST_AT_PARTING,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token().value },
      });
      if (reply.headers.get("Content-Type")?.startsWith("application/json")) return await reply.json();
    } catch {
      return { away: "gone" };
    }
    if (reply.status >= 500) return { away: "gone" };
    if (attempt === 2 || reply.status !== 403 || !await fresherKey()) break;
  }
  return { away: "ended" };
}

// After a new sign-in in another tab the old key of the forms is no good any more: a fresh one stands on the page.
async function fresherKey() {
  try {
    const reply = await fetch(location.pathname, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("[data-document] [name=csrfmiddlewaretoken]");
    if (!fresh || fresh.value === token().value) return false;
    token().value = fresh.value;
    return true;
  } catch {
    return false;
  }
}

addEventListener("online", () => run());
addEventListener("beforeunload", (event) => { if (!held && page.lines().some(page.isDirty)) event.preventDefault(); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const line of [...pauses.keys()]) now(line);
});
