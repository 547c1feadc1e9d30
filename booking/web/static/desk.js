// SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
// SPDX-License-Identifier: EUPL-1.2
// Extras at the desk: an address is copied with one click, and a password can be looked at while it is typed.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const address = document.getElementById(button.dataset.copy);
    getSelection().selectAllChildren(address);
    try {
      await navigator.clipboard.writeText(address.textContent);
    } catch {
      document.execCommand("copy"); // without https browsers keep the clipboard to themselves
    }
    button.querySelector("span").textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("button[data-shows]")) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.setAttribute("aria-pressed", String(hidden));
  });
}
