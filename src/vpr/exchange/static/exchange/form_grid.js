"use strict";
/* The browser grid of declared forms: saves while one types, keeps what was typed through a lost connection and a reload,
   moves by keys. The page works without it. */
(() => {
  const form = document.getElementById("form-grid");
  const conflict = document.getElementById("grid-conflict");
  const { revision, shape } = form.elements;
  const { draft, key } = form.dataset;
  let pending = {}; // name of a cell -> text that the server does not have yet
  let flight = {};
  let sending = null;
  let isStopped = false;
  let timer = 0;

  const isEmpty = (cells) => !Object.keys(cells).length;

  function say(tone, text) {
    const status = document.getElementById("grid-status");
    status.className = `badge ${tone}`;
    status.textContent = text;
  }

  function remember() {
    const cells = { ...flight, ...pending };
    try {
      if (isEmpty(cells)) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify({ revision: revision.value, shape: shape.value, cells }));
    } catch {
      /* a private window without storage: what is typed is saved on the server all the same */
    }
  }

  function changed(control) {
    pending[control.name] = control.value;
    remember();
    if (isStopped) return;
    say("neutral", "сохраняю…");
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  }

  /** True when the server has everything. */
  async function save() {
    clearTimeout(timer);
    while (sending) await sending;
    if (isStopped) return false;
    if (isEmpty(pending)) return true;
    flight = pending;
    pending = {};
    sending = send().finally(() => (sending = null));
    const isSaved = await sending;
    if (!isSaved) pending = { ...flight, ...pending };
    flight = {};
    remember();
    return isSaved && (isEmpty(pending) || save());
  }

  async function send() {
    let answer;
    try {
      answer = await fetch(draft, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        body: JSON.stringify({ revision: Number(revision.value), shape: shape.value, cells: flight }),
      });
    } catch {
      return later();
    }
    if (answer.status >= 500) return later();
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 409) return compare(said);
    if (!answer.ok) {
      isStopped = true;
      say("stop", said.message || "не сохранено: обновите страницу");
      return false;
    }
    revision.value = said.revision;
    for (const name of said.refused ?? []) if (form.elements[name]) form.elements[name].value = "";
    say(said.refused ? "stop" : "ok", said.message || "сохранено");
    return true;
  }

  function later() {
    say("attention", "нет связи: введённое хранится в этом браузере");
    timer = setTimeout(save, 5000);
    return false;
  }

  /** The same cells on the server: our own answer was lost on its way. Otherwise the reader chooses. */
  function compare(theirs) {
    const date = (text) => text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1");
    if (Object.entries(flight).every(([name, text]) => date(theirs.cells[name] ?? "") === date(text))) {
      revision.value = theirs.revision;
      say("ok", "сохранено");
      return true;
    }
    isStopped = true;
    say("stop", "введено в двух местах");
    conflict.hidden = false;
    conflict.querySelector("[data-who]").textContent = theirs.who || "другой сотрудник";
    conflict.onclick = (event) => {
      const choice = event.target.closest("[data-keep]");
      if (!choice) return;
      conflict.hidden = true;
      isStopped = false;
      if (choice.dataset.keep === "mine") {
        revision.value = theirs.revision;
        save();
      } else {
        pending = {};
        remember();
        location.reload();
      }
    };
    conflict.querySelector("button").focus();
    return false;
  }

  const isCell = (control) => /^c\d+\.\d+$/.test(control.name ?? "");
  form.addEventListener("input", (event) => isCell(event.target) && changed(event.target));

  form.addEventListener("submit", async (event) => {
    if (isEmpty(pending) && !sending) return;
    const button = event.submitter;
    event.preventDefault();
    if (await save()) form.requestSubmit(button);
  });

  /* Keyboard */
  function beside(control, step) {
    const end = control.name.slice(control.name.indexOf("."));
    let row = control.closest("tr");
    do row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (row && !row.querySelector(`[name$="${end}"]`));
    return row?.querySelector(`[name$="${end}"]`);
  }

  function move(control, step) {
    const next = beside(control, step);
    next?.focus();
    next?.select?.();
  }

  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (!isCell(control) || event.isComposing || event.altKey) return;
    const isText = control.tagName === "INPUT" && control.type !== "date" && !control.list;
    if (event.key === "Enter") move(control, event.shiftKey ? -1 : 1);
    else if (isText && event.key === "ArrowDown") move(control, 1);
    else if (isText && event.key === "ArrowUp") move(control, -1);
    else if ((event.ctrlKey || event.metaKey) && event.code === "KeyD") {
      const above = beside(control, -1);
      if (above) put(control, above.value);
    } else return;
    event.preventDefault();
  });

  function put(control, text) {
    const options = [...(control.options ?? [])].map((option) => option.value);
    const bare = text.trim();
    const day = control.type === "date" ? bare.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, "$3-$2-$1") : bare;
    control.value = options.find((value) => value.toLowerCase() === bare.toLowerCase()) ?? day;
    changed(control);
  }

  /** A block copied from a spreadsheet fills the cells from here to the right and down. */
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!isCell(event.target) || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    let first = event.target;
    for (const line of text.split(/\r?\n/)) {
      if (!first) break;
      const cells = [...first.closest("tr").querySelectorAll("[name^=c]")];
      const from = cells.indexOf(first);
      line.split("\t").forEach((value, at) => cells[from + at] && put(cells[from + at], value));
      first = beside(first, 1);
    }
  });

  /* What was typed before a reload and did not reach the server */
  function restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(key));
    } catch {
      /* no storage, nothing kept */
    }
    if (!kept || kept.shape !== shape.value) return;
    pending = kept.cells;
    for (const [name, text] of Object.entries(pending)) if (form.elements[name]) form.elements[name].value = text;
    revision.value = kept.revision;
    save();
  }

  addEventListener("online", save);
  restore();
})();
