/* The chat inside another website: says that it is there, when Escape was pressed, and when there
   is news. It answers only a page around it whose origin the settings allow. */
(() => {
  "use strict";
  const around = window.parent;
  if (around === window) return;
  const allowed = document.currentScript.dataset.origins.split(" ");
  let origin = "";
  document.documentElement.classList.add("embedded");
  for (const link of document.querySelectorAll("footer a")) {
    link.target = "_blank";
    link.rel = "noopener";
  }

  function tell(what) {
    if (origin) around.postMessage({ vraagbaak: what }, origin);
  }

  window.addEventListener("message", (event) => {
    if (event.source !== around || !allowed.includes(event.origin)) return;
    if (!event.data || event.data.vraagbaak !== "hello") return;
    origin = event.origin;
    tell("ready");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) tell("close");
  });

  new MutationObserver((changes) => {
    const told = (one) => one.target.id === "announce" && one.target.textContent;
    if (changes.some(told)) tell("news");
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
