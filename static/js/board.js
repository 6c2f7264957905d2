// The board works without this. With it, / goes to the search, as in many tables.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.getElementById("id_q");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
