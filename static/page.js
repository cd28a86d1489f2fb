// The text on the desk's page: its paragraphs as elements, what each says, and how it is shown.
//
// A paragraph is an element with `data-line` (its UUID), `data-version` (0: the portal does not have it yet) and
// `data-wording` (JSON: what the portal has). What is typed and not saved is kept beside it, in `wording`.

export const doc = document.querySelector("[data-document]");
export const sentences = document.querySelector("[data-sentences]")?.dataset ?? {};

export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

const unsaved = new WeakMap();
const SPEAKING = new Set(["paragraph", "decision", "statement"]);

export const idOf = (line) => line.dataset.line;
export const version = (line) => Number(line.dataset.version);
export const saved = (line) => JSON.parse(line.dataset.wording);
export const wording = (line) => unsaved.get(line) ?? saved(line);
export const same = (one, other) => JSON.stringify(tidy(one)) === JSON.stringify(tidy(other));
export const isNew = (line) => version(line) === 0;
export const isDirty = (line) => isNew(line) ? wording(line).text.trim() !== "" : !same(wording(line), saved(line));

// As the portal keeps it: single blanks, in a fixed order of fields.
function tidy(said) {
  const words = fitting(said);
  const keepsLines = words.kind === "statement";
  const of = (value) => typeof value === "string" ? value.normalize("NFC").replace(keepsLines ? /[ \t]+$/gm : /\s+/g, keepsLines ? "" : " ").trim() : value ?? "";
  return Object.keys(words).sort().map((name) => [name, of(words[name])]);
}

// Without what a paragraph of this kind has no place for.
function fitting(words) {
  const speaks = SPEAKING.has(words.kind) ? words.speaks : "";
  const acts = words.kind === "action";
  return {
    ...words, speaks, speaker_words: speaks ? words.speaker_words : "", degree: words.kind === "decision" ? words.degree : "",
    owner_words: acts ? words.owner_words : "", due_words: acts ? words.due_words : "",
  };
}

export function say(line, words) {
  unsaved.set(line, { ...wording(line), ...words });
}

// Paragraphs that left the page and of which the portal does not know yet.
export const gone = new Map();

export const find = (id) => doc.querySelector(`[data-line="${CSS.escape(id)}"]`);
export const lines = () => [...doc.querySelectorAll("[data-line]")];
export const sectionOf = (line) => line.closest("[data-section]");
export const linesOf = (section) => section.querySelector("[data-lines]");

export function neighbour(line, step) {
  const all = lines();
  return all[all.indexOf(line) + step];
}

// --- made and shown -------------------------------------------------------------------------------------------------

export const EMPTY = Object.freeze({ text: "", kind: "paragraph", level: 0, owner_words: "", due_words: "", speaks: "", speaker_words: "", degree: "" });

export const blank = (words = {}) => ({ ...EMPTY, ...words });

function element(name, className, ...inside) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...inside);
  return made;
}

export function build(id, words) {
  const line = element("div", "para line");
  const number = element("a", "n");
  const tag = element("span", "tag");
  tag.dataset.tag = "";
  const shown = element("p", "");
  shown.dataset.words = "";
  shown.dir = "auto";
  line.append(number, element("div", "says", tag, shown));
  Object.assign(line.dataset, { line: id, version: "0", wording: JSON.stringify(words), label: sentences.new });
  line.id = `p-${id}`;
  line.tabIndex = -1;
  number.tabIndex = -1;
  show(line);
  return line;
}

// What the portal says of a paragraph: its words, and how they look. What was typed since stays.
export function took(line, row, sent) {
  const typed = unsaved.get(line);
  if (typed && (sent && same(typed, sent) || same(typed, row.wording))) unsaved.delete(line);
  line.dataset.version = row.version;
  line.dataset.wording = JSON.stringify(row.wording);
  show(line, unsaved.has(line) ? null : row.runs);
}

export function forget(line) {
  unsaved.delete(line);
}

