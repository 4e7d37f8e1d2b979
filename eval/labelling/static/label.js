/* 1, 2, 3 answer the question that is open, Enter keeps the answers, Backspace goes back. */
(() => {
  "use strict";
  const QUESTIONS = ["#ask-correct", "#ask-complete", "#ask-grounded"];
  const one = (selector) => document.querySelector(selector);
  const radios = (selector) => [...document.querySelectorAll(`${selector} input[type=radio]`)];
  const seen = (selector) => one(selector) && one(selector).offsetParent !== null;
  const open = () => {
    const focused = QUESTIONS.find((selector) => one(selector)?.contains(document.activeElement));
    return focused || QUESTIONS.find((selector) => !radios(selector).some((radio) => radio.checked));
  };

  function mark() {
    const now = open();
    for (const selector of QUESTIONS) one(selector)?.classList.toggle("current", selector === now);
  }

  function answer(place) {
    const now = open();
    const choice = now && radios(now)[place];
    if (!choice) return;
    choice.click();
    const left = QUESTIONS.find((selector) => selector !== now && !radios(selector).some((radio) => radio.checked));
    if (left) radios(left)[0].focus({ preventScroll: true }); else one("#save").focus();
    mark();
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !seen("#save")) return;
    if (["1", "2", "3"].includes(event.key)) {
      event.preventDefault();
      answer(Number(event.key) - 1);
    } else if (event.key === "Enter" && !event.target.closest("button")) {
      event.preventDefault();
      one("#save").click();
    } else if (event.key === "Backspace" && seen("#back")) {
      event.preventDefault();
      one("#back").click();
    }
  });
  document.addEventListener("change", mark);
  /* The next answer is read from its question on. */
  let shown = "";
  new MutationObserver(() => {
    const now = one("#asked");
    if (now && now.closest("#item").textContent !== shown) {
      shown = now.closest("#item").textContent;
      now.focus();
      mark();
    }
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();
