// Review of a page: one finding is chosen at a time; keys act on it. Every act is a form that works without script.
"use strict";

(() => {
  const picture = document.getElementById("picture");
  const sheet = () => document.getElementById("sheet");
  const boxes = () => document.getElementById("boxes");
  if (!picture || !sheet()) return;

  // --- the chosen finding -------------------------------------------------------------------------

  const all = () => Array.from(document.querySelectorAll(".finding"));
  const chosen = () => document.querySelector(".finding[data-chosen]");

  const choose = (row, { scroll = true } = {}) => {
    all().forEach((one) => one.toggleAttribute("data-chosen", one === row));
    document.querySelectorAll(".box").forEach((box) => {
      box.classList.toggle("is-chosen", Boolean(row) && box.dataset.box === row.dataset.finding);
    });
    if (!row) return;
    if (scroll) row.scrollIntoView({ block: "nearest" });
    const box = boxes().querySelector(".box.is-chosen rect");
    if (box) bringIntoSight(box);
  };

  // The picture scrolls within its own frame only.
  const bringIntoSight = (box) => {
    const frame = picture.getBoundingClientRect();
    const place = box.getBoundingClientRect();
    if (place.top < frame.top + 20) picture.scrollTop -= frame.top + 60 - place.top;
    if (place.bottom > frame.bottom - 20) picture.scrollTop += place.bottom - frame.bottom + 60;
  };

  const rowOf = (id) => document.getElementById(`fund-${id}`);

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest(".finding");
    if (row) choose(row, { scroll: false });
  });

  document.addEventListener("click", (event) => {
    const marked = event.target.closest("[data-box], .mark[data-finding]");
    if (marked) {
      const row = rowOf(marked.dataset.box || marked.dataset.finding);
      if (row) {
        choose(row);
        row.querySelector("a").focus({ preventScroll: true });
      }
      return;
    }
    const link = event.target.closest(".finding-text");
    if (link) {
      event.preventDefault();
      choose(link.closest(".finding"));
    }
  });

  // Nobody writes into a box to tick.
  const isTyping = (element) =>
    ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName) && element.type !== "checkbox";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && picture.classList.contains("is-drawing")) return setDrawing(false);
    if (event.key === "Enter" && event.target.matches(".finding-ground")) {
      event.preventDefault();
      return event.target.form.querySelector("[data-row-key='u']").click();
    }
    if (isTyping(event.target)) return;
    if (event.key === "m") return markSelection();
    if (event.key === "w") {
      // Closed up, the field cannot take the cursor.
      event.preventDefault();
      document.getElementById("by-hand-frame").open = true;
      return document.getElementById("own-words").focus();
    }
    const act = chosen() && chosen().querySelector(`[data-row-key="${CSS.escape(event.key)}"]`);
    if (!act) return;
    event.preventDefault();
    if (act.tagName === "SELECT") act.focus();
    else act.click();
  });

  // After a decision: go on to the next that is open, else stay at what was decided.
  let before = null;
  let frames = null;
  const openFrames = () => Array.from(sheet().querySelectorAll("details[id]"), (one) => [one.id, one.open]);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.target.closest(".finding");
    const list = all();
    if (event.target.closest("#sheet")) frames = openFrames();
    if (row) {
      before = { id: row.dataset.finding, at: list.indexOf(row) };
      const later = [...list.slice(before.at + 1), ...list.slice(0, before.at)];
      const open = later.find((one) => one.classList.contains("is-proposed"));
      before.next = open ? open.dataset.finding : null;
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id.startsWith("omtaler-")) {
      const first = event.target.querySelector("button");
      if (first) first.focus();
      return;
    }
    if (event.target.id !== "sheet" && !event.target.contains(sheet())) return;
    for (const [id, isOpen] of frames || []) {
      const frame = document.getElementById(id);
      if (frame) frame.open = isOpen;
    }
    frames = null;
    const row = before && (rowOf(before.next) || rowOf(before.id));
    before = null;
    if (row) {
      choose(row);
      row.querySelector("a").focus({ preventScroll: true });
    } else if (document.activeElement === document.body) {
      const next = sheet().querySelector("[data-key='n']");
      if (next) next.focus({ preventScroll: true });
    }
  });

  // A colleague was faster: show the page as it is now, below the sentence that says so.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 409) return;
    window.htmx.ajax("GET", window.location.pathname + window.location.search, {
      target: "#sheet",
      swap: "outerHTML",
    });
  });

  // --- boxes of one's own -------------------------------------------------------------------------

  const drawButton = document.getElementById("draw");
  const setDrawing = (isDrawing) => {
    picture.classList.toggle("is-drawing", isDrawing);
    if (drawButton) drawButton.setAttribute("aria-pressed", String(isDrawing));
  };
  if (drawButton) {
    drawButton.addEventListener("click", () => setDrawing(!picture.classList.contains("is-drawing")));
  }

  const ground = () => {
    const field = document.getElementById("own-ground");
    return field ? field.value : "";
  };

  const send = (what, values) => {
    const { document: id, side, blind } = sheet().dataset;
    window.htmx.ajax("POST", `/aktindsigt/dokument/${id}/${what}`, {
      target: "#sheet",
      swap: "outerHTML",
      values: { side, kontrol: blind, grund: ground(), ...values },
    });
  };

  // Where the pointer is, in points of the page.
  const place = (event) => {
    const frame = boxes().getBoundingClientRect();
    return {
      x: ((event.clientX - frame.left) / frame.width) * Number(picture.dataset.width),
      y: ((event.clientY - frame.top) / frame.height) * Number(picture.dataset.height),
    };
  };

  let from = null;
  let drawn = null;
  const show = (to) => {
    drawn.setAttribute("x", Math.min(from.x, to.x));
    drawn.setAttribute("y", Math.min(from.y, to.y));
    drawn.setAttribute("width", Math.abs(to.x - from.x));
    drawn.setAttribute("height", Math.abs(to.y - from.y));
  };

  picture.addEventListener("pointerdown", (event) => {
    if (!picture.classList.contains("is-drawing") || event.button !== 0) return;
    event.preventDefault();
    from = place(event);
    drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drawn.setAttribute("class", "drawn");
    boxes().append(drawn);
    boxes().setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointermove", (event) => {
    if (from) show(place(event));
  });
  picture.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = place(event);
    const start = from;
    from = null;
    drawn.remove();
    // A click is no box.
    if (Math.abs(to.x - start.x) < 3 || Math.abs(to.y - start.y) < 3) return;
    setDrawing(false);
    send("tegn", { boks: `${start.x} ${start.y} ${to.x} ${to.y}` });
  });

  // --- marked words -------------------------------------------------------------------------------

  // Offsets count characters as the server does, where the browser counts halves of some.
  const offset = (node, within) => {
    const part = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!part) return null;
    return Number(part.dataset.start) + Array.from(part.textContent.slice(0, within)).length;
  };

  const markSelection = () => {
    const selection = window.getSelection();
    const text = document.getElementById("page-text");
    if (!text || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    selection.removeAllRanges();
    send("marker", { start, slut: end });
  };

  // --- how the picture is shown -------------------------------------------------------------------

  const image = picture.querySelector("img");
  let zoom = 100;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    zoom = Math.min(250, Math.max(50, zoom + 25 * Number(button.dataset.zoom)));
    picture.style.setProperty("--zoom", `${zoom}%`);
    if (zoom > 125 && image.src !== image.dataset.fine) image.src = image.dataset.fine;
  });
  document.getElementById("as-released").addEventListener("change", (event) => {
    picture.classList.toggle("as-released", event.target.checked);
  });

  // --- time before one's eyes ---------------------------------------------------------------------

  const patience = 60_000;
  const every = 10_000;
  let seconds = 0;
  let told = 0;
  let active = Date.now();
  for (const sign of ["pointermove", "keydown", "scroll", "pointerdown"]) {
    document.addEventListener(sign, () => (active = Date.now()), { passive: true, capture: true });
  }
  setInterval(() => {
    if (document.visibilityState === "visible" && Date.now() - active < patience) seconds += 1;
  }, 1000);

  const tell = (isLast) => {
    const more = seconds - told;
    if (more <= 0 && isLast) return;
    told = seconds;
    const { document: id, side } = sheet().dataset;
    const values = { side, sekunder: more };
    if (!isLast) {
      window.htmx.ajax("POST", `/aktindsigt/dokument/${id}/tid`, { target: "#others", swap: "innerHTML", values });
      return;
    }
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrf-token"];
    fetch(`/aktindsigt/dokument/${id}/tid`, {
      method: "POST",
      keepalive: true,
      headers: { "x-csrf-token": token },
      body: new URLSearchParams(values),
    });
  };
  if (document.querySelector("form[data-timed]")) {
    setInterval(() => tell(false), every);
    window.addEventListener("pagehide", () => tell(true));
    document.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-timed]");
      if (!form) return;
      form.elements.sekunder.value = String(seconds - told);
      told = seconds;
    });
  }

  const first = document.querySelector(".finding.is-proposed");
  if (first) choose(first, { scroll: false });
})();
