// The few lines of script that the pages need. Everything works without them, only slower.
"use strict";

(() => {
  const menuButton = document.querySelector(".menu-button");
  if (menuButton) {
    const menu = document.getElementById("menu");
    const setOpen = (isOpen) => {
      menu.classList.toggle("is-open", isOpen);
      menuButton.setAttribute("aria-expanded", String(isOpen));
    };
    menuButton.addEventListener("click", () => setOpen(!menu.classList.contains("is-open")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.classList.contains("is-open")) {
        setOpen(false);
        menuButton.focus();
      }
    });
  }

  // A form marked so sends itself when a choice in it changes.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-send-on-change]");
    if (form) form.requestSubmit();
  });

  // Ask before what cannot be undone.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.ask;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // --- Keyboard: elements say by data-key which key clicks or focuses them -----------------------

  const isTyping = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  const rows = () => Array.from(document.querySelectorAll("[data-rows] [data-row]"));

  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.findIndex((row) => row.contains(document.activeElement) || row.hasAttribute("data-chosen"));
    const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + step))];
    const link = next.matches("a") ? next : next.querySelector("a");
    all.forEach((row) => row.toggleAttribute("data-chosen", row === next));
    link.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === "j" && move(1)) event.preventDefault();
    if (event.key === "k" && move(-1)) event.preventDefault();
    const marked = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (marked && !marked.disabled) {
      event.preventDefault();
      if (isTyping(marked)) marked.focus();
      else marked.click();
    }
  });
})();
