/* Signing in beside this page made a new token; its form is sent with that one. Without this script the page for stale
   tokens follows, with the text, and takes one more press. */
"use strict";
document.addEventListener("submit", ({ target }) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1];
  if (token && target.elements.csrfmiddlewaretoken) target.elements.csrfmiddlewaretoken.value = token;
});
