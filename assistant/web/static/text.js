/* The way in for a document: its text comes into the box, the file itself goes nowhere else. */
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);

  function tell(text, kind) {
    let line = one("#upload-state");
    if (!line) {
      line = document.createElement("p");
      line.id = "upload-state";
      line.setAttribute("role", "status");
      one("#upload .upload").append(line);
    }
    line.className = kind;
    line.textContent = text;
  }

  function add(text) {
    const box = one("#given textarea");
    box.value = box.value.trim() ? `${box.value.trimEnd()}\n\n${text}` : text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function send(file) {
    const words = one("#upload .upload").dataset;
    if (file.size > Number(words.most)) { tell(words.large, "wrong"); return; }
    tell(words.searching, "searching");
    const kind = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
    try {
      const reply = await fetch(`/tekst/document?kind=${encodeURIComponent(kind)}`, {
        method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" },
      });
      if (reply.status === 401 || reply.status === 403) { tell(words.failed, "wrong"); return; }
      const told = await reply.json();
      if (!reply.ok) { tell(told.error.message, "wrong"); return; }
      add(told.text);
      tell(told.message, "told");
    } catch {
      tell(words.failed, "wrong");
    }
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#halt")) one("#go").focus();
    if (!event.target.closest("[data-do=upload]")) return;
    const picker = document.createElement("input");
    picker.type = "file";
    picker.accept = ".pdf,.docx,.odt,.txt";
    picker.addEventListener("change", () => { if (picker.files.length) send(picker.files[0]); });
    picker.click();
  });
})();
