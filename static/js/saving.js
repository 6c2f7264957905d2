/* Saves each answer of a section as it is given. Without this script the plain form does the same at once.
   What is not saved yet waits in a queue, each with a key of its own that stays the same however often it is sent,
   and is kept on this computer as ciphertext until the portal has it: see docs/saving.md. */
"use strict";
(() => {
  const form = document.getElementById("answers");
  if (!form || !window.htmx) return;
  const byId = (id) => document.getElementById(id);
  const [line, again] = ["saving-state", "saving-again"].map(byId);
  const [PAUSE, LONGEST_PAUSE, KEEP_AFTER, TRY_AFTER] = [2000, 8000, 300, 5000];
  const REFUSED = [400, 403, 404, 409, 413, 422];
  const { pathOf, isWritten } = QuestionFields;
  const fields = new QuestionFields(form);
  const tab = random(8);
  const kept = new KeptAnswers(form.elements.owner.value, form.dataset.keptKey, tab);
  const signIn = new SignInAgain(byId("sign-in"), () => kept.open(), () => next(), () => next());
  const queue = []; // {id, path, key, url, fields, due, since, isSent, isKept}, in the order of giving
  const refused = new Map(); // by path: what the portal did not take; the text stays in its control
  const stored = new Map(); // by path: the fields as the portal has them
  const waiting = []; // what to do once nothing more can be sent
  let [current, focused, timer, counter, lastStatus, words] = [null, null, 0, 0, 0, line.dataset.ready];
  let [isAway, isFailing, isLeaving, isHeldBack, canKeep] = [false, false, false, false, true];

  function random(bytes) {
    return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) => b.toString(16).padStart(2, "0")).join("");
  }

  function rememberStored() {
    const now = new Map();
    for (const field of fields.all()) now.set(pathOf(field[0]), [...(now.get(pathOf(field[0])) || []), field]);
    const isOpen = (path) => refused.has(path) || queue.some((item) => item.path === path);
    for (const [path, given] of now) if (path && !isOpen(path)) stored.set(path, given);
  }

  /* The queue */
  function touch(path, pause, more = []) {
    let item = queue.find((one) => one.path === path && !one.isSent);
    if (!item) {
      const id = Date.now() * 1000 + (counter++ % 1000);
      item = { id: `${tab}:${id}`, path, key: random(16), url: form.dataset.save, since: Date.now(), more };
      queue.push(item);
    }
    item.more = more;
    item.due = pause ? Math.min(Date.now() + pause, item.since + Math.max(pause, LONGEST_PAUSE)) : 0;
    item.isKept = false;
    clearTimeout(item.keeping);
    item.keeping = setTimeout(() => !item.isSent && keep(item), KEEP_AFTER);
    next();
  }

  function ready() {
    const sent = queue.find((item) => item.isSent);
    return sent || queue.find((item) => item.due <= Date.now() && !fields.isUndecided(item.path));
  }

  function next(delay = 0) {
    clearTimeout(timer);
    const dues = queue.filter((item) => !fields.isUndecided(item.path)).map((item) => item.due - Date.now());
    if (dues.length) timer = setTimeout(pump, Math.max(delay, Math.min(...dues), 0));
    show();
  }

  async function pump() {
    const item = ready();
    if (current || signIn.isNeeded || !item) return next(current || signIn.isNeeded ? TRY_AFTER : 0);
    current = item;
    show();
    if (!item.isSent) item.fields = [...fields.of(item.path), ...item.more];
    item.isSent = true;
    await keep(item);
    focused = document.activeElement;
    const status = await (item.url === form.dataset.save ? send(item) : sendElsewhere(item));
    settle(item, status);
    current = null;
    const mayGoOn = !isAway && !isFailing && !signIn.isNeeded;
    next(mayGoOn ? 0 : TRY_AFTER);
  }

  function settle(item, status) {
    isAway = status === 0;
    isFailing = status === 429 || status >= 500;
    if (status === 401) return signIn.open();
    if (status === 403 && !item.isSecondTry) return void (item.isSecondTry = true); // another tab has a new token
    if (status !== 200 && !REFUSED.includes(status)) return;
    queue.splice(queue.indexOf(item), 1);
    if (refused.has(item.path)) forget(refused.get(item.path));
    refused.delete(item.path);
    if (status === 200) forget(item);
    else refused.set(item.path, item);
    fields.mark(item.path);
    rememberStored();
    if (focused && !focused.isConnected) fields.refocus(focused, item.path);
  }

  function bodyOf(item) {
    const body = new FormData();
    for (const [name, value] of item.fields) body.append(name, value);
    for (const name of ["owner", "language"]) body.append(name, form.elements[name].value);
    body.append("shapes", byId("page-shapes").value);
    body.append("key", item.key);
    return body;
  }

  async function send(item) {
    lastStatus = 0;
    const source = document.body;
    const request = { source, target: source, swap: "none", values: bodyOf(item), headers: { "X-CSRFToken": SignInAgain.token() } };
    const heard = (event) => (lastStatus = event.detail.xhr.status);
    source.addEventListener("htmx:afterRequest", heard);
    await htmx.ajax("POST", item.url, request).catch(() => {});
    source.removeEventListener("htmx:afterRequest", heard);
    return lastStatus;
  }

  async function sendElsewhere(item) {
    const headers = { "X-CSRFToken": SignInAgain.token(), "HX-Request": "true" };
    const body = new URLSearchParams(bodyOf(item));
    return fetch(item.url, { method: "POST", headers, body }).then((answer) => answer.status, () => 0);
  }

  /* What an answer brings: never over what somebody is writing or what is not saved */
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    lastStatus = event.detail.xhr.status;
    isHeldBack = false;
  });
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target } = event.detail;
    if (target.id === "page-shapes" && isHeldBack) event.detail.shouldSwap = false;
    if (!/^[qg]-/.test(target.id)) return;
    const holds = (path) => target.id === `q-${path}` || target.contains(byId(`q-${path}`));
    const isSaved = (item) => lastStatus === 200 && (item === current || refused.get(current.path) === item);
    const open = [...queue, ...refused.values()].filter((item) => !isSaved(item));
    const isWriting = target.contains(document.activeElement) && isWritten(document.activeElement);
    if (isWriting || open.some((item) => holds(item.path))) {
      event.detail.shouldSwap = false;
      isHeldBack = true;
    }
  });
  document.body.addEventListener("answers-saved", (event) => (words = event.detail.words));

  /* The line at the foot */
  function show() {
    const open = [...queue, ...refused.values()];
    const number = new Set(open.map((item) => item.path)).size;
    const offline = !canKeep ? "waiting" : open.every((item) => item.isKept) ? "kept" : "saving";
    const told = signIn.isNeeded ? "signedOut" : isAway ? offline : isFailing ? "failed" : "";
    const isSaving = current || queue.some((item) => item.isSent);
    const text = told || (isSaving ? "saving" : refused.size ? "unsaved" : "");
    const said = text ? line.dataset[text].replace("{number}", number) : words;
    if (line.textContent !== said) line.textContent = said;
    const isUnsaved = ["signedOut", "failed", "unsaved"].includes(text);
    line.classList.toggle("is-offline", isAway);
    line.classList.toggle("is-unsaved", isUnsaved);
    line.classList.toggle("is-saved", !text && words !== line.dataset.ready);
    again.hidden = !(isAway || isFailing || signIn.isNeeded);
    if (!current && (told || !ready())) waiting.splice(0).forEach((go) => go());
  }

  /* Copies on this computer */
  async function keep(item) {
    if (!kept.isOpen) return void (canKeep = false);
    const { path, key, url, isSent, more } = item;
    const content = { path, key, url, isSent, more, fields: isSent ? item.fields : fields.of(path) };
    const sealed = await kept.sealed(item.id, content);
    const isLate = (item.isSent && !isSent) || !(queue.includes(item) || refused.get(path) === item);
    if (isLate) return;
    canKeep = item.isKept = kept.store(item.id, sealed);
    show();
  }

  function forget(item) {
    clearTimeout(item.keeping);
    kept.drop(item.id);
  }

  async function restore() {
    for (const [id, content] of await kept.all()) {
      const item = { ...content, id, due: 0, since: 0, isKept: true };
      if (item.url === form.dataset.save) fields.fill(item.path, item.fields);
      if (!fields.isOnPage(item.path)) item.isSent = true; // its question is not on this page: it goes as it is
      queue.push(item);
    }
  }

  /* What people do */
  form.addEventListener("input", ({ target }) => {
    const path = pathOf(target.name);
    if (path && isWritten(target)) touch(path, fields.choiceAt(path) === "third" ? 600000 : PAUSE);
  });
  form.addEventListener("change", ({ target }) => {
    const path = pathOf(target.name);
    if (!path || target.type === "file") return;
    if (target.name.startsWith("resolve:") && target.value === "third") byId(`v-${path}`)?.focus();
    else touch(path, 0);
  });
  form.addEventListener("click", ({ target }) => {
    const { path, confirm, keep: isBack } = target.dataset;
    if (confirm !== undefined) touch(path, 0, [["confirmed", confirm]]);
    if (isBack === undefined) return;
    fields.fill(path, stored.get(path) || []);
    forget(refused.get(path) || { id: "" });
    refused.delete(path);
    byId(`n-${path}`).replaceChildren();
    fields.mark(path);
    show();
  });
  again.addEventListener("click", () => (signIn.isNeeded ? signIn.open() : pump()));
  window.addEventListener("online", () => pump());

  /* Leaving the page: first what waits is sent */
  function settled() {
    for (const item of queue) item.due = 0;
    return new Promise((go) => {
      waiting.push(go);
      pump();
    });
  }
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target.closest("dialog") || isLeaving || !queue.length) return;
    event.preventDefault();
    await settled();
    if (target === form && (isAway || signIn.isNeeded)) return;
    isLeaving = true;
    target.requestSubmit(submitter);
  }, true);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !queue.length || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    await settled();
    location.assign(link.href);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return;
    for (const item of queue) item.due = 0;
    pump();
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.some((item) => !item.isKept)) event.preventDefault();
  });

  async function begin() {
    rememberStored();
    if ((await kept.open()) && kept.isOpen) await restore();
    canKeep = kept.isOpen;
    next();
  }
  begin();
})();
