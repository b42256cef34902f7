// The worklist: an enquiry opens beside the list where there is room, else on its own page.
"use strict";

(() => {
  const pane = document.getElementById("enquiry");
  if (!pane) return;

  const hasRoom = () => pane.offsetParent !== null;
  const linkOf = (element) => element.closest("a[data-beside]");

  document.addEventListener(
    "click",
    (event) => {
      const link = linkOf(event.target);
      // A new tab stays a new tab.
      if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopPropagation();
    },
    true,
  );

  document.addEventListener("htmx:confirm", (event) => {
    const link = linkOf(event.target);
    if (!link || hasRoom()) return;
    event.preventDefault();
    window.location.assign(link.href);
  });

  // Mark the line of what is shown, and go there, so that keys scroll the text.
  const arrive = () => {
    const shown = pane.querySelector("[data-item]");
    const line = shown && document.getElementById(`line-${shown.dataset.item}`);
    document
      .querySelectorAll("[data-rows] [data-row]")
      .forEach((row) => row.toggleAttribute("data-chosen", row === line));
    if (line) line.scrollIntoView({ block: "nearest" });
    pane.scrollTop = 0;
    pane.focus({ preventScroll: true });
  };

  document.addEventListener("enquiry-opened", arrive);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target === pane) arrive();
  });
})();
