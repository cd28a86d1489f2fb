// The small menu that "/" opens in an empty paragraph: what it becomes. "/decision" typed out chooses as well.

const ORDER = ["decision", "action", "statement", "heading", "bullet", "numbered", "paragraph"];
// What may be typed whatever the language of the page is.
const ALSO = { outcome: "decision", list: "bullet", number: "numbered", text: "paragraph" };

let menu = null; // {list, shown, at}

function offered(open) {
  const typed = open.area.value.match(/^\/(\S*)$/)?.[1].toLowerCase();
  if (typed === undefined) return null;
  const options = [...open.box.querySelector("[data-field=kind]").options];
  const found = ORDER.map((kind) => options.find((one) => one.value === kind)).filter(Boolean);
  const also = Object.entries(ALSO).filter(([word]) => typed && word.startsWith(typed)).map(([, kind]) => kind);
  return found.filter(({ value, textContent }) => value.startsWith(typed) || textContent.toLowerCase().startsWith(typed) || also.includes(value));
}

export function openMenu(open, become) {
  const shown = offered(open);
  const list = open.box.querySelector("[data-menu]");
  const { area } = open;
  if (!shown?.length) {
    close(open);
    return;
  }
  menu = { list, shown: shown.map((one) => one.value), at: 0 };
  list.replaceChildren(...shown.map((one, at) => {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `kind-${one.value}`;
    item.textContent = one.textContent;
    item.setAttribute("aria-selected", String(at === 0));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); close(open); become(one.value, { emptied: true }); });
    return item;
  }));
  list.hidden = false;
  list.id = "kinds-menu";
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-autocomplete", "list");
  point(area);
}

function point(area) {
  [...menu.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === menu.at)));
  area.setAttribute("aria-activedescendant", menu.list.children[menu.at].id);
}

function close(open) {
  menu = null;
  open.box.querySelector("[data-menu]").hidden = true;
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) open.area.removeAttribute(name);
}

// Whether the key was for the menu.
export function choices(open, event, become) {
  if (!menu || menu.list.hidden || !open.box.contains(menu.list)) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    menu.at = (menu.at + step + menu.shown.length) % menu.shown.length;
    point(open.area);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close(open);
  } else if (event.key === "Enter" || event.key === "Tab" || (event.key === " " && menu.shown.length === 1)) {
    const kind = menu.shown[menu.at];
    close(open);
    become(kind, { emptied: true });
  } else return false;
  return true;
}
