/* Copies of answers on this computer, as ciphertext: the portal gives the key to who is signed in, and it is in memory
   only. Each tab has its own; those of a tab that was closed or killed are found by the next one. */
"use strict";
(() => {
  const utf8 = (text) => new TextEncoder().encode(text);
  const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  window.KeptAnswers = class {
    /* `owner` names person and return, `url` gives the key, `tab` is this tab's own name. */
    constructor(owner, url, tab) {
      Object.assign(this, { owner, url, prefix: `kept:${owner}:` });
      // Held as long as the tab lives.
      navigator.locks?.request(`tab:${tab}`, () => new Promise(() => {}));
    }

    /* Ask for the key: true when the person whose page this is is signed in. */
    async open() {
      const answer = await fetch(this.url, { headers: { Accept: "application/json" } }).catch(() => null);
      const told = answer?.ok ? await answer.json() : null;
      if (told?.owner !== this.owner) return false;
      const uses = ["encrypt", "decrypt"];
      this.key ??= await crypto.subtle?.importKey("raw", toBytes(told.key), "AES-GCM", false, uses);
      return true;
    }

    get isOpen() {
      return Boolean(this.key);
    }

    how(name, iv) {
      return { name: "AES-GCM", iv, additionalData: utf8(name) };
    }

    /* What is to be stored for this content, under this id. */
    async sealed(id, content) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const bytes = await crypto.subtle.encrypt(this.how(this.prefix + id, iv), this.key, utf8(JSON.stringify(content)));
      return `${toText(iv)}.${toText(new Uint8Array(bytes))}`;
    }

    /* False when the browser has no room for it or keeps nothing. */
    store(id, sealed) {
      try {
        localStorage.setItem(this.prefix + id, sealed);
        return true;
      } catch {
        return false;
      }
    }

    drop(id) {
      localStorage.removeItem(this.prefix + id);
    }

    /* Pairs of id and content that no other open tab is busy with, the oldest first. */
    async all() {
      const open = new Set(((await navigator.locks?.query())?.held || []).map((lock) => lock.name));
      const ids = Object.keys(localStorage).filter((name) => name.startsWith(this.prefix));
      const free = ids.map((name) => name.slice(this.prefix.length)).filter((id) => !open.has(`tab:${id.split(":")[0]}`));
      free.sort((one, other) => one.split(":")[1] - other.split(":")[1]);
      const found = await Promise.all(free.map(async (id) => [id, await this.read(id)]));
      return found.filter(([, content]) => content);
    }

    async read(id) {
      const [iv, bytes] = localStorage.getItem(this.prefix + id).split(".").map(toBytes);
      const opened = await crypto.subtle.decrypt(this.how(this.prefix + id, iv), this.key, bytes).catch(() => null);
      if (!opened) this.drop(id); // nobody can read it any more
      return opened && JSON.parse(new TextDecoder().decode(opened));
    }
  };
})();
