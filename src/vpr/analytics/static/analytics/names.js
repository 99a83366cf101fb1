"use strict";
/* Joins participant codes with names in this browser. The page's policy forbids any request; none is made here. */
(function () {
  const results = JSON.parse(document.getElementById("names-results").textContent);
  const body = document.querySelector("#names-table tbody");
  const state = document.getElementById("names-state");
  if (!body) return;

  function element(tag, text, kind) {
    const made = document.createElement(tag);
    made.textContent = text === null || text === undefined ? "" : String(text);
    if (kind) made.className = kind;
    return made;
  }

  /* A code is the only cell of the row that is a number of four or five digits; the name is everything with letters. */
  function pair(cells) {
    const code = cells.map((cell) => cell.trim().replace(/\.0$/, "")).find((cell) => /^\d{4,5}$/.test(cell));
    const words = cells.map((cell) => cell.trim()).filter((cell) => /[A-Za-zА-Яа-яЁё]{2}/.test(cell));
    return code && words.length ? [Number(code), words.join(" ")] : null;
  }

  function textRows(text) {
    return text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line) => {
      const separator = [";", "\t", ","].find((one) => line.includes(one));
      const cells = separator ? line.split(separator) : line.split(/\s+(?=\d+\s*$)|(?<=^\s*\d+)\s+/);
      return cells.map((cell) => cell.replace(/^\s*"|"\s*$/g, ""));
    });
  }

  /* Excel in Russian saves CSV in Windows-1251: try UTF-8 strictly first. */
  function decoded(buffer) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(buffer);
    } catch {
      return new TextDecoder("windows-1251").decode(buffer);
    }
  }

  function show(names) {
    const rows = results.people.map((one) => ({ ...one, name: names.get(one.code) || "" }));
    rows.sort((a, b) => (a.name ? 0 : 1) - (b.name ? 0 : 1) || a.name.localeCompare(b.name, "ru") || a.code - b.code);
    body.replaceChildren(...rows.map((one) => {
      const row = document.createElement("tr");
      const first = element("th", one.name || "—");
      first.scope = "row";
      row.append(first, element("td", one.code, "num"), element("td", one.class), element("td", one.variant, "num"),
        element("td", one.raw_score, "num"), element("td", one.mark, "num"), element("td", one.journal_mark, "num"));
      return row;
    }));
    document.getElementById("names-sheets").replaceChildren(...rows.map(sheet));
  }

  /* «Лист результатов участника». */
  function sheet(one) {
    const made = element("section", "", "name-sheet");
    made.append(element("h2", "Лист результатов участника"), element("p", results.line), element("p", results.school),
      element("p", "Участник: " + (one.name || "код " + one.code) + "   Код: " + one.code + "   Класс: " + (one.class || "")));
    const table = document.createElement("table");
    const head = document.createElement("tr");
    head.append(element("th", "Задание"), element("th", "Балл"), element("th", "Максимум"), element("th", "Умение"));
    table.append(head, ...results.tasks.map((task, at) => {
      const row = document.createElement("tr");
      row.append(element("td", task.code), element("td", one.points[at]), element("td", task.max), element("td", task.skill));
      return row;
    }));
    made.append(table, element("p", one.raw_score === null ? "Первичный балл: нет, писал не все части работы"
      : "Первичный балл: " + one.raw_score + " из " + results.max_score),
    element("p", one.mark === null ? "Отметка: не выставляется" : "Отметка: " + one.mark));
    if (results.stage === "preliminary") made.append(element("p", "Результаты предварительные."));
    return made;
  }

  function use(rows) {
    const names = new Map(rows.map(pair).filter(Boolean));
    const known = new Set(results.people.map((one) => one.code));
    const matched = [...names.keys()].filter((code) => known.has(code)).length;
    const extra = names.size - matched;
    state.textContent = names.size
      ? "Соединено: " + matched + " из " + known.size + (extra ? "; кодов без результатов: " + extra : "") + "."
      : "В списке не найдено ни одной пары «код — ФИО». Нужны код из 4–5 цифр и имя в одной строке.";
    show(names);
  }

  document.getElementById("names-file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    try {
      const buffer = await file.arrayBuffer();
      const isZip = new DataView(buffer).byteLength > 4 && new DataView(buffer).getUint32(0, true) === 0x04034b50;
      use(isZip ? await xlsxRows(buffer) : textRows(decoded(buffer)));
    } catch (problem) {
      state.textContent = "Файл не прочитан: " + problem.message + " Сохраните список как CSV или вставьте его в поле.";
    }
  });
  document.getElementById("names-text").addEventListener("input", (event) => use(textRows(event.target.value)));
  document.getElementById("names-print").addEventListener("click", () => window.print());
  show(new Map());
})();
