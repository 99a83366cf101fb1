"use strict";
/* Keeps what is typed: first in this browser (a journal that survives a reload), then on the server.
   The server counts revisions; a save made from an older revision is refused with 409 and the reader chooses. */

class GridDraft {
  constructor(place, model, listener) {
    Object.assign(this, place); // url, csrf, key, revision
    this.model = model;
    this.listener = listener; // status(kind, text), conflict(theirs)
    this.dirty = new Set();
    this.sent = []; // tables whose save was not answered: the server may have any of them
    this.isSaving = false;
    this.isStopped = false;
    this.failures = 0;
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
  }

  /** Rows typed before a reload that the server has not seen; null when there are none. */
  remembered() {
    const text = localStorage.getItem(this.key);
    return text ? JSON.parse(text) : null;
  }

  remember() {
    clearTimeout(this.journalTimer);
    this.journalTimer = null;
    if (!this.dirty.size && !this.isSaving) return;
    localStorage.setItem(this.key, JSON.stringify({ base: this.revision, rows: this.model.rows, sent: this.sent }));
  }

  changed(rows) {
    rows.forEach((r) => this.dirty.add(r));
    this.journalTimer ??= setTimeout(() => this.remember(), 100);
    this.listener.status("saving", "сохраняю…");
    this.schedule(700);
  }

  changedThroughout() {
    this.changed([...this.model.rows.keys()]);
  }

  schedule(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  leave() {
    this.remember();
    if (this.dirty.size && !this.isSaving) this.save(true);
  }

  async save(isLeaving = false) {
    clearTimeout(this.timer);
    if (this.isSaving || this.isStopped || !this.dirty.size) return;
    this.isSaving = true;
    const numbers = [...this.dirty];
    this.dirty.clear();
    const snapshot = JSON.stringify(this.model.rows);
    this.sent = [...this.sent, snapshot].slice(-8);
    this.remember();
    const body = JSON.stringify({
      revision: this.revision,
      length: this.model.rows.length,
      rows: numbers.map((r) => [r, this.model.rows[r]]),
    });
    let answer = null;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body,
        keepalive: isLeaving && body.length < 60000,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
      });
    } catch {
      answer = null; // no connection
    }
    this.isSaving = false;
    await this.understand(answer, numbers);
  }

  async understand(answer, numbers) {
    const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
    if (answer?.ok && isJson) {
      this.revision = (await answer.json()).revision;
      this.sent = [];
      return this.saved();
    }
    numbers.forEach((r) => this.dirty.add(r));
    if (answer?.status === 409 && isJson) {
      const theirs = await answer.json();
      if (this.isOwn(theirs.rows)) {
        this.revision = theirs.revision;
        return this.save();
      }
      this.isStopped = true;
      return this.listener.conflict(theirs);
    }
    this.remember();
    this.failures += 1;
    const isSignedOut = answer && (answer.redirected || answer.status === 403);
    this.listener.status(
      "lost",
      isSignedOut
        ? "вход истёк: войдите снова в соседней вкладке; введённое хранится на этом компьютере"
        : "нет связи, сохраню позже; введённое хранится на этом компьютере",
    );
    return this.schedule(Math.min(30000, 1000 * 2 ** this.failures));
  }

  /** Whether the server holds a table of ours whose answer was lost on the way: then nobody else has typed. */
  isOwn(rows) {
    return this.sent.includes(JSON.stringify(rows));
  }

  saved() {
    this.failures = 0;
    if (this.dirty.size) return this.schedule(300);
    clearTimeout(this.journalTimer);
    this.journalTimer = null;
    localStorage.removeItem(this.key);
    const clock = new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
    return this.listener.status("saved", `сохранено в ${clock}`);
  }

  /** After a conflict: keep what is on this screen, over the revision that the server has. */
  keepMine(revision) {
    this.revision = revision;
    this.isStopped = false;
    this.changedThroughout();
    return this.save();
  }

  takeTheirs(theirs) {
    this.revision = theirs.revision;
    this.isStopped = false;
    this.dirty.clear();
    this.model.replace(theirs.rows);
    return this.saved();
  }

  /** Resolves when everything typed is on the server; false when it could not be brought there. */
  async settled() {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      if (!this.dirty.size && !this.isSaving) return true;
      if (this.isStopped || this.failures > 2) return false;
      await this.save();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  }
}
