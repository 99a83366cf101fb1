"use strict";
/* The table on the screen: one cell is active, cells are repainted only where something changed. */

class GridView {
  constructor(table, model) {
    this.table = table;
    this.model = model;
    this.active = { r: 0, c: model.form.entry };
    this.serverFaults = new Map(); // "row:column" -> text
    this.build();
  }

  build() {
    const { columns, form } = this.model;
    const heads = columns.map((column) => `<th scope="col" class="g-${column.kind}"><span>${escaped(column.head)}</span><small>${escaped(column.note)}</small></th>`);
    heads.push(`<th scope="col" class="g-mark">${form.thresholds ? "Отметка" : "Строка"}</th>`);
    this.table.innerHTML =
      `<caption class="visually-hidden">${escaped(form.title)}: баллы участников</caption><colgroup>` +
      columns.map((column) => `<col class="g-${column.kind}">`).join("") +
      `<col class="g-mark"></colgroup><thead><tr>${heads.join("")}</tr></thead><tbody></tbody>`;
    this.body = this.table.tBodies[0];
    this.grow();
  }

  /** Makes as many rows as the model has. */
  grow() {
    const cells = this.model.columns.map((column) =>
      column.kind === "code" ? '<th scope="row" tabindex="-1"></th>' : '<td role="gridcell" tabindex="-1"></td>',
    );
    const pattern = document.createElement("template");
    pattern.innerHTML = `<tr>${cells.join("")}<td role="gridcell" class="g-mark"></td></tr>`;
    const fragment = document.createDocumentFragment();
    const from = this.body.rows.length;
    for (let r = from; r < this.model.rows.length; r += 1) fragment.append(pattern.content.cloneNode(true));
    this.body.append(fragment);
    while (this.body.rows.length > this.model.rows.length) this.body.lastElementChild.remove();
    this.table.setAttribute("aria-rowcount", String(this.model.rows.length + 1));
    for (let r = 0; r < this.model.rows.length; r += 1) this.paint(r);
    this.cell(this.active.r, this.active.c).tabIndex = 0;
  }

  cell(r, c) {
    return this.body.rows[r].cells[c];
  }

  paint(r) {
    const row = this.model.rows[r];
    const cells = this.body.rows[r].cells;
    let faults = 0;
    for (let c = 0; c < row.length; c += 1) {
      const fault = this.model.fault(row, c) || this.serverFaults.get(`${r}:${c}`) || "";
      if (fault) faults += 1;
      this.dress(cells[c], row[c], fault, this.model.isLocked(row, c));
    }
    this.close(cells[row.length], row, faults);
  }

  dress(cell, text, fault, isLocked) {
    if (cell.textContent !== text) cell.textContent = text;
    const look = fault ? "bad" : isLocked ? "locked" : "";
    if (cell.className === look) return;
    cell.className = look;
    if (fault) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
    if (isLocked) cell.setAttribute("aria-readonly", "true");
    else cell.removeAttribute("aria-readonly");
  }

  /** The last cell of a row: its mark, or why there is none yet. */
  close(cell, row, faults) {
    const lacking = this.model.lacking(row).length;
    let text = "";
    let look = "g-mark";
    if (faults) [text, look] = [`ошибок: ${faults}`, "g-mark stop"];
    else if (this.model.hasAbsence(row)) text = "нет работы";
    else if (lacking) [text, look] = [`ещё ${lacking}`, "g-mark attention"];
    else if (this.model.isStarted(row)) text = this.model.mark(row)?.toString() ?? "готово";
    if (cell.textContent !== text) cell.textContent = text;
    if (cell.className !== look) cell.className = look;
  }

  go(r, c) {
    const last = this.model.rows.length - 1;
    const to = { r: Math.max(0, Math.min(last, r)), c: Math.max(0, Math.min(this.model.columns.length - 1, c)) };
    const before = this.body.rows[this.active.r]?.cells[this.active.c];
    if (before) before.tabIndex = -1;
    this.active = to;
    const cell = this.cell(to.r, to.c);
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The next column that may be typed in, to the right (+1) or to the left (-1); -1 when there is none. */
  neighbor(r, c, way) {
    const row = this.model.rows[r];
    for (let at = c + way; at >= 0 && at < row.length; at += way) if (!this.model.isLocked(row, at)) return at;
    return -1;
  }

  /** Says what the active cell is and what is wrong in it. */
  story() {
    const { r, c } = this.active;
    const row = this.model.rows[r];
    const column = this.model.columns[c];
    const fault = this.model.fault(row, c) || this.serverFaults.get(`${r}:${c}`) || "";
    if (fault) return { fault: true, text: `${row[this.model.form.code]}, ${column.head}: ${fault}` };
    if (this.model.isLocked(row, c)) return { fault: false, text: column.kind === "total" ? "Сумма считается сама." : "Участник отсутствовал: ячейка пуста." };
    return { fault: false, text: column.help };
  }
}

function escaped(text) {
  const holder = document.createElement("i");
  holder.textContent = text;
  return holder.innerHTML;
}

/** Small table of classes under the grid. */
function paintSummary(holder, model) {
  const groups = model.summary();
  const withMarks = Boolean(model.form.thresholds);
  const cell = (text, kind = "td") => `<${kind}${kind === "th" ? ' scope="row"' : ' class="num"'}>${escaped(String(text))}</${kind}>`;
  const line = (g) =>
    cell(g.name || "все", "th") + cell(g.people) + cell(g.absent) + cell(g.unfinished) +
    cell(g.complete ? (g.sum / g.complete).toFixed(1).replace(".", ",") : "нет данных") +
    (withMarks ? g.marks.map((count) => cell(count)).join("") : "");
  const rows = groups.length ? groups.map((group) => `<tr>${line(group)}</tr>`).join("") : "";
  holder.tBodies[0].innerHTML = rows || `<tr><td colspan="${withMarks ? 9 : 5}">Пока ничего не введено.</td></tr>`;
}
