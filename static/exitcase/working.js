// A form that takes its time: when it is sent, its button rests and the line beside it says what is going on.
// Without this file the form works all the same, and the browser shows that it waits.
"use strict";

document.querySelectorAll("form[data-working]").forEach((form) => {
  const button = form.querySelector("button[type=submit]");
  const line = document.getElementById(form.dataset.working);
  let isSent = false;

  form.addEventListener("submit", (event) => {
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSent = true;
    button.setAttribute("aria-disabled", "true");
    button.classList.add("disabled");
    line.textContent = line.dataset.text;
  });

  // The back button brings the page as it was left: ready again.
  window.addEventListener("pageshow", () => {
    isSent = false;
    button.removeAttribute("aria-disabled");
    button.classList.remove("disabled");
    line.textContent = "";
  });
});
