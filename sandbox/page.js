// The page works without this: every button submits a form and the server
// answers with the page. With it forms are sent in the background, and the
// columns are fetched again when the server says that something has changed.
"use strict";
let busy = 0, stale = false;

const keyOf = e => e.dataset.keep || (e.form && e.form.dataset.form && e.name ? e.form.dataset.form + "/" + e.id : "");
const fields = () => [...document.querySelectorAll("input:not([type=hidden]), textarea, select")].filter(keyOf);
const dirty = e => e.type === "radio" || e.type === "checkbox" ? e.checked !== e.defaultChecked
  : e.tagName === "SELECT" ? [...e.options].some(o => o.selected !== o.defaultSelected) : e.value !== e.defaultValue;

// remember takes down what is typed, focused, open and scrolled.
function remember() {
  const focus = document.activeElement, typed = new Map(), scroll = new Map();
  for (const e of fields()) if (dirty(e)) typed.set(keyOf(e), e.type === "radio" || e.type === "checkbox" ? e.checked : e.multiple ? [...e.selectedOptions].map(o => o.value) : e.value);
  for (const e of document.querySelectorAll("[data-scroll]")) scroll.set(e.dataset.scroll, { top: e.scrollTop, end: e.scrollHeight - e.scrollTop - e.clientHeight < 40 });
  const open = [...document.querySelectorAll("details[open]")].map(e => e.id);
  let range = null;
  try { range = [focus.selectionStart, focus.selectionEnd]; } catch { /* not a text field */ }
  return { typed, scroll, open, id: focus.id, range };
}

function restore(was) {
  for (const e of fields()) {
    const value = was.typed.get(keyOf(e));
    if (value === undefined) continue;
    if (typeof value === "boolean") e.checked = value;
    else if (Array.isArray(value)) for (const o of e.options) o.selected = value.includes(o.value);
    else e.value = value;
  }
  for (const id of was.open) { const e = id && document.getElementById(id); if (e) e.open = true; }
  for (const e of document.querySelectorAll("[data-scroll]")) {
    const at = was.scroll.get(e.dataset.scroll), isForm = e.closest(".modal") || e.classList.contains("home");
    if (at && !at.end) e.scrollTop = at.top;
    else if (!isForm) e.scrollTop = e.scrollHeight;
  }
  const focus = was.id && document.getElementById(was.id);
  const dialog = document.querySelector(".modal:not([data-seen])");
  for (const d of document.querySelectorAll(".modal")) d.dataset.seen = "";
  if (focus) { focus.focus({ preventScroll: true }); try { if (was.range) focus.setSelectionRange(...was.range); } catch { /* not a text field */ } }
  else if (dialog) (dialog.querySelector(".wrong input, .wrong textarea, .wrong select, [data-focus]") || dialog.querySelector(".modalbody input, .modalbody select, .modalbody textarea") || dialog.querySelector(".modalfoot button"))?.focus({ preventScroll: true });
}

function redraw(html, forget) {
  const was = remember(), next = new DOMParser().parseFromString(html, "text/html");
  if (forget) was.typed.delete(forget);
  for (const id of ["bar", "team", "client"]) {
    const old = document.getElementById(id), fresh = next.getElementById(id);
    if (old && fresh) old.replaceWith(fresh);
  }
  restore(was);
}

async function refresh() {
  if (busy) { stale = true; return; }
  busy++;
  try { redraw(await (await fetch(location.href)).text()); } catch { /* the server is away; the stream comes back by itself */ }
  busy--;
  if (stale) { stale = false; refresh(); }
}

document.addEventListener("submit", async event => {
  const form = event.target, pressed = event.submitter;
  if (form.method !== "post") return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, pressed));
  const say = form.querySelector(".say");
  if (say && !say.value.trim()) return;
  busy++;
  if (pressed) pressed.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const forget = say ? keyOf(say) : "";
    if (answer.redirected && new URL(answer.url).pathname === "/") history.replaceState(null, "", answer.url);
    for (const d of form.querySelectorAll("details[open]")) d.open = false;
    if (say) say.value = say.defaultValue;
    redraw(await answer.text(), forget);
    document.getElementById("said").textContent = document.querySelector(".notice span")?.textContent || "";
  } catch { if (pressed) pressed.disabled = false; }
  busy--;
  if (stale) { stale = false; refresh(); }
});

// A choice that the app wants to hear of at once.
document.addEventListener("change", event => {
  const key = event.target.dataset.choose, form = event.target.form;
  if (!key || !form) return;
  const b = Object.assign(document.createElement("button"), { name: "choose", value: key, hidden: true });
  form.append(b);
  form.requestSubmit(b);
  b.remove();
});
document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  for (const d of document.querySelectorAll(".overflow[open]")) d.open = false;
});

restore(remember());
for (const e of document.querySelectorAll(".messages:not(.home)")) e.scrollTop = e.scrollHeight;
new EventSource("/events").onmessage = refresh;
