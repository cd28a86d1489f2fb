// The contact list changed in place, by keyboard or pointer, and filtered as one types. Pages work without it.
//
// Every cell is a link to the page that changes it; here it opens as fields in its place. What cannot be kept stays in
// the fields with the sentence that says why: a refusal, somebody else's change, a connection that is gone.

const table = document.querySelector("[data-roster]");
const say = document.querySelector("[data-sentences]")?.dataset;
const said = document.querySelector("[data-said]");
const sitting = document.querySelector("[data-sitting]");
const sheet = document.querySelector("[data-keys]");

let editor = null; // The one that is open.
let pending = null; // What waits for the reason of the sitting.

const tell = (words) => { said.textContent = words; };

// --- where one is ---------------------------------------------------------------------------------------------------

const cells = () => [...table.querySelectorAll("a.cell")].filter((cell) => !cell.closest("[hidden]"));
const rowOf = (node) => node.closest("[data-row]");
const keyOf = (cell) => ({ row: rowOf(cell).dataset.row, cell: cell.dataset.cell, contact: cell.dataset.contact ?? "" });

function find({ row, cell, contact }) {
  const within = document.getElementById(`row-${row}`);
  const of = contact ? `[data-contact="${contact}"]` : "";
  return within?.querySelector(`a.cell[data-cell="${cell}"]${of}`) ?? within?.querySelector("a.cell");
}

function neighbour(cell, step, alike) {
  const there = cells().filter((one) => one === cell || !alike || one.dataset.cell === cell.dataset.cell);
  return there[there.indexOf(cell) + step];
}

// --- what is sent ---------------------------------------------------------------------------------------------------

// The answer of the portal, or {problem} where there is none.
async function send(url, data) {
  data.set("csrfmiddlewaretoken", sitting.elements.csrfmiddlewaretoken.value);
  data.set("reason", sitting.elements.reason.value);
  data.set("holds_from", sitting.elements.holds_from.value);
  try {
    const reply = await fetch(`${url}?body=${table.dataset.body}`, {
      method: "POST", body: data, headers: { Accept: "application/json" }, cache: "no-store",
    });
    const isJson = reply.headers.get("Content-Type")?.startsWith("application/json");
    return isJson ? { ok: reply.ok, ...await reply.json() } : { problem: say.refused };
  } catch {
    return { problem: say.gone };
  }
}

function put(answer) {
  for (const [row, html] of Object.entries(answer.rows ?? {})) {
    const old = document.getElementById(`row-${row}`) ?? (row === answer.is && document.getElementById(`row-${answer.was}`));
    const made = document.createElement("template");
    made.innerHTML = html;
    if (old) old.replaceWith(made.content);
  }
  offerKeys();
}

// Reason and day are asked for at the first change; then what waited is tried again.
function askWhy(problem, again) {
  pending = again;
  sitting.classList.add("asks");
  tell(problem);
  sitting.elements.reason.focus();
}

sitting?.addEventListener("submit", (event) => {
  if (!pending) return;
  event.preventDefault();
  const again = pending;
  pending = null;
  sitting.classList.remove("asks");
  again();
});

// --- a cell, open ---------------------------------------------------------------------------------------------------

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
}

const typed = (form) => JSON.stringify([...new FormData(form)]);

function build(kind, url, seen) {
  const form = document.createElement("form");
  form.className = `editor editor-${kind}`;
  form.action = url;
  form.append(document.querySelector(`template[data-editor="${kind}"]`).content.cloneNode(true));
  form.append(document.querySelector("template[data-editor-acts]").content.cloneNode(true));
  if (seen) fill(form, JSON.parse(seen));
  editor = { form, url, seen, kind, began: typed(form), stands: null };
  return form;
}

function open(cell) {
  const key = keyOf(cell);
  if (editor) return leaveFor(() => { if (find(key)) open(find(key)); });
  const { cell: kind, contact } = key;
  const url = contact ? `${table.dataset.contacts}${contact}/cells/${kind}/` : cell.href;
  const form = build(kind, url.split("?")[0], cell.dataset.seen);
  Object.assign(editor, { key, close: () => { form.remove(); cell.hidden = false; } });
  cell.hidden = true;
  cell.after(form);
  begin(form);
}

