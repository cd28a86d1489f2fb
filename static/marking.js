// Any sentence marked for follow-up: the selected words, or the sentence in which the caret stands. Internal.

import * as page from "./page.js";
import { announce, settle } from "./sending.js";

const marks = document.querySelector("[data-marks]");
export const canMark = marks !== null;

// The words from the end of the sentence before the caret to the end of its own; marks of the raw words left out.
function words(area) {
  const { value, selectionStart: start, selectionEnd: end } = area;
  if (start !== end) return plain(value.slice(start, end));
  const before = value.slice(0, start).match(/[.!?]["”’)]*\s+(?=[^.!?]*$)/);
  const from = before ? before.index + before[0].length : 0;
  const after = value.slice(Math.max(start, from)).match(/[.!?]["”’)]*(?=\s|$)/);
  const to = after ? Math.max(start, from) + after.index + after[0].length : value.length;
  return plain(value.slice(from, to));
}

const plain = (raw) => raw.replace(/\\([\\*_[\]])/g, "$1").replace(/\*+/g, "").trim();

export async function follow(line, area) {
  const sentence = words(area);
  if (!sentence || !await settle() || page.isNew(line)) return announce(page.sentences.needs);
  const body = new FormData();
  body.set("sentence", sentence);
  body.set("csrfmiddlewaretoken", page.doc.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const address = marks.dataset.markAt.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, page.idOf(line));
    const reply = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await reply.json();
    if (!reply.ok) return announce(told.problem);
    list(line, told);
    show(line);
    return announce(marks.dataset.marked);
  } catch {
    return announce(marks.dataset.again);
  }
}

function list(line, told) {
  const all = marks.querySelector("[data-marked-list]");
  if ([...all.querySelectorAll("a")].some((one) => one.getAttribute("href") === told.address)) return;
  const item = document.createElement("li"), link = document.createElement("a");
  Object.assign(item.dataset, { markedIn: page.idOf(line), how: told.mark });
  Object.assign(link, { href: told.address, textContent: told.sentence });
  item.append(link);
  all.append(item);
}

// Under its paragraph stands what is marked in it, as long as those words are there.
export function show(line) {
  line.querySelector(".marks")?.remove();
  const items = [...(marks?.querySelectorAll(`[data-marked-in="${CSS.escape(page.idOf(line))}"]`) ?? [])];
  if (!items.length) return;
  const shown = document.createElement("div");
  shown.className = "marks";
  for (const item of items) {
    const chip = document.createElement("span"), sentence = document.createElement("q");
    chip.className = "chip due";
    chip.textContent = item.dataset.how;
    sentence.textContent = item.textContent.trim();
    shown.append(chip, " ", sentence);
  }
  line.querySelector(".says").append(shown);
}

export function showAll() {
  for (const item of marks?.querySelectorAll("[data-marked-in]") ?? []) {
    const line = page.find(item.dataset.markedIn);
    if (line) show(line);
  }
}
