"use strict";
/* Rows of the first sheet of an .xlsx file, read in the browser: a zip of deflated XML. Nothing leaves the page. */

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* Member name -> its text; the central directory is found from the end of the file. */
function zipMembers(buffer) {
  const view = new DataView(buffer);
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) throw new Error("Это не файл XLSX.");
  const members = new Map();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error("Файл XLSX повреждён.");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(buffer, at + 46, nameLength));
    members.set(name, {
      method: view.getUint16(at + 10, true),
      size: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return { buffer, view, members };
}

async function memberText(zip, name) {
  const member = zip.members.get(name);
  if (!member) return null;
  const start = member.offset + 30 + zip.view.getUint16(member.offset + 26, true) + zip.view.getUint16(member.offset + 28, true);
  const bytes = new Uint8Array(zip.buffer, start, member.size);
  return new TextDecoder().decode(member.method === 0 ? bytes : await inflated(bytes));
}

function xml(text) {
  return new DOMParser().parseFromString(text, "application/xml");
}

function textOf(node) {
  return Array.from(node.getElementsByTagName("t"), (part) => part.textContent).join("");
}

function columnOf(reference) {
  let number = 0;
  for (const letter of reference.replace(/\d+$/, "")) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

function cellText(cell, strings) {
  const kind = cell.getAttribute("t");
  if (kind === "inlineStr") return textOf(cell);
  const value = cell.getElementsByTagName("v")[0];
  if (!value) return "";
  return kind === "s" ? strings[Number(value.textContent)] || "" : value.textContent;
}

/* The first sheet of the book by its order, wherever its file is called. */
async function firstSheetPath(zip) {
  const book = xml(await memberText(zip, "xl/workbook.xml"));
  const links = xml(await memberText(zip, "xl/_rels/workbook.xml.rels"));
  const sheet = book.getElementsByTagName("sheet")[0];
  const id = sheet.getAttribute("r:id") || sheet.getAttributeNS("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id");
  const link = Array.from(links.getElementsByTagName("Relationship")).find((one) => one.getAttribute("Id") === id);
  const target = link.getAttribute("Target");
  return target.startsWith("/") ? target.slice(1) : "xl/" + target;
}

async function xlsxRows(buffer) {
  const zip = zipMembers(buffer);
  const shared = await memberText(zip, "xl/sharedStrings.xml");
  const strings = shared ? Array.from(xml(shared).getElementsByTagName("si"), textOf) : [];
  const sheet = xml(await memberText(zip, await firstSheetPath(zip)));
  return Array.from(sheet.getElementsByTagName("row"), (row) => {
    const cells = [];
    for (const cell of row.getElementsByTagName("c")) {
      const reference = cell.getAttribute("r");
      cells[reference ? columnOf(reference) : cells.length] = cellText(cell, strings);
    }
    return Array.from(cells, (text) => text || "");
  });
}