function openNew(row) {
  if (editor) return leaveFor(() => openNew(document.getElementById(row.id)));
  const add = row.querySelector("a.add");
  if (!add) return tell(say.vacant);
  const form = build("person", `${table.dataset.rows}${row.dataset.row}/person/`, "");
  const line = row.insertRow();
  const tall = [...row.querySelectorAll("td[rowspan]")];
  for (const cell of tall) cell.rowSpan += 1;
  const cell = line.insertCell();
  cell.colSpan = 2;
  cell.append(form);
  Object.assign(editor, {
    key: { row: row.dataset.row, cell: "name", contact: "" },
    close: () => { line.remove(); for (const one of tall) one.rowSpan -= 1; },
  });
  begin(form);
}

function begin(form) {
  const first = form.querySelector("input, select");
  first.focus();
  if (first.select) first.select();
  form.addEventListener("submit", (event) => { event.preventDefault(); save(back()); });
  form.querySelector("[data-leave]").addEventListener("click", () => leave());
  form.addEventListener("keydown", (event) => inEditor(event));
}

// Where the focus goes when the editor has closed: its own cell, or the one beside it.
const back = () => ({ key: editor.key, step: 0 });

function settle({ key, step }, answer = {}) {
  const now = (id) => (id && id === answer.was ? answer.is : id);
  const added = key.cell === "name" && !key.contact ? answer.is : "";
  const cell = find({ row: now(key.row), cell: key.cell, contact: now(key.contact) || added });
  (step ? neighbour(cell, step) ?? cell : cell)?.focus();
}

function close() {
  editor.close();
  editor = null;
}

function leave() {
  const { key, stands } = editor;
  close();
  if (stands) put(stands);
  settle({ key, step: 0 });
}

function leaveFor(next) {
  if (typed(editor.form) === editor.began) { close(); next(); } else save(back(), next);
}

async function save(then, next) {
  const mine = editor;
  if (typed(mine.form) === mine.began && mine.seen) { close(); return next ? next() : settle(then); }
  if (!sitting.elements.reason.value.trim()) return askWhy(say.why, () => save(then, next));
  const data = new FormData(mine.form);
  data.set("seen", mine.seen);
  mine.form.inert = true;
  tell(say.saving);
  const answer = await send(mine.url, data);
  mine.form.inert = false;
  if (editor !== mine) return;
  if (answer.ok) {
    close();
    put(answer);
    tell(answer.said);
    return next ? next() : settle(then, answer);
  }
  if (answer.stands) Object.assign(mine, { seen: answer.stands, stands: answer, began: "" });
  problem(mine.form, answer.problem + (answer.stands ? ` ${say.overwrite}` : ""));
  if (answer.needs) askWhy(answer.problem, () => save(then, next));
}

