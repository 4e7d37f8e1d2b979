/* The chat in another website: a button, and a panel with the chat in a frame of its own server.
   It keeps nothing, loads nothing but that frame, and leaves the page around it alone. */
(() => {
  "use strict";
  const KNOWN = {/* known */};
  const script = document.currentScript;
  const server = new URL(script.src, location.href).origin;
  const asked = script.dataset.language || document.documentElement.lang || KNOWN.language;
  const spoken = asked.slice(0, 2).toLowerCase();
  const language = spoken in KNOWN.words ? spoken : KNOWN.language;
  const words = KNOWN.words[language];
  const address = server + words.path;
  const NARROW = matchMedia("(max-width: 640px), (max-height: 480px)");
  const PATIENCE = 6000;

  const STYLE = `
    :host { all: initial; font: medium/1.4 system-ui, sans-serif; }
    @media print { :host { display: none; } }
    button, a { font: inherit; font-weight: 600; box-sizing: border-box; min-height: 44px; border-radius: 8px; cursor: pointer; }
    #open { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; max-width: calc(100vw - 32px);
      display: flex; gap: 10px; align-items: center; padding: 10px 18px; border: 2px solid #fff; border-radius: 99px;
      background: ${KNOWN.brand}; color: #fff; box-shadow: 0 2px 10px rgba(0, 0, 0, .3); text-decoration: none; }
    svg { width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 2; }
    :focus-visible { outline: 3px solid ${KNOWN.focus}; outline-offset: 2px; box-shadow: 0 0 0 6px #000; }
    dialog { position: fixed; inset: auto 16px 16px auto; z-index: 2147483001; margin: 0; padding: 0; box-sizing: border-box;
      width: min(440px, calc(100vw - 32px)); height: min(720px, calc(100vh - 32px)); max-width: none; max-height: none;
      border: 2px solid ${KNOWN.brand}; border-radius: 12px; background: #fff; color: #000; overflow: hidden; box-shadow: 0 4px 24px rgba(0, 0, 0, .35); }
    dialog[open] { display: flex; flex-direction: column; }
    .top { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; padding: 6px 6px 6px 14px; background: ${KNOWN.brand}; color: #fff; }
    h2 { flex: 1 1 auto; margin: 0; font: inherit; font-weight: 700; }
    h2:focus { outline: none; }
    .top button, .top a { display: inline-flex; align-items: center; padding: 4px 12px; border: 2px solid transparent; background: transparent; color: #fff; }
    .top button:hover, .top a:hover { border-color: #fff; }
    .late { margin: 0; padding: 14px; }
    .late a { color: #000; }
    iframe { flex: 1 1 auto; min-height: 0; width: 100%; border: 0; background: #fff; }
    [hidden] { display: none !important; }
    @media (max-width: 640px), (max-height: 480px) {
      dialog { inset: 0; width: 100vw; height: 100vh; height: 100dvh; border: 0; border-radius: 0; }
    }
    @media (forced-colors: active) {
      #open, dialog, .top button, .top a { border: 2px solid ButtonText; }
      :focus-visible { outline-color: Highlight; box-shadow: none; }
    }
    @media (prefers-reduced-motion: no-preference) {
      #open { transition: transform .15s; }
      #open:hover { transform: translateY(-2px); }
    }`;

  function element(tag, given = {}, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  }

  function icon() {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("viewBox", "0 0 24 24");
    drawn.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", "M4 5h16v11H10l-5 4v-4H4z");
    drawn.append(line);
    return drawn;
  }

  /* A style sheet made here needs no leave of the page's own policy. */
  function shade(host) {
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    return root;
  }

  /* A browser too old for the panel gets a link. */
  function link(host) {
    host.append(element("a", { href: address, lang: language }, words.open));
  }

  function start() {
    if (document.getElementById("vraagbaak-widget")) return;
    if (!KNOWN.origins.includes(location.origin)) {
      console.warn(`${location.origin} may not show this chat: add it to server.embed_origins.`);
      return;
    }
    const host = element("aside", { id: "vraagbaak-widget", lang: language, "aria-label": words.name });
    document.body.append(host);
    if (!("adoptedStyleSheets" in document) || !window.HTMLDialogElement) link(host);
    else fill(shade(host));
  }

  function fill(root) {
    const label = element("span", {}, words.open);
    const open = element("button", { id: "open", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" }, icon(), label);
    const title = element("h2", { id: "title", tabindex: "-1" }, words.name);
    const close = element("button", { id: "close", type: "button" }, words.close);
    const apart = { href: address, target: "_blank", rel: "noopener" };
    const away = element("a", { ...apart, id: "apart", "aria-label": words.apart }, words.apart_short);
    const late = element("p", { class: "late", role: "status", hidden: "" });
    const panel = element("dialog", { "aria-labelledby": "title" }, element("div", { class: "top" }, title, away, close), late);
    root.append(open, panel);
    let frame = null;
    let ready = false;

    function tell(what) {
      if (frame) frame.contentWindow.postMessage({ vraagbaak: what }, server);
    }

    function load() {
      frame = element("iframe", {
        src: address, title: words.name, allow: "clipboard-write", referrerpolicy: "no-referrer",
        sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads",
      });
      frame.addEventListener("load", () => {
        ready = false;
        tell("hello");
        setTimeout(() => { if (!ready) fail(); }, PATIENCE);
      });
      panel.append(frame);
    }

    function fail() {
      late.replaceChildren(`${words.late} `, element("a", apart, words.apart));
      late.hidden = false;
    }

    function show() {
      if (panel.open) return;
      if (NARROW.matches) panel.showModal();
      else panel.show();
      open.hidden = true;
      open.setAttribute("aria-expanded", "true");
      label.textContent = words.open;
      if (!frame) load();
      title.focus();
    }

    function hide() { if (panel.open) panel.close(); }

    open.addEventListener("click", show);
    close.addEventListener("click", hide);
    panel.addEventListener("close", () => {
      if (panel.open) return;
      open.hidden = false;
      open.setAttribute("aria-expanded", "false");
      open.focus();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      hide();
    });
    NARROW.addEventListener("change", () => {
      if (!panel.open) return;
      panel.close();
      if (NARROW.matches) panel.showModal();
      else panel.show();
    });
    window.addEventListener("message", (event) => {
      if (!frame || event.origin !== server || event.source !== frame.contentWindow) return;
      const said = event.data && event.data.vraagbaak;
      if (said === "ready") { ready = true; late.hidden = true; }
      if (said === "close") hide();
      if (said === "news" && !panel.open) label.textContent = words.news;
    });
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