export function show(line, runs = null) {
  const words = wording(line);
  line.className = `para line kind-${words.kind} level-${words.level}`;
  line.querySelector("[data-tag]").textContent = tagOf(words);
  const shown = line.querySelector("[data-words]");
  shown.replaceChildren(...(runs ? runs.map(asNode) : [words.text]));
  markUnseen(shown);
}

function asNode(run) {
  let node = document.createTextNode(run.words);
  if (run.emphasis) node = element("em", "", node);
  if (run.strong) node = element("strong", "", node);
  if (/^(https?:\/\/|mailto:|#)/i.test(run.href)) {
    node = element("a", "", node);
    node.href = run.href;
  }
  return node;
}

const PLAIN = new Set(["paragraph", "heading", "bullet", "numbered"]);
const option = (field, value) => {
  const select = document.querySelector("template[data-editor]").content.querySelector(`[data-field="${field}"]`);
  return [...(select?.options ?? [])].find((one) => one.value === String(value))?.textContent ?? "";
};
export const speaksFor = (speaks) => speaks ? option("speaks", speaks) : "";
export const kindName = (kind) => option("kind", kind);

function tagOf(words) {
  const parts = PLAIN.has(words.kind) ? [] : [kindName(words.kind)];
  const who = words.speaker_words || (words.kind === "statement" ? sentences.unnamed : "");
  const more = words.kind === "action" ? [words.owner_words, words.due_words] : [words.degree && option("degree", words.degree), who];
  return [...parts, ...more].filter(Boolean).join(" · ");
}

// --- characters that cannot be seen ---------------------------------------------------------------------------------

const UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

export const unseenIn = (text) => (text.match(UNSEEN) ?? []).map((sign) => `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
export const withoutUnseen = (text) => text.replace(UNSEEN, "");

export function markUnseen(within) {
  if (!unseenIn(within.textContent).length) return;
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const node of texts) {
    if (node.parentNode.className === "unseen") continue;
    const pieces = node.data.split(/([\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])/);
    if (pieces.length > 1) node.replaceWith(...pieces.map((piece, at) => at % 2 ? element("span", "unseen", unseenIn(piece)[0]) : piece));
  }
}

// --- numbers and counts ---------------------------------------------------------------------------------------------

// What people call a paragraph, as meetings/text/numbering.py says it.
const placeOf = (label) => fill(/^A\d/.test(label) ? sentences.pointPlace : sentences.paragraphPlace, { n: label });

export function number(numbers) {
  for (const [id, label] of Object.entries(numbers)) {
    const line = find(id);
    if (!line) continue;
    const link = line.querySelector("a.n");
    const inList = label.includes(" ");
    line.id = label ? `p${label.replace(/[^0-9A-Za-z]/g, "")}` : `p-${id}`;
    const place = !label ? line.dataset.label : placeOf(label);
    line.dataset.label = place;
    link.href = `#${line.id}`;
    link.textContent = inList ? label.slice(label.indexOf(" ") + 1) : label;
    link.setAttribute("aria-label", place);
  }
}

const counted = (n, one, many) => n ? [n === 1 ? sentences[one] : fill(sentences[many], { n })] : [];

export function count() {
  for (const section of doc.querySelectorAll("[data-section]")) {
    const here = [...section.querySelectorAll("[data-line]")].filter((line) => wording(line).text.trim());
    const of = (kind) => here.filter((line) => wording(line).kind === kind).length;
    const told = [...counted(here.length, "paragraph", "paragraphs"), ...counted(of("decision"), "outcome", "outcomes"), ...counted(of("action"), "action", "actions")];
    const place = document.querySelector(`[data-toc="${section.dataset.section}"] [data-counts]`);
    if (place) place.textContent = told.join(" · ") || sentences.empty;
    const empty = section.querySelector("[data-empty]");
    if (empty) empty.hidden = section.querySelector("[data-line]") !== null;
  }
}
