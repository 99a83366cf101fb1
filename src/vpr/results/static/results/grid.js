"use strict";
/* The browser grid: keyboard, clipboard, on-screen keys, checking and sending. One listener of a kind, no framework. */

const form = JSON.parse(document.getElementById("grid-form").textContent);
const page = {
  table: document.getElementById("grid-table"),
  message: document.getElementById("grid-message"),
  status: document.getElementById("grid-status"),
  conflict: document.getElementById("grid-conflict"),
  faults: document.getElementById("grid-faults"),
  pad: document.getElementById("grid-pad"),
  summary: document.getElementById("grid-summary"),
  send: document.getElementById("grid-send"),
};
const model = new GridModel(form, form.rows);
const view = new GridView(page.table, model);
const csrf = document.querySelector("[name=csrfmiddlewaretoken]").value;
const draft = new GridDraft({ url: form.draftUrl, csrf, key: form.journalKey, revision: form.revision }, model, {
  status: showStatus,
  conflict: showConflict,
});
let typed = ""; // what was typed into the active cell since it became active
let summaryTimer = null;

/* Typing */

function change(edits) {
  const touched = model.apply(edits);
  repaint(touched);
  return touched.length > 0;
}

function repaint(touched) {
  if (!touched.length) return;
  const isWide = touched.some((r) => r !== view.active.r) || view.active.c === form.code;
  touched.forEach((r) => view.serverFaults.size && form.columns.forEach((_, c) => view.serverFaults.delete(`${r}:${c}`)));
  if (isWide) model.rows.forEach((_, r) => view.paint(r));
  else view.paint(view.active.r);
  draft.changed(touched);
  summaryTimer ??= setTimeout(() => {
    summaryTimer = null;
    paintSummary(page.summary, model);
  }, 200);
}

function move(r, c) {
  typed = "";
  view.go(r, c);
  tell();
}

function tell() {
  const story = view.story();
  page.message.textContent = story.text;
  page.message.className = story.fault ? "grid-message stop" : "grid-message";
  page.table.setAttribute("aria-describedby", "grid-message");
  paintPad();
}

function type(sign) {
  const { r, c } = view.active;
  if (model.isLocked(model.rows[r], c)) return tell();
  const column = form.columns[c];
  if (!column.values.length) {
    typed += sign;
    change([[r, c, typed]]);
    return tell();
  }
  const fitting = model.candidates(c, typed + sign);
  if (!fitting.length) {
    typed = model.candidates(c, sign).length ? "" : typed + sign; // a new value begins, or a wrong one is shown as it is
    if (!typed) return type(sign);
    change([[r, c, typed]]);
    return tell();
  }
  typed += sign;
  const exact = fitting.find((value) => value.toLowerCase() === typed.toLowerCase());
  change([[r, c, fitting.length === 1 ? fitting[0] : (exact ?? typed)]]);
  if (fitting.length > 1 || model.fault(model.rows[r], c)) return tell();
  return advance();
}

/** To the next cell that may be typed in, at the end of the row to the next participant. */
function advance() {
  const { r, c } = view.active;
  const next = view.neighbor(r, c, 1);
  return next < 0 || model.isAbsentThroughout(model.rows[r]) ? nextParticipant(1) : move(r, next);
}

function nextParticipant(way) {
  const to = view.active.r + way;
  if (to < 0) return;
  if (to >= model.rows.length) addRows(1);
  move(to, form.entry);
}

function erase(isBackspace) {
  const { r, c } = view.active;
  const text = model.rows[r][c];
  if (isBackspace && text === "") {
    const left = view.neighbor(r, c, -1);
    return left >= 0 ? move(r, left) : undefined;
  }
  typed = isBackspace ? typed.slice(0, -1) : "";
  const isLocked = form.columns[c].kind === "total";
  if (!isLocked) change([[r, c, typed]]);
  return tell();
}

function copyFromAbove() {
  const { r, c } = view.active;
  if (r > 0 && !model.isLocked(model.rows[r], c)) change([[r, c, model.rows[r - 1][c]]]);
  move(Math.min(r + 1, model.rows.length - 1), c);
}

