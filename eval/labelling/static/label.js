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

  /* While the next answer is on its way keys wait for it, so that who is fast loses none. */
  const SETTLE = 60, LONGEST = 3000;
  let waiting = null;
  const status = () => one("#status .line")?.textContent || "";

  function leave(button) {
    waiting = { keys: [], before: status() };
    button.click();
    const mine = waiting;
    setTimeout(() => { if (waiting === mine) arrive(); }, LONGEST);
  }

  function arrive() {
    const { keys } = waiting;
    waiting = null;
    for (const key of keys) press(key);
  }

  function press(key) {
    if (waiting) waiting.keys.push(key);
    else if (key === "Enter") leave(one("#save"));
    else if (key === "Backspace") leave(one("#back"));
    else answer(Number(key) - 1);
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !seen("#save")) return;
    if (["1", "2", "3"].includes(event.key)) {
      event.preventDefault();
      press(event.key);
    } else if (event.key === "Enter" && (waiting || !event.target.closest("button:not(#save)"))) {
      event.preventDefault();
      press(event.key);
    } else if (event.key === "Backspace" && (waiting || seen("#back"))) {
      event.preventDefault();
      press(event.key);
    }
  });
  document.addEventListener("change", mark);
  /* The page keeps its language, the next answer is read from its question on, and what became
     of the last one is said aloud. */
  let shown = "", told = "";
  const root = document.documentElement;
  const voice = document.createElement("div");
  voice.className = "unseen";
  voice.setAttribute("role", "status");
  document.addEventListener("DOMContentLoaded", () => document.body.append(voice));
  new MutationObserver(() => {
    if (root.lang !== root.dataset.lang) root.lang = root.dataset.lang;
    if (status() !== told) voice.textContent = told = status();
    if (waiting && !waiting.arriving && told !== waiting.before) {
      waiting.arriving = true;
      const mine = waiting;
      setTimeout(() => { if (waiting === mine) arrive(); }, SETTLE);
    }
    const now = one("#asked");
    if (now && now.closest("#item").textContent !== shown) {
      shown = now.closest("#item").textContent;
      now.focus();
      mark();
    }
  }).observe(root, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["lang"],
  });
})();
