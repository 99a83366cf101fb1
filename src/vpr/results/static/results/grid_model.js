"use strict";
/* Rows as typed and what the declared columns say of them. Knows no page and no network.
   A row is a list of texts in the order of `form.columns`; the columns come from the same declaration as the XLSX form. */

const X_KEYS = "xXхХчЧ"; // «ч» is the key of X on a Russian keyboard
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё";

class GridModel {
  constructor(form, rows) {
    this.form = form;
    this.columns = form.columns;
    this.done = [];
    this.undone = [];
    this.replace(rows);
  }

  replace(rows) {
    this.rows = rows.map((row) => this.columns.map((_, c) => row[c] ?? ""));
    this.rows.forEach((row) => this.refreshTotal(row));
    this.countCodes();
  }

  countCodes() {
    this.codes = new Map();
    const at = this.form.code;
    for (const row of this.rows) if (this.isStarted(row)) this.codes.set(row[at], (this.codes.get(row[at]) ?? 0) + 1);
  }

  /** Text as the server would read it: blanks trimmed, х → X, 3,0 → 3, letters of another layout understood. */
  normalized(c, text) {
    const column = this.columns[c];
    const bare = text.replace(/[\u00a0\u202f]/g, " ").trim();
    if (!column.values.length || column.values.includes(bare)) return bare;
    if (bare.length === 1 && X_KEYS.includes(bare) && column.values.includes("X")) return "X";
    const whole = bare.match(/^(\d+)[.,]0+$/);
    if (whole) return whole[1];
    return column.values.find((value) => value.toLowerCase() === bare.toLowerCase()) ?? bare;
  }

  /** Values of the column that begin with what was typed so far; decides whether the cell is complete. */
  candidates(c, typed) {
    const values = this.columns[c].values;
    const low = typed.toLowerCase();
    const direct = values.filter((value) => value.toLowerCase().startsWith(low));
    if (direct.length) return direct;
    if (X_KEYS.includes(typed) && values.includes("X")) return ["X"];
    const switched = [...low].map((sign) => RUSSIAN[LATIN.indexOf(sign)] ?? sign).join("");
    return values.filter((value) => value.toLowerCase().startsWith(switched));
  }

  isStarted(row) {
    return row.some((text, c) => text !== "" && c !== this.form.code && this.columns[c].kind !== "total");
  }

  isAbsent(row, part) {
    return this.columns.some((column, c) => column.kind === "variant" && column.part === part && row[c] === this.form.absent);
  }

  isAbsentThroughout(row) {
    const variants = this.columns.filter((column) => column.kind === "variant");
    return variants.length > 0 && variants.every((column) => this.isAbsent(row, column.part));
  }

  /** A cell that may not be typed in: the total, points of a part in which the participant was absent. */
  isLocked(row, c) {
    const column = this.columns[c];
    if (column.kind === "total") return true;
    if (column.kind === "points") return this.isAbsent(row, column.part);
    return !["variant", "code"].includes(column.kind) && this.isAbsentThroughout(row);
  }

  /** What is wrong in one cell, in the words of the catalogue; "" when nothing is. An empty cell is never wrong here. */
  fault(row, c) {
    const column = this.columns[c];
    const found = row[c];
    if (found === "" || column.kind === "total") return "";
    if (column.kind === "code") return this.codeFault(row, found);
    if (column.kind === "points" && this.isLocked(row, c)) return this.told("absent", { found });
    if (column.values.length && !column.values.includes(found)) return this.valueFault(column, found);
    const zero = column.depends === null ? "" : row[column.depends];
    if (["0", "X"].includes(zero) && !["0", "X"].includes(found)) {
      return this.told("dependent", { found, zero, leading: this.columns[column.depends].head, at: "этой же строки" });
    }
    return "";
  }

  valueFault(column, found) {
    if (column.kind === "points") {
      return this.told(/^-?\d+$/.test(found) ? "outside" : "points", { found, max: column.max });
    }
    if (column.kind === "variant") return this.told("variant", { found, allowed: column.values.slice(0, -1).join(", ") });
    return column.key === "journal_mark"
      ? this.told("journal", { found })
      : this.told("choice", { found, cure: `допустимо: ${column.allowed}` });
  }

  codeFault(row, found) {
    const ranges = this.form.codes;
    if (!/^\d{1,6}$/.test(found)) return this.told("code", { found, example: ranges[0][0] });
    if (!ranges.some(([low, high]) => Number(found) >= low && Number(found) <= high)) {
      return this.told("foreignCode", { number: found, low: ranges[0][0], high: ranges[0][1] });
    }
    const isTwice = this.isStarted(row) && (this.codes.get(found) ?? 0) > 1;
    return isTwice ? this.told("secondCode", { number: found, first: "другой строки" }) : "";
  }

