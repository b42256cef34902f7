// Buttons beside a number that make it one more or one less; without script the field does the same.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const field = document.getElementById(button.dataset.for);
  const least = Number(field.min || 0);
  field.value = String(Math.max(least, (Number(field.value) || 0) + Number(button.dataset.step)));
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// A button that was pressed is gone with what it stood in: go on from where the change is told.
document.addEventListener("htmx:afterSettle", () => {
  const told = document.querySelector("[data-focus]");
  if (told && document.activeElement === document.body) told.focus();
});
