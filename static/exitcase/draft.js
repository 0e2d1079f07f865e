// Keeps a draft of a form while somebody writes: every ten seconds, when a field is left, and when the page is hidden.
// Without this file the button "Save a draft" does the same.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-draft]");
  if (form === null) {
    return;
  }
  const line = document.getElementById(form.dataset.draft);
  const EVERY = 10_000;
  const AFTER_FIELD = 400;
  let isChanged = false;
  let isSent = false;
  let pending = null;

  const mark = (errors) => {
    form.querySelectorAll(".draft-refused").forEach((old) => old.remove());
    Object.entries(errors).forEach(([id, texts]) => {
      const refusal = document.createElement("p");
      refusal.className = "draft-refused invalid-feedback d-block";
      refusal.textContent = texts.join(" ");
      (document.getElementById(`div_${id}`) || form).append(refusal);
    });
  };

  const hear = async (answer) => {
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      line.textContent = line.dataset.signedOut;
      return;
    }
    if (!answer.ok && answer.status !== 422) {
      throw new Error(answer.status);
    }
    const said = await answer.json();
    mark(said.errors || {});
    line.textContent = said.errors ? Object.values(said.errors).flat().join(" ") : said.line;
  };

  const keep = () => {
    if (!isChanged || isSent || pending !== null) {
      return;
    }
    isChanged = false;
    const body = new FormData(form);
    body.set("draft", "typing");
    pending = new AbortController();
    fetch(form.getAttribute("action") || window.location.href, { method: "POST", body, keepalive: true, redirect: "manual", signal: pending.signal })
      .then(hear)
      .catch(() => {
        isChanged = true;
        line.textContent = isSent ? "" : line.dataset.lost;
      })
      .finally(() => {
        pending = null;
      });
  };

  form.addEventListener("input", () => {
    isChanged = true;
  });
  // A field is left by pressing the button, too: then the form itself is on its way.
  form.addEventListener("focusout", () => setTimeout(keep, AFTER_FIELD));
  document.addEventListener("visibilitychange", keep);
  form.addEventListener("submit", () => {
    isSent = true; // what is sent is no draft any more
    if (pending !== null) {
      pending.abort();
    }
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  setInterval(keep, EVERY);
});
