// A document pasted into the box of a whole text: its headings, lists, bold and italic become the marks of the lines.
//
// Text without HTML is put in as it is. What is pasted can be taken back as one step.

import { fromHtml } from "./pasting.js";

// What would be read as a mark at the beginning of a line (meetings.text.whole.LOOKS_MARKED).
const LOOKS_MARKED = /^(?:\\|#{1,2}\s|\s*(?:[-*•]|\d{1,3}[.)])\s|(?:Decision|Statement|Action|Who|When):)/i;

// The lines of the rows; a list stands together, all else has a blank line around it.
export function lines(rows) {
  const parts = sectionRank(rows);
  let before = "";
  return rows.map((row) => {
    const isPoint = row.kind === "bullet" || row.kind === "numbered";
    const gap = before && (isPoint && before === "point" ? "\n" : "\n\n");
    before = isPoint ? "point" : "other";
    return gap + line(row, parts);
  }).join("");
}

function line(row, parts) {
  if (row.kind === "heading") return (row.rank <= parts ? "# " : "## ") + row.text;
  if (row.kind === "bullet") return `${"  ".repeat(row.level)}- ${row.text}`;
  if (row.kind === "numbered") return `${"  ".repeat(row.level)}1. ${row.text}`;
  return LOOKS_MARKED.test(row.text) && !/^(?:Decision|Statement|Action):/i.test(row.text) ? `\\${row.text}` : row.text;
}

// Headings of this rank begin sections: the highest that stands more than once, for a title stands alone.
function sectionRank(rows) {
  const ranks = rows.filter((row) => row.rank).map((row) => row.rank).sort();
  return ranks.find((rank, at) => ranks[at + 1] === rank) ?? ranks[0] ?? 0;
}

function onPaste(event) {
  const html = event.clipboardData.getData("text/html");
  const rows = html ? fromHtml(html) : [];
  // Some words from within a line stay words.
  if (rows.length < 2) return;
  event.preventDefault();
  const area = event.target, { selectionStart, selectionEnd } = area;
  // Apart from what was typed before: the browser takes back in one step whatever was typed without moving the cursor.
  area.setSelectionRange(0, 0);
  area.setSelectionRange(selectionStart, selectionEnd);
  // The one way that leaves it to the browser to take the paste back.
  document.execCommand("insertText", false, lines(rows));
}

document.querySelector("#text")?.addEventListener("paste", onPaste);
