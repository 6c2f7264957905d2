/* Signing in again over a page that stays as it is, when its session has ended. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";

  window.SignInAgain = class {
    /* `isSignedIn` asks whether the person is signed in again; `goOn` is called when so, `back` when the dialog closes. */
    constructor(dialog, isSignedIn, goOn, back) {
      Object.assign(this, { dialog, isSignedIn, goOn, isNeeded: false });
      const form = dialog.querySelector("form");
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.signIn(form);
      });
      dialog.addEventListener("click", (event) => event.target.matches("[data-close]") && dialog.close());
      dialog.addEventListener("close", () => {
        this.focused?.focus();
        back();
      });
      // Somebody may have signed in in another tab.
      const lookAgain = () => this.isNeeded && document.visibilityState === "visible" && this.isOver();
      window.addEventListener("focus", lookAgain);
      document.addEventListener("visibilitychange", lookAgain);
    }

    open() {
      this.isNeeded = true;
      if (this.dialog.open) return;
      this.focused = document.activeElement;
      this.dialog.showModal();
      byId("sign-in-password").focus();
    }

    async isOver() {
      if (!(await this.isSignedIn())) return false;
      this.isNeeded = false;
      // Signing in made a new token; the forms of the page have the old one.
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token();
      byId("sign-in-password").value = "";
      this.dialog.close();
      this.goOn();
      return true;
    }

    say(text) {
      byId("sign-in-error").hidden = !text;
      byId("sign-in-error").textContent = text;
    }

    async signIn(form, isSecondTry = false) {
      const { wrong, often, offline } = byId("sign-in-error").dataset;
      const headers = { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", headers, body }).catch(() => null);
      if (answer?.status === 403 && !isSecondTry) return this.signIn(form, true);
      this.say(!answer ? offline : answer.status === 400 ? wrong : answer.status === 429 ? often : "");
      if (!answer || [400, 429].includes(answer.status)) return;
      const told = await answer.json().catch(() => ({}));
      const isClosed = told.location?.includes(form.dataset.inactive);
      if (isClosed) byId("sign-in-closed").hidden = false;
      else if (!(await this.isOver())) byId("sign-in-elsewhere").hidden = false;
    }
  };
  window.SignInAgain.token = token;
})();
