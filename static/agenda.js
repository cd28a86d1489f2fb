// The agenda's items by keyboard: Alt and an arrow press the button that moves the item under the cursor.

const TO = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !TO[event.key]) return;
  const row = event.target.closest(".agenda-item");
  if (!row) return;
  // The browser would go back or forward in its history otherwise.
  event.preventDefault();
  const forward = getComputedStyle(row).direction === "rtl" ? { ArrowLeft: "in", ArrowRight: "out" } : {};
  row.querySelector(`button[name=to][value=${forward[event.key] ?? TO[event.key]}]`)?.click();
});

// After a move the cursor is where it was: at the item that moved.
document.querySelector(".agenda.editable :target > .agenda-item a")?.focus();
