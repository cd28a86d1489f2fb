// Structure by keyboard: paragraphs made, split, joined, moved, taken out, pasted; and all of it taken back.
//
// What only adds or parts words is shown at once and sent when its turn comes; what moves or takes out waits for the
// portal's answer. The portal tells the steps that take a change back; they are kept here in order.

import * as page from "./page.js";
import { announce, asItIs, isUnderWay, now, previousKnown, push, settle, soon } from "./sending.js";

const undone = { back: [], again: [] };

// Called with the steps of every change; `job.undoes` says that they do again what was taken back.
export function remember(steps, job) {
  if (job.undoes) undone[job.undoes].push(steps);
  else { undone.back.push(steps); undone.again.length = 0; }
}

export async function takeBack(way = "back") {
  if (!await settle()) return null;
  const steps = undone[way].pop();
  if (!steps) { announce(page.sentences.nothingToUndo); return null; }
  let first = null;
  await push({
    needs: true,
    undoes: way === "back" ? "again" : "back",
    make: () => ["undo", { steps }],
    done(reply) {
      first = reply.rows.find((row) => !row.removed)?.id ?? null;
      announce(way === "back" ? page.sentences.undone : page.sentences.redone);
    },
  });
  return first && page.find(first);
}

// --- made, split, joined --------------------------------------------------------------------------------------------

const CONTINUED = new Set(["bullet", "numbered"]);
const likeIt = (words) => CONTINUED.has(words.kind) ? { kind: words.kind, level: words.level } : {};

export function put(words, { after = null, before = null, section = null }) {
  const line = page.build(crypto.randomUUID(), page.blank(words));
  if (after) after.after(line);
  else if (before) before.before(line);
  else page.linesOf(section).append(line);
  page.count();
  return line;
}

// Words of a new paragraph on the page, unsaved.
function newLine(words, where) {
  const line = put({ ...words, text: "" }, where);
  page.say(line, words);
  page.show(line);
  return line;
}

export function next(line) {
  return put(likeIt(page.wording(line)), { after: line });
}

export const above = (line) => put(likeIt(page.wording(line)), { before: line });

// The words behind the caret become a paragraph of their own; gives it.
export function split(line, before, rest) {
  const words = page.wording(line);
  asItIs(line);
  page.say(line, { text: before });
  const other = newLine({ ...words, ...page.EMPTY, ...likeIt(words), text: rest }, { after: line });
  follow(line, [other], "split");
  return other;
}

// The paragraph with its words, and new ones behind it, in one request that one undo takes back.
export function follow(line, others, reason) {
  const said = [line, ...others].map((one) => [one, page.wording(one)]);
  for (const [one] of said) soon(one);
  push({
    line,
    make() {
      if (!line.isConnected) return null;
      const typed = said.filter(([one]) => one === line || (one.isConnected && page.isNew(one)));
      const [row, ...following] = typed.map(([one, words]) => ({ id: page.idOf(one), version: page.version(one), ...words }));
      if (!page.isNew(line)) return ["write", { ...row, following, reason }, typed];
      const place = { section: page.sectionOf(line).dataset.section, after: previousKnown(line) };
      return ["add", { ...place, rows: [row, ...following], reason }, typed];
    },
  });
}

// The paragraph is joined to the one before it; gives that and the place of the seam, or null.
export function join(line) {
  const before = line.previousElementSibling;
  if (!before || before.dataset.conflict || line.dataset.conflict) return null;
  const first = page.wording(before), second = page.wording(line);
  const seam = first.text.length;
  asItIs(before);
  if (!page.isNew(line)) asItIs(line);
  page.say(before, { text: first.text + second.text });
  page.show(before);
  const words = page.wording(before);
  if (page.isNew(line) && !isUnderWay()) {
    page.say(line, { text: "" });
    line.remove();
    if (second.text) now(before);
    return { before, seam };
  }
  soon(before);
  page.gone.set(page.idOf(line), line);
  push({
    line: before,
    make() {
      if (page.isNew(line)) { now(before); return null; }
      const kept = { id: page.idOf(before), version: page.version(before), ...words };
      return ["join", { kept, gone: { id: page.idOf(line), version: page.version(line) } }, [[before, words]]];
    },
    // Somebody changed it meanwhile: it stands beside its words, which are here twice rather than nowhere.
    refused(reply) {
      page.gone.delete(page.idOf(line));
      before.after(line);
      announce(reply.problem);
    },
  });
  line.remove();
  page.count();
  return { before, seam };
}

// --- moved, taken out -----------------------------------------------------------------------------------------------

export async function move(line, up) {
  if (page.isNew(line) || !await settle()) return announce(page.sentences.needs);
  return push({
    needs: true,
    make: () => ["move", { id: page.idOf(line), version: page.version(line), to: up ? "up" : "down" }],
    done: () => announce(page.sentences.moved),
    refused: (reply) => announce(reply.problem),
  });
}

export async function remove(line) {
  if (page.isNew(line)) { page.say(line, { text: "" }); line.remove(); page.count(); return; }
  if (!await settle()) { announce(page.sentences.needs); return; }
  await push({
    needs: true,
    make: () => ["remove", { id: page.idOf(line), version: page.version(line) }],
    done: () => announce(page.sentences.out),
    refused: (reply) => announce(reply.problem),
  });
}

// --- pasted ---------------------------------------------------------------------------------------------------------

// Rows put in the place of the selected words; gives the last paragraph and where the caret belongs in it.
export function paste(line, rows, start, end) {
  const words = page.wording(line);
  const before = words.text.slice(0, start), rest = words.text.slice(end);
  const [first, ...others] = rows;
  const takesKind = !before.trim() && words.kind === "paragraph";
  asItIs(line);
  page.say(line, { ...(takesKind ? { kind: first.kind, level: first.level } : {}), text: before + first.text });
  page.show(line);
  let last = line;
  const made = others.map((row, at) => {
    const text = at === others.length - 1 ? row.text + rest : row.text;
    last = newLine({ kind: row.kind, level: row.level, text }, { after: last });
    return last;
  });
  follow(line, made, "pasted");
  page.count();
  announce(page.fill(page.sentences.pasted, { n: rows.length }));
  return { last, caret: page.wording(last).text.length - rest.length };
}
