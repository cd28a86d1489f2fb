// Who else saved something in this text within the last minutes. The page says it when it is made; here it stays fresh.

const EVERY = 20_000;
const MINUTE = 60_000;
// The portal names nobody whose last save is longer ago (meetings/presence.py).
const RECENT = 10 * MINUTE;

const place = document.querySelector("[data-presence]");
const list = place?.querySelector("ul");
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en");
let tag = "";
let ahead = 0; // By how much the portal's clock is ahead of the one here.

function ago(at) {
  const minutes = Math.floor((Date.now() + ahead - at) / MINUTE);
  return minutes < 1 ? place.dataset.now : words.format(-minutes, "minute");
}

function line(edit) {
  const item = document.createElement("li");
  item.dataset.paragraph = edit.paragraph;
  const what = document.createElement("span");
  what.textContent = edit.what;
  const time = document.createElement("time");
  time.dateTime = edit.at;
  time.setAttribute("aria-live", "off");
  item.append(what, ", ", time);
  return item;
}

// Each person once, with what they saved last. Lines that stand are left alone, so that they are not read out again.
function show(edits) {
  const newest = edits.filter((edit, at) => edits.findIndex((one) => one.person === edit.person) === at);
  const standing = new Map([...list.children].map((item) => [item.querySelector("span").textContent, item]));
  const lines = newest.map((edit) => {
    const item = standing.get(edit.what) ?? line(edit);
    item.querySelector("time").dateTime = edit.at;
    return item;
  });
  for (const item of [...list.children]) if (!lines.includes(item)) item.remove();
  lines.forEach((item, at) => { if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null); });
  document.dispatchEvent(new CustomEvent("presence", { detail: edits }));
}

function tell() {
  for (const time of list.querySelectorAll("time")) {
    const at = Date.parse(time.dateTime);
    if (Date.now() + ahead - at > RECENT) time.closest("li").remove();
    else if (time.textContent !== ago(at)) time.textContent = ago(at);
  }
}

async function look() {
  if (document.hidden) return;
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(place.dataset.presence, { headers, cache: "no-store" });
    ahead = Date.parse(answer.headers.get("Date")) - Date.now() || 0;
    if (answer.status === 200 && answer.headers.get("Content-Type")?.startsWith("application/json")) {
      tag = answer.headers.get("ETag") ?? "";
      show((await answer.json()).edits);
    }
  } catch {
    // The connection is gone: who is at work is not known, and the times below go on.
  }
  tell();
}

if (place) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
