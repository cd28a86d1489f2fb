// Private notes save as one types; without it their form saves. Two who write at once are shown both texts.
//
// What is not saved yet is kept for this tab alone (sessionStorage): it outlives a reload, and nobody who opens the
// browser later finds it.

const PAUSE = 800, AGAIN = 4000;

function begin(form) {
  const area = form.elements.notes, version = form.elements.version;
  const state = form.querySelector("[data-notes-state]"), both = form.querySelector("[data-both]");
  const name = `notes:${form.dataset.notes}`;
  let saved = area.value, timer = 0, sending = false, stopped = false, theirVersion = null;

  const tell = (words) => { if (state.textContent !== words) state.textContent = words; };
  const dirty = () => area.value !== saved;

  function keep() {
    try {
      if (dirty()) sessionStorage.setItem(name, JSON.stringify({ text: area.value, version: version.value }));
      else sessionStorage.removeItem(name);
    } catch {
      // Kept in the field alone.
    }
  }

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  }

  async function send() {
    clearTimeout(timer);
    if (sending || stopped || !dirty()) return;
    sending = true;
    const text = area.value;
    let pause = PAUSE;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) accept(text, await answer.json());
      else if (answer.status === 409) show(await answer.json());
      else if (answer.status === 400) { stopped = true; tell((await answer.json()).sentence); }
      else if (answer.status >= 500) { pause = AGAIN; tell(form.dataset.away); }
      else { stopped = true; tell(form.dataset.refused); }
    } catch {
      pause = AGAIN;
      tell(form.dataset.away);
    }
    sending = false;
    if (dirty() && !stopped) later(pause);
  }

  function accept(text, answer) {
    saved = text;
    version.value = answer.version;
    keep();
    tell(dirty() ? form.dataset.saving : form.dataset.saved.replace("{at}", answer.saved));
  }

  function show(answer) {
    stopped = true;
    both.querySelector("[data-sentence]").textContent = answer.sentence;
    both.querySelector("[data-theirs]").textContent = answer.theirs;
    both.hidden = false;
    // Until somebody chooses, these words are of the older version: nothing sends them over what stands there.
    theirVersion = answer.version;
    saved = answer.theirs;
    keep();
    // Said aloud by the sentence itself; the focus stays where somebody types.
    tell("");
  }

  function settle(text) {
    both.hidden = true;
    stopped = false;
    version.value = theirVersion;
    area.value = text;
    keep();
    area.focus();
    if (dirty()) send();
  }

  const theirs = () => both.querySelector("[data-theirs]").textContent;
  form.querySelector("[data-keep-both]").addEventListener("click", () => settle(`${theirs()}\n\n${area.value}`));
  form.querySelector("[data-keep-mine]").addEventListener("click", () => settle(area.value));
  form.querySelector("[data-keep-theirs]").addEventListener("click", () => settle(theirs()));
  area.addEventListener("input", () => {
    keep();
    if (both.hidden) stopped = false;
    tell(dirty() && !stopped ? form.dataset.saving : state.textContent);
    if (!stopped) later(PAUSE);
  });
  // The form saves what the script would have; Enter in no field sends it by itself.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!both.hidden) {
      both.querySelector("button").focus();
      return;
    }
    stopped = false;
    if (dirty()) send();
    else tell(form.dataset.saved.replace(" {at}", ""));
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => { if (dirty()) { send(); event.preventDefault(); } });

  const before = kept();
  if (before && before.text !== area.value) {
    area.value = before.text;
    // From an older version: whoever saved since is shown beside it.
    version.value = before.version;
    send();
  }
}

for (const form of document.querySelectorAll("form[data-notes]")) begin(form);
