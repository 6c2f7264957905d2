/* The fields of a section's questions, each named `part:path` after its question. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  window.QuestionFields = class {
    constructor(form) {
      this.form = form;
    }

    static pathOf(name) {
      return name?.includes(":") ? name.slice(name.indexOf(":") + 1) : "";
    }

    static isWritten(element) {
      return element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=file])");
    }

    /* Pairs of name and value as the form would send them; files go their own way. */
    all() {
      return [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    }

    of(path) {
      return this.all().filter(([name]) => QuestionFields.pathOf(name) === path);
    }

    isOnPage(path) {
      return Boolean(this.form.elements[`seen:${path}`]);
    }

    /* Which of two answers has been chosen, where both are shown: theirs, mine, third. */
    choiceAt(path) {
      return this.form.querySelector(`[name="resolve:${path}"]:checked`)?.value;
    }

    isUndecided(path) {
      return Boolean(this.form.elements[`mine:${path}`]) && !this.choiceAt(path);
    }

    fill(path, fields) {
      const left = fields.slice();
      for (const control of this.form.elements) {
        if (QuestionFields.pathOf(control.name) !== path || control.type === "file") continue;
        const isTicked = ["radio", "checkbox"].includes(control.type);
        const at = left.findIndex(([name, value]) => name === control.name && (!isTicked || value === control.value));
        if (isTicked) control.checked = at >= 0;
        else control.value = at >= 0 ? left[at][1] : "";
        if (at >= 0) left.splice(at, 1);
        const folded = control.closest("details");
        if (folded && control.value && !isTicked && control.tagName !== "SELECT") folded.open = true;
      }
    }

    /* Tie the controls to what is said above them, or to nothing any more. */
    mark(path) {
      const notice = byId(`n-${path}`);
      const error = notice?.querySelector(".error-text");
      byId(`q-${path}`)?.classList.toggle("field-error", Boolean(error || notice?.querySelector(".conflict")));
      for (const control of this.form.querySelectorAll(`[name="value:${path}"]`)) {
        const ids = new Set((control.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
        if (error) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
        if (error) control.setAttribute("aria-describedby", [...ids.add(error.id)].join(" "));
      }
    }

    /* Give the focus back that an element had which has been replaced. */
    refocus(element, path) {
      const same = [...this.form.elements].find((one) => one.name === element.name && one.value === element.value);
      (same || byId(`v-${path}`) || byId(`q-${path}`))?.focus();
    }
  };
})();
