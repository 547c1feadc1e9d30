// SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
// SPDX-License-Identifier: EUPL-1.2
// An extra: a booking that is dragged to a free time opens the form that moves it, filled in. Without this script the
// form is there all the same.
"use strict";

const CODE = "application/x-booking-code";
const plan = document.querySelector(".dayplan");
const day = new URLSearchParams(location.search).get("day");

if (plan && matchMedia("(any-pointer: fine)").matches) {
  document.getElementById("drag").hidden = false;
  for (const booking of plan.querySelectorAll("[data-code]")) {
    booking.draggable = true;
    booking.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData(CODE, booking.dataset.code);
      event.dataTransfer.effectAllowed = "move";
    });
  }
  for (const free of plan.querySelectorAll("[data-room]")) {
    const cell = free.closest("td");
    cell.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes(CODE)) return;
      event.preventDefault();
      cell.classList.add("over");
    });
    cell.addEventListener("dragleave", () => cell.classList.remove("over"));
    cell.addEventListener("drop", (event) => {
      event.preventDefault();
      const asked = new URLSearchParams({ room: free.dataset.room, from: free.dataset.from });
      if (day) asked.set("day", day);
      location.assign(`bookings/${event.dataTransfer.getData(CODE)}/move?${asked}`);
    });
  }
}
