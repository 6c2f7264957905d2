// Sends a file as soon as it is chosen, while the form stays open; without this script the form sends it when it is
// saved. A control is an element with data-file (the question's path), as templates/surveys/returns/_file.html has it.
(() => {
  "use strict";

  const sending = new WeakMap();
  const part = (control, name) => control.querySelector(`[data-file-${name}]`);

  const tell = (control, words, isError = false) => {
    const state = part(control, "state");
    state.textContent = words;
    state.classList.toggle("error-text", isError);
  };

  const show = (control, answer) => {
    const present = part(control, "present");
    const link = document.createElement("a");
    const name = document.createElement("bdi");
    name.textContent = answer.name;
    link.href = answer.address;
    link.setAttribute("download", "");
    link.append(name);
    const facts = document.createElement("span");
    facts.className = "muted small";
    facts.textContent = ` (${answer.shown})`;
    present.replaceChildren(link, facts);
    present.hidden = false;
  };

  const take = (control, input, answer) => {
    const value = part(control, "value");
    const remove = part(control, "remove");
    value.value = answer.value;
    remove.checked = false;
    delete remove.dataset.kept;
    part(control, "removal").hidden = false;
    input.value = "";
    show(control, answer);
    tell(control, control.dataset.done);
    value.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const end = (control) => {
    sending.delete(control);
    part(control, "sending").hidden = true;
  };

  const answered = (control, input, request) => {
    end(control);
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // What is no JSON says nothing: a proxy's page, or the session has ended.
    }
    if (request.status === 200 && answer.value) take(control, input, answer);
    else if (answer.problem) {
      input.value = "";
      tell(control, answer.problem, true);
    } else tell(control, control.dataset.failed, true);
  };

  const send = (control, input, file) => {
    const request = new XMLHttpRequest();
    const bar = part(control, "sending").querySelector("progress");
    const body = new FormData();
    body.append("path", control.dataset.file);
    body.append("file", file);
    sending.get(control)?.abort();
    sending.set(control, request);
    bar.value = 0;
    part(control, "sending").hidden = false;
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
      tell(control, `${control.dataset.sending} ${bar.value} %`);
    });
    request.addEventListener("load", () => answered(control, input, request));
    request.addEventListener("error", () => { end(control); tell(control, control.dataset.failed, true); });
    request.addEventListener("abort", () => { end(control); tell(control, control.dataset.stopped); });
    request.open("POST", control.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", input.form.elements.csrfmiddlewaretoken.value);
    request.send(body);
  };

  document.addEventListener("change", (event) => {
    const control = event.target.closest?.("[data-file]");
    if (!control) return;
    const value = part(control, "value");
    if (event.target.matches("[data-file-remove]")) {
      event.target.dataset.kept ??= value.value;
      value.value = event.target.checked ? "" : event.target.dataset.kept;
      value.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (event.target.type === "file" && event.target.files.length) {
      const [file] = event.target.files;
      if (file.size > Number(control.dataset.most)) {
        event.target.value = "";
        tell(control, control.dataset.tooLarge, true);
      } else send(control, event.target, file);
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.matches?.("[data-file-stop]")) sending.get(event.target.closest("[data-file]"))?.abort();
  });
})();
