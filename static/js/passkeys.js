// Makes and uses passkeys. A form with data-passkey has a button that is hidden until this runs; pressing it asks the
// browser for the passkey, puts the answer into the form's field `credential` and sends the form.
//   data-passkey="create"   options in the element named by data-options; the box `passwordless` says which kind
//   data-passkey="get"      options in that element too
//   data-passkey="sign-in"  options fetched from the form's own address, since nobody is known yet
(() => {
  "use strict";

  const copy = (value) => JSON.parse(JSON.stringify(value));
  const written = (form) => JSON.parse(document.getElementById(form.dataset.options).textContent);

  function creationOptions(form) {
    const options = copy(written(form).creation_options);
    const alone = form.elements.passwordless?.checked ?? false;
    const selection = (options.publicKey.authenticatorSelection ??= {});
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return options;
  }

  async function fetchedOptions(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error(`The portal answered ${answer.status}.`);
    return (await answer.json()).request_options;
  }

  const asks = {
    create: async (form) => window.webauthnJSON.create(creationOptions(form)),
    get: async (form) => window.webauthnJSON.get(written(form).request_options),
    "sign-in": async (form) => window.webauthnJSON.get(await fetchedOptions(form)),
  };

  function prepare(form) {
    const button = form.querySelector("button[type=submit]");
    const failed = form.querySelector("[data-passkey-failed]");
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(await asks[form.dataset.passkey](form));
        form.submit();
      } catch {
        failed.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }

  if (window.PublicKeyCredential && window.webauthnJSON) {
    document.querySelectorAll("form[data-passkey]").forEach(prepare);
  }
})();
