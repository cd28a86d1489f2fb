// What is pasted becomes paragraphs: kinds, levels, bold and italic, and nothing else of where it came from.
//
// HTML is read in a document of its own that is never shown; only its words and these few marks leave it. Text without
// HTML (mail, PDF) is read by its lines.

export const MOST_CHARACTERS = 2_000_000, MOST_ROWS = 2_000, LONGEST = 100_000;
const DEEPEST = 5;
const BLOCKS = new Set(["P", "DIV", "LI", "UL", "OL", "TR", "TABLE", "TBODY", "THEAD", "BLOCKQUOTE", "SECTION", "ARTICLE", "HEADER", "FOOTER", "H1", "H2", "H3", "H4", "H5", "H6", "PRE", "DL", "DT", "DD", "BODY", "HR", "FIGURE", "ASIDE", "MAIN", "FORM"]);
const SILENT = new Set(["STYLE", "SCRIPT", "TITLE", "HEAD", "META", "LINK", "TEMPLATE", "XML", "O:P", "NOSCRIPT", "SELECT", "TEXTAREA", "OBJECT", "IFRAME", "SVG", "MATH"]);
const ORDERED = /^\s*\(?(?:\d{1,3}|[ivxlc]{1,6}|[a-z])[.)]/i;

// --- from HTML ------------------------------------------------------------------------------------------------------

// Rows {text, kind, level} (of a heading also its rank, 1 to 6) of what a browser, Word or a mail program puts on the clipboard as HTML.
export function fromHtml(html) {
  // No style and no script is ever tried: what a style said is read from an attribute that means nothing.
  const meant = (tag) => tag.replace(/\sstyle\s*=/gi, " data-was=").replace(/\son\w+\s*=/gi, " data-on=");
  const unstyled = html.replace(/<style\b[^]*?(?:<\/style\s*>|$)/gi, "").replace(/<[a-z][^>]*>/gi, meant);
  const inert = new DOMParser().parseFromString(unstyled, "text/html");
  const rows = [];
  let row = { pieces: [], kind: "paragraph", level: 0 };

  function end(next = { kind: "paragraph", level: 0 }) {
    const text = marked(row.pieces);
    if (text) rows.push({ text, kind: row.kind, level: row.level, ...(row.rank && { rank: row.rank }) });
    row = { pieces: [], ...next };
  }

  function walk(node, look) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) row.pieces.push({ words: child.data, ...look });
      else if (child.nodeType === Node.ELEMENT_NODE) enter(child, look);
    }
  }

  function enter(child, look) {
    const name = child.tagName.toUpperCase(), was = (child.dataset?.was ?? "").toLowerCase();
    if (SILENT.has(name) || /mso-list:\s*ignore|display:\s*none/.test(was)) return;
    if (name === "BR") { row.pieces.push({ words: "\n", ...look }); return; }
    if (name === "TD" || name === "TH") row.pieces.push({ words: " ", ...look });
    const inner = { ...look, ...looks(child, name, was) };
    if (!BLOCKS.has(name)) { walk(child, inner); return; }
    const kind = kindOf(child, name, was, inner.depth);
    end(kind ?? (inner.item ? { kind: row.kind, level: row.level } : undefined));
    walk(child, kind ? { ...inner, item: true } : inner);
    end();
  }

  walk(inert.body, { strong: false, emphasis: false, depth: -1, item: false });
  end();
  return rows;
}

function looks(node, name, was) {
  const look = {};
  if (/^(B|STRONG)$/.test(name) && !/font-weight:\s*(normal|[1-4]00)/.test(was)) look.strong = true;
  if (/font-weight:\s*(bold|[6-9]00)/.test(was)) look.strong = true;
  if (/^(I|EM|CITE)$/.test(name) && !/font-style:\s*normal/.test(was)) look.emphasis = true;
  if (/font-style:\s*(italic|oblique)/.test(was)) look.emphasis = true;
  if (/^(UL|OL)$/.test(name)) Object.assign(look, { depth: depthOf(node), item: false });
  if (/^H[1-6]$/.test(name)) look.strong = false;
  return look;
}

const depthOf = (list) => {
  let depth = 0;
  for (let above = list.parentElement; above && depth < DEEPEST; above = above.parentElement) if (/^(UL|OL)$/i.test(above.tagName)) depth += 1;
  return depth;
};