function addRows(count) {
  const from = model.rows.length;
  model.addRows(count);
  view.grow();
  draft.changed(model.rows.map((_, r) => r).slice(from));
}

/* Keyboard */

const PATHS = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  ArrowUp: () => move(view.active.r - 1, view.active.c),
  ArrowDown: () => move(view.active.r + 1, view.active.c),
  PageUp: () => move(view.active.r - 15, view.active.c),
  PageDown: () => move(view.active.r + 15, view.active.c),
  Backspace: () => erase(true),
  Delete: () => erase(false),
  Enter: (event) => nextParticipant(event.shiftKey ? -1 : 1),
  Home: (event) => move(event.ctrlKey ? 0 : view.active.r, form.entry),
  End: (event) => move(event.ctrlKey ? model.rows.length - 1 : view.active.r, lastEntry()),
};

function step(way) {
  const next = view.active.c + way;
  if (next >= 0 && next < form.columns.length) move(view.active.r, next);
}

function lastEntry() {
  return view.neighbor(view.active.r, form.columns.length, -1);
}

function withControl(event) {
  const act = { KeyZ: event.shiftKey ? redo : undo, KeyY: redo, KeyD: copyFromAbove }[event.code];
  if (event.key === "Home" || event.key === "End") PATHS[event.key](event);
  else if (act) act();
  else return;
  event.preventDefault();
}

function undo() {
  repaint(model.undo());
  move(view.active.r, view.active.c);
}

function redo() {
  repaint(model.redo());
  move(view.active.r, view.active.c);
}

page.table.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey) return withControl(event);
  if (event.altKey || event.isComposing) return undefined;
  if (event.key === "Tab") return tab(event);
  if (PATHS[event.key]) PATHS[event.key](event);
  else if (event.key.length === 1 && event.key !== " ") type(event.key);
  else return undefined;
  return event.preventDefault();
});

/** Tab walks the row and leaves the table at its ends: nobody is locked in. */
function tab(event) {
  const next = view.neighbor(view.active.r, view.active.c, event.shiftKey ? -1 : 1);
  if (next < 0) return;
  move(view.active.r, next);
  event.preventDefault();
}

page.table.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("tbody td, tbody th");
  if (!cell || cell.cellIndex >= form.columns.length) return;
  event.preventDefault();
  move(cell.parentElement.sectionRowIndex, cell.cellIndex);
});

page.table.addEventListener("focusin", tell);

page.table.addEventListener("copy", (event) => {
  event.clipboardData.setData("text/plain", model.rows[view.active.r][view.active.c]);
  event.preventDefault();
});

page.table.addEventListener("paste", (event) => {
  event.preventDefault();
  const text = event.clipboardData.getData("text/plain");
  const missing = view.active.r + text.trimEnd().split("\n").length - model.rows.length;
  if (missing > 0) addRows(missing);
  const edits = model.pasteEdits(view.active.r, view.active.c, text);
  change(edits);
  move(view.active.r, view.active.c);
  page.message.textContent = `Вставлено ячеек: ${edits.length}.`;
});

/* On-screen keys: the values of the active column, for fingers and for the mouse */

function paintPad() {
  if (!page.pad.offsetParent) return;
  const column = form.columns[view.active.c];
  const signs = column.values.length && column.values.length <= 14 ? column.values : [..."0123456789"];
  const keys = signs.map((value) => `<button type="button" class="grid-key" data-value="${escaped(value)}">${escaped(value)}</button>`);
  keys.push('<button type="button" class="grid-key" data-key="Backspace" aria-label="стереть">⌫</button>');
  keys.push('<button type="button" class="grid-key" data-key="Enter">следующий</button>');
  const html = keys.join("");
  if (page.pad.dataset.painted !== html) page.pad.innerHTML = page.pad.dataset.painted = html;
}

