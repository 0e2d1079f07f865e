// "/" puts the cursor into the search of the top bar, as long as nothing is being typed.
// Without this file the search is reached by the Tab key like every other field.
"use strict";

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.getElementById("find");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping || !search?.offsetParent) return;
  event.preventDefault();
  search.focus();
});
