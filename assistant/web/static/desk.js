/* The desk, beside chat.js: what is said in the open conversation comes at once, passages go into
   the answer, a short tone for a new question, and the keyboard goes on where it was. */
(() => {
  "use strict";
  const SOUND = "vraagbaak-desk-sound";
  let live = { handoff: "", control: null };
  let counted = null;
  let sounding = null;

  const one = (selector) => document.querySelector(selector);

  function command(action) {
    const box = one("#command textarea, #command input");
    if (!box) return;
    box.value = JSON.stringify({ ...action, at: Date.now() });
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function remembered() {
    try { return localStorage.getItem(SOUND) === "on"; } catch { return false; }
  }

  function remember(on) {
    try { localStorage.setItem(SOUND, on ? "on" : "off"); } catch { /* then until the page closes */ }
  }

  function tone() {
    sounding = sounding || new AudioContext();
    const wave = sounding.createOscillator();
    const volume = sounding.createGain();
    const now = sounding.currentTime;
    wave.frequency.value = 660;
    volume.gain.setValueAtTime(0.0001, now);
    volume.gain.exponentialRampToValueAtTime(0.2, now + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + 0.4);
    wave.connect(volume).connect(sounding.destination);
    wave.start(now);
    wave.stop(now + 0.42);
    document.documentElement.dataset.sounded = String(Number(document.documentElement.dataset.sounded || 0) + 1);
  }

  function insert(text) {
    const boxes = [one("#reply textarea"), one("#review-text textarea")];
    const box = boxes.find((each) => each && each.offsetParent !== null);
    if (!box) { one("#take")?.focus(); return; }
    const place = box.selectionStart ?? box.value.length;
    const before = box.value.slice(0, place);
    const after = box.value.slice(box.selectionEnd ?? place);
    const gap = before && !/\s$/.test(before) ? "\n" : "";
    box.value = `${before}${gap}${text}\n${after}`;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    const end = before.length + gap.length + text.length + 1;
    box.setSelectionRange(end, end);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do=insert], [data-do=sound]");
    if (!button) return;
    if (button.dataset.do === "insert") { insert(button.dataset.text); return; }
    const on = !remembered();
    remember(on);
    if (on) tone();
    press();
  });

  function press() {
    const button = one("[data-do=sound]");
    const on = String(remembered());
    if (button && button.getAttribute("aria-pressed") !== on) button.setAttribute("aria-pressed", on);
  }

  function count() {
    const head = one("[data-count]");
    if (!head) return;
    const now = Number(head.dataset.count);
    if (counted !== null && now > counted && remembered()) tone();
    counted = now;
  }

  function listen() {
    const talk = one("#talk .log[data-handoff]");
    const active = talk && ["queued", "taken"].includes(talk.dataset.state);
    const wanted = active ? talk.dataset.handoff : "";
    if (live.handoff === wanted) return;
    if (live.control) live.control.abort();
    live = { handoff: wanted, control: wanted ? new AbortController() : null };
    if (wanted) stay(live);
  }

  async function stay(mine) {
    for (let pause = 1000; live === mine; pause = Math.min(30000, pause * 2)) {
      try {
        const reply = await fetch("/balie/live", {
          method: "POST",
          signal: mine.control.signal,
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ handoff: mine.handoff }),
        });
        if (reply.ok) {
          const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
          for (let part = await reader.read(); !part.done; part = await reader.read()) {
            if (part.value.includes("event: changed")) command({ do: "refresh" });
            pause = 1000;
          }
        }
      } catch { /* the connection is gone, or another conversation is open */ }
      await new Promise((done) => { setTimeout(done, pause); });
    }
  }

  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => { planned = false; press(); count(); listen(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