  told(name, words) {
    return this.form.texts[name].replace(/\{(\w+)\}/g, (_, key) => words[key] ?? "");
  }

  /** Columns of a started row that still wait for a value. */
  lacking(row) {
    if (!this.isStarted(row)) return [];
    return this.columns.flatMap((column, c) => (column.required && row[c] === "" && !this.isLocked(row, c) ? [c] : []));
  }

  refreshTotal(row) {
    if (this.form.total === null) return;
    row[this.form.total] = this.isStarted(row) && !this.hasAbsence(row) ? String(this.total(row)) : "";
  }

  hasAbsence(row) {
    return this.columns.some((column, c) => column.kind === "variant" && row[c] === this.form.absent);
  }

  total(row) {
    return this.columns.reduce((sum, column, c) => {
      const isPoints = column.kind === "points" && /^\d+$/.test(row[c]) && column.values.includes(row[c]);
      return isPoints ? sum + Number(row[c]) : sum;
    }, 0);
  }

  /** Mark 2..5 of a complete row; null while it cannot be told. */
  mark(row) {
    const scale = this.form.thresholds;
    if (!scale || !this.isStarted(row) || this.hasAbsence(row) || this.lacking(row).length) return null;
    const total = this.total(row);
    return 2 + scale.filter((first) => total >= first).length;
  }

  /** Applies [[row, column, text], ...] as one step that can be taken back; returns the numbers of rows touched. */
  apply(edits) {
    const step = [];
    for (const [r, c, text] of edits) {
      if (this.rows[r][c] === text) continue;
      this.write(step, r, c, text);
      if (this.columns[c].kind === "variant" && text === this.form.absent) this.emptyLocked(step, r);
    }
    if (!step.length) return [];
    this.done.push(step);
    this.undone = [];
    return this.settle(step);
  }

  write(step, r, c, text) {
    step.push([r, c, this.rows[r][c], text]);
    this.rows[r][c] = text;
  }

  emptyLocked(step, r) {
    this.columns.forEach((column, c) => {
      if (column.kind !== "total" && this.rows[r][c] !== "" && this.isLocked(this.rows[r], c)) this.write(step, r, c, "");
    });
  }

  undo() {
    const step = this.done.pop();
    if (!step) return [];
    this.undone.push(step);
    for (const [r, c, before] of [...step].reverse()) this.rows[r][c] = before;
    return this.settle(step);
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return [];
    this.done.push(step);
    for (const [r, c, , after] of step) this.rows[r][c] = after;
    return this.settle(step);
  }

  settle(step) {
    const touched = [...new Set(step.map(([r]) => r))];
    touched.forEach((r) => this.refreshTotal(this.rows[r]));
    this.countCodes();
    return touched;
  }

  /** A block of a spreadsheet laid over the grid from (r, c); locked cells and the total are left alone. */
  pasteEdits(r, c, text) {
    const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
    return lines.flatMap((line, down) =>
      r + down >= this.rows.length
        ? []
        : line.split("\t").flatMap((cell, right) =>
            c + right >= this.columns.length || this.columns[c + right].kind === "total"
              ? []
              : [[r + down, c + right, this.normalized(c + right, cell)]],
          ),
    );
  }

  addRows(count) {
    const codes = this.rows.map((row) => Number(row[this.form.code])).filter((code) => code > 0);
    let next = codes.length ? Math.max(...codes) + 1 : this.form.codes[0][0];
    for (let added = 0; added < count && this.rows.length < this.form.maxRows; added += 1, next += 1) {
      const row = this.columns.map(() => "");
      row[this.form.code] = String(next);
      this.rows.push(row);
    }
  }

  /** Figures of every class: participants, absent, unfinished, mean of complete rows, marks. */
  summary() {
    const groups = new Map();
    for (const row of this.rows) {
      if (!this.isStarted(row)) continue;
      const name = this.form.class === null ? "" : row[this.form.class] || "не указан";
      const group = groups.get(name) ?? { name, people: 0, absent: 0, unfinished: 0, sum: 0, complete: 0, marks: [0, 0, 0, 0] };
      groups.set(name, group);
      group.people += 1;
      if (this.hasAbsence(row)) group.absent += 1;
      else if (this.lacking(row).length || row.some((_, c) => this.fault(row, c))) group.unfinished += 1;
      else {
        group.sum += this.total(row);
        group.complete += 1;
        const mark = this.mark(row);
        if (mark !== null) group.marks[mark - 2] += 1;
      }
    }
    return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name, "ru", { numeric: true }));
  }
}