function problem(form, words) {
  form.querySelector("[data-problem]").textContent = words;
  tell("");
  const field = form.querySelector("input, select");
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

function inEditor(event) {
  const fields = [...editor.form.querySelectorAll("input, select")];
  const at = fields.indexOf(event.target);
  if (event.key === "Escape") {
    event.preventDefault();
    leave();
  } else if (event.key === "Enter" && event.target.type !== "button" && event.target.type !== "submit") {
    event.preventDefault();
    const row = document.getElementById(`row-${editor.key.row}`);
    save(back(), event.ctrlKey || event.altKey ? () => openNew(document.getElementById(row.id) ?? row) : undefined);
  } else if (event.key === "Tab" && at >= 0 && at === (event.shiftKey ? 0 : fields.length - 1)) {
    event.preventDefault();
    save({ key: editor.key, step: event.shiftKey ? -1 : 1 });
  }
  event.stopPropagation();
}

// --- a row, moved ---------------------------------------------------------------------------------------------------

async function move(cell, up) {
  const row = rowOf(cell);
  let other = row;
  do other = up ? other.previousElementSibling : other.nextElementSibling; while (other?.hidden);
  if (!other?.dataset.row) return;
  if (!sitting.elements.reason.value.trim()) return askWhy(say.why, () => move(find(keyOf(cell)), up));
  const data = new FormData();
  data.set(up ? "above" : "below", other.dataset.row);
  const answer = await send(`${table.dataset.rows}${row.dataset.row}/move/`, data);
  if (answer.ok) {
    if (up) other.before(row);
    else other.after(row);
  }
  tell(answer.ok ? answer.said : answer.problem);
  cell.focus();
}

// --- keys -----------------------------------------------------------------------------------------------------------

const ARROWS = { ArrowUp: [-1, true], ArrowDown: [1, true], ArrowLeft: [-1, false], ArrowRight: [1, false] };

function onCell(event) {
  const cell = event.target.closest?.("a.cell");
  if (!cell) return;
  const arrow = ARROWS[event.key];
  if (event.key === "Enter" && (event.ctrlKey || event.altKey)) openNew(rowOf(cell));
  else if (event.key === "F2") open(cell);
  else if (arrow && event.altKey && arrow[1]) move(cell, arrow[0] < 0);
  else if (arrow && !event.altKey && !event.ctrlKey && !event.metaKey) neighbour(cell, ...arrow)?.focus();
  else return;
  event.preventDefault();
}

function offerKeys() {
  for (const hint of document.querySelectorAll("[data-keys-hint]")) hint.hidden = false;
}

function start() {
  table.addEventListener("keydown", onCell);
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("a.cell");
    const add = event.target.closest("a.add");
    if (event.ctrlKey || event.metaKey || event.shiftKey || !(cell || add)) return;
    event.preventDefault();
    if (cell) open(cell);
    else openNew(rowOf(add));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.target.matches("input, select, textarea")) return;
    event.preventDefault();
    sheet.showModal();
  });
  document.querySelector("[data-keys-open]").addEventListener("click", () => sheet.showModal());
  window.addEventListener("beforeunload", (event) => {
    if (editor && typed(editor.form) !== editor.began) event.preventDefault();
  });
  offerKeys();
}

if (table) start();

// --- found as one types ---------------------------------------------------------------------------------------------

const search = document.querySelector("form.find");
const list = document.querySelector("table.contact-list");
const LETTERS = { ø: "o", đ: "d", ł: "l", æ: "ae", œ: "oe", ð: "d", ß: "ss" };

// As friends/reading/names.py folds what is looked in.
const fold = (words) => words.toLowerCase().replace(/[øđłæœðß]/g, (sign) => LETTERS[sign]).normalize("NFKD").replace(/\p{M}/gu, "");

function filter() {
  const { find: box, status, capacity, only } = search.elements;
  const words = fold(box.value).split(/\s+/).filter(Boolean);
  const rows = [...list.querySelectorAll(".entry")];
  const addresses = { all: new Set(), some: new Set() };
  for (const row of rows) {
    row.hidden = !(words.every((word) => row.dataset.find.includes(word))
      && (!status.value || row.dataset.status === status.value)
      && (!capacity.value || row.dataset.capacity === capacity.value)
      && (!only.value || row.dataset.marks.split(" ").includes(only.value)));
    for (const { textContent } of row.querySelectorAll(".address")) {
      addresses.all.add(textContent);
      if (!row.hidden) addresses.some.add(textContent);
    }
  }
  const count = document.querySelector("[data-count]");
  const shown = rows.filter((row) => !row.hidden).length;
  const numbers = { n: shown, all: rows.length, a: addresses.some.size, b: addresses.all.size };
  const asks = words.length || status.value || capacity.value || only.value;
  count.textContent = asks
    ? count.dataset.some.replace(/\{(\w+)\}/g, (_whole, name) => numbers[name])
    : count.dataset.all.replace(/\{(\w+)\}/g, (_whole, name) => numbers[name]);
  document.querySelector("[data-nothing]").hidden = shown > 0;
  const address = new URL(location.href);
  for (const field of [box, status, capacity, only]) {
    if (field.value) address.searchParams.set(field.name, field.value);
    else address.searchParams.delete(field.name);
  }
  history.replaceState(null, "", address);
  const copy = document.querySelector("[data-with-filter]");
  if (copy) copy.action = new URL(copy.action).pathname + address.search;
}

if (search && list) {
  const { find: box, status, capacity, only } = search.elements;
  for (const field of [box, status, capacity, only]) field.addEventListener("input", filter);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector(".entry:not([hidden]) a.cell")?.focus();
  });
  search.querySelector("[data-find-button]").hidden = true;
}