function kindOf(node, name, was, depth) {
  if (/^H[1-6]$/.test(name)) return { kind: "heading", level: 0, rank: Number(name[1]) };
  if (name === "LI") {
    const kind = node.parentElement?.tagName.toUpperCase() === "OL" ? "numbered" : "bullet";
    return { kind, level: Math.min(Math.max(depth, 0), DEEPEST) };
  }
  const inWord = was.match(/mso-list:[^;]*\blevel(\d+)/);
  if (inWord) {
    const sign = [...node.querySelectorAll("[data-was]")].find((one) => /mso-list:\s*ignore/i.test(one.dataset.was));
    return { kind: ORDERED.test(sign?.textContent ?? "") ? "numbered" : "bullet", level: Math.min(Number(inWord[1]) - 1, DEEPEST) };
  }
  return null;
}

// The words of a paragraph with the marks the portal knows; blanks stay outside of them.
function marked(pieces) {
  const runs = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    const words = piece.words.replace(/\s+/g, " ");
    if (last && last.strong === piece.strong && last.emphasis === piece.emphasis) last.words += words;
    else runs.push({ words, strong: piece.strong, emphasis: piece.emphasis });
  }
  return runs.map(({ words, strong, emphasis }) => {
    const mark = (strong ? "**" : "") + (emphasis ? "*" : "");
    const [, before, within, after] = words.match(/^(\s*)([^]*?)(\s*)$/);
    return within ? before + mark + escaped(within) + [...mark].reverse().join("") + after : words;
  }).join("").replace(/\s+/g, " ").trim();
}

// Signs that would be read as marks stand for themselves.
const escaped = (words) => words.replace(/[\\*]/g, "\\$&").replace(/(^|\W)_|_(?=\W|$)/g, (sign) => sign.replace("_", "\\_")).replace(/\[(?=[^\]]*\]\()/g, "\\[");

// --- from plain text ------------------------------------------------------------------------------------------------

const BULLET = /^(\s*)(?:[•▪◦‣·–—*-]|o(?=\s))\s+(?=\S)/;
const NUMBERED = /^(\s*)\(?(?:\d{1,3}|[ivx]{1,5}|[a-z])[.)]\s+(?=\S)/i;
const FULL_LINE = 60;

export function fromText(text) {
  const lines = text.replace(/\r\n?|[\u2028\u2029\f]/g, "\n").split("\n");
  const parted = lines.some((line, at) => at > 0 && at < lines.length - 1 && !line.trim());
  const rows = [];
  let open = false;
  lines.forEach((line, at) => {
    if (!line.trim()) { open = false; return; }
    const point = pointOf(line);
    if (point) rows.push(point);
    else if (open && rows.length && (parted || goesOn(lines[at - 1]))) rows.at(-1).text += ` ${line.trim()}`;
    else rows.push({ text: line.trim(), kind: "paragraph", level: 0 });
    open = true;
  });
  return rows;
}

// A line of a PDF or a mail that was broken because it was full.
const goesOn = (line) => line.length >= FULL_LINE && !/[.:;!?]\s*$/.test(line);

function pointOf(line) {
  const [sign, kind] = BULLET.test(line) ? [BULLET, "bullet"] : NUMBERED.test(line) ? [NUMBERED, "numbered"] : [];
  if (!sign) return null;
  const [begins, blanks] = line.match(sign);
  const level = Math.min(Math.floor(blanks.replace(/\t/g, "    ").length / 4), DEEPEST);
  return { text: line.slice(begins.length).trim(), kind, level };
}

// --- both -----------------------------------------------------------------------------------------------------------

// Rows of what is on the clipboard, or {problem, n, most} where it is too much.
export function read(clipboard) {
  const html = clipboard.getData("text/html"), text = clipboard.getData("text/plain");
  const size = Math.max(text.length, html && !text ? html.length : 0);
  if (size > MOST_CHARACTERS) return { problem: "tooLong", n: size, most: MOST_CHARACTERS };
  const rows = html && html.length <= MOST_CHARACTERS * 4 ? fromHtml(html) : fromText(text);
  if (rows.length > MOST_ROWS) return { problem: "tooMany", n: rows.length, most: MOST_ROWS };
  const longest = Math.max(0, ...rows.map((row) => row.text.length));
  if (longest > LONGEST) return { problem: "tooWide", n: longest, most: LONGEST };
  return { rows: rows.length || !text.trim() ? rows : fromText(text) };
}