page.pad.addEventListener("mousedown", (event) => event.preventDefault()); // the cell keeps the focus
page.pad.addEventListener("click", (event) => {
  const key = event.target.closest("button");
  if (!key) return;
  if (key.dataset.key) return PATHS[key.dataset.key](event);
  const { r, c } = view.active;
  if (!form.columns[c].values.includes(key.dataset.value)) return type(key.dataset.value);
  change([[r, c, key.dataset.value]]);
  return model.fault(model.rows[r], c) ? tell() : advance();
});

/* Saving, conflicts */

function showStatus(kind, text) {
  page.status.textContent = text;
  page.status.className = `badge ${{ saved: "ok", saving: "neutral", lost: "attention" }[kind]}`;
}

function showConflict(theirs) {
  showStatus("lost", "введено в двух местах");
  page.conflict.hidden = false;
  page.conflict.querySelector("[data-who]").textContent = theirs.saved_by || "другой сотрудник";
  const settle = (choose) => () => {
    page.conflict.hidden = true;
    choose();
    view.grow();
    paintSummary(page.summary, model);
  };
  page.conflict.querySelector("[data-choice=mine]").onclick = settle(() => draft.keepMine(theirs.revision));
  page.conflict.querySelector("[data-choice=theirs]").onclick = settle(() => draft.takeTheirs(theirs));
  page.conflict.querySelector("button").focus();
}

/** Rows typed before a reload: put back when the server has not moved on, otherwise the reader chooses. */
function restore() {
  const memory = draft.remembered();
  if (!memory) return showStatus("saved", form.revision ? "сохранено" : "пока пусто");
  draft.sent = memory.sent ?? []; // the last of them may still be on its way
  if (JSON.stringify(memory.rows) === JSON.stringify(model.rows)) return draft.saved();
  if (memory.base === form.revision || draft.isOwn(form.rows)) {
    model.replace(memory.rows);
    view.grow();
    return draft.changedThroughout();
  }
  const theirs = { revision: form.revision, rows: form.rows, saved_by: form.savedBy };
  model.replace(memory.rows);
  view.grow();
  draft.isStopped = true;
  return showConflict(theirs);
}

/* Checking and sending */

async function check() {
  page.faults.hidden = false;
  page.faults.querySelector("[data-result]").textContent = "Проверяю…";
  if (!(await draft.settled())) return said("Проверка возможна, когда введённое сохранится: сейчас нет связи.", []);
  const answer = await fetch(form.checkUrl, { method: "POST", headers: { "X-CSRFToken": csrf } });
  if (!answer.ok) return said("Не удалось проверить. Обновите страницу и повторите.", []);
  const found = await answer.json();
  view.serverFaults = new Map(found.faults.filter((f) => f.row !== null).map((f) => [`${f.row}:${f.column}`, f.message]));
  model.rows.forEach((_, r) => view.paint(r));
  return said(found.summary, found.faults);
}

function said(summary, faults) {
  page.faults.querySelector("[data-result]").textContent = summary;
  page.faults.querySelector("ul").innerHTML = faults
    .map((fault) =>
      fault.row === null
        ? `<li>${escaped(fault.message)}</li>`
        : `<li><button type="button" class="plain-link" data-row="${fault.row}" data-column="${fault.column}">${escaped(fault.place)}</button> ${escaped(fault.message)}</li>`,
    )
    .join("");
}

page.faults.addEventListener("click", (event) => {
  const link = event.target.closest("[data-row]");
  if (link) move(Number(link.dataset.row), Number(link.dataset.column));
});
document.getElementById("grid-check").addEventListener("click", check);
document.getElementById("grid-undo").addEventListener("click", undo);
document.getElementById("grid-add").addEventListener("click", () => {
  addRows(10);
  move(model.rows.length - 10, form.entry);
});
page.send.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await draft.settled()) {
    page.send.elements.revision.value = draft.revision;
    page.send.submit();
  } else showStatus("lost", "отправить можно, когда введённое сохранится: сейчас нет связи");
});

document.body.classList.add("grid-ready");
paintSummary(page.summary, model);
restore();
