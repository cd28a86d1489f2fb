// What was typed and is not saved yet, kept in this browser: before it is sent, until the portal said that it is saved.
//
// One record for each paragraph of a text and each tab, so that two tabs keep two texts. A record says what was typed,
// which version it began from, where a new paragraph belongs, and what was sent without an answer.

const BEGINS = "unsaved:";
const tab = crypto.randomUUID();

// Held as long as this tab is open, so that no other tab offers what this one is about to save.
if (navigator.locks) navigator.locks.request(BEGINS + tab, () => new Promise(() => {}));

const name = (text, id) => `${BEGINS}${text}:${id}:${tab}`;

// Whether it is kept: a browser may refuse, or be full.
export function keep(text, id, record) {
  try {
    localStorage.setItem(name(text, id), JSON.stringify({ ...record, id, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function drop(text, id) {
  try {
    localStorage.removeItem(name(text, id));
  } catch {
    // Nothing is kept where nothing can be.
  }
}

async function openTabs() {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map((lock) => lock.name));
}

// What tabs that are closed left behind, oldest first: [key, record].
export async function left(text) {
  const open = await openTabs();
  const found = [];
  try {
    for (const key of Object.keys(localStorage)) {
      const [, of, , by] = key.match(/^unsaved:([^:]+):([^:]+):([^:]+)$/) ?? [];
      if (of !== text || by === tab || open.has(BEGINS + by)) continue;
      const record = JSON.parse(localStorage.getItem(key));
      if (record?.wording) found.push([key, record]);
    }
  } catch {
    return found;
  }
  return found.sort(([, one], [, other]) => one.at - other.at);
}

export function throwAway(key) {
  localStorage.removeItem(key);
}
