// The few lines of script that the pages need. Everything works without them, only slower.
"use strict";

(() => {
  document.documentElement.classList.add("has-script");

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

  // A filter leaves out of the address what was not filled in.
  document.addEventListener("formdata", (event) => {
    if (event.target.method !== "get") return;
    for (const [name, value] of Array.from(event.formData)) {
      if (value === "") event.formData.delete(name);
    }
  });

  // Ask before what cannot be undone.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.ask;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // A button marked so opens a dialog; Esc and its own button close it.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
  });

  // --- Keyboard: elements say by data-key which key clicks or focuses them -----------------------

  const isField = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
  // Nobody writes into a box to tick.
  const isTyping = (element) => isField(element) && element.type !== "checkbox";

  const rows = () => Array.from(document.querySelectorAll("[data-rows] [data-row]"));

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const focused = all.findIndex((row) => row.contains(document.activeElement));
    const at = focused === -1 ? all.findIndex((row) => row.hasAttribute("data-chosen")) : focused;
    const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + step))];
    const link = next.matches("a") ? next : next.querySelector("a");
    all.forEach((row) => row.toggleAttribute("data-chosen", row === next));
    link.focus();
    next.scrollIntoView({ block: "nearest" });
    // Where the thing is shown beside its list, it is shown at once.
    const pane = link.dataset.beside && document.getElementById(link.dataset.beside);
    if (pane && pane.offsetParent !== null) link.click();
  };

  const press = (marked) => {
    if (isField(marked)) {
      marked.focus();
      marked.scrollIntoView({ block: "nearest" });
    } else {
      marked.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "j" || event.key === "k") {
      if (rows().length) event.preventDefault();
      move(event.key === "j" ? 1 : -1);
      return;
    }
    // A key that is held down does a thing once only.
    if (event.repeat) return;
    const marked = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (marked && !marked.disabled) {
      event.preventDefault();
      press(marked);
    }
  });
})();
