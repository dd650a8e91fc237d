// The page works without this: every button submits a form and the server
// answers with the page. With it forms are sent in the background, and the
// columns are fetched again when the server says that something has changed.
"use strict";
let busy = 0, stale = false, seen = new Set(), opener = ""; // seen: the forms that were open when the page was drawn last; opener: where the focus was before the first
const drawn = new Map(); // by id: the HTML that stands there, to leave alone what has not changed

// keyOf names a field by what it asks, not by where it stands: a form may change while
// somebody types.
const keyOf = e => e.dataset.keep || (e.form && e.form.dataset.form && e.name ? e.form.dataset.form + "/" + e.name + (e.type === "radio" || e.type === "checkbox" ? "/" + e.value : "") : "");
const fields = () => [...document.querySelectorAll("input:not([type=hidden]), textarea, select")].filter(keyOf);
const dirty = e => e.type === "radio" || e.type === "checkbox" ? e.checked !== e.defaultChecked
  : e.tagName === "SELECT" ? [...e.options].some(o => o.selected !== o.defaultSelected) : e.value !== e.defaultValue;

// A log is drawn from its end: its scrollTop is 0 at the newest message and
// negative above.
const isLog = e => e.getAttribute("role") === "log";

// remember takes down what is typed, focused, open and scrolled.
function remember() {
  const focus = document.activeElement, typed = new Map(), scroll = new Map();
  for (const e of fields()) if (dirty(e)) typed.set(keyOf(e), e.type === "radio" || e.type === "checkbox" ? e.checked : e.multiple ? [...e.selectedOptions].map(o => o.value) : e.value);
  for (const e of document.querySelectorAll("[data-scroll]")) scroll.set(e.dataset.scroll, { top: isLog(e) ? e.scrollTop + e.scrollHeight : e.scrollTop, end: isLog(e) && e.scrollTop > -40 });
  const open = [...document.querySelectorAll("details[open]")].map(e => e.id);
  let range = null;
  try { range = [focus.selectionStart, focus.selectionEnd]; } catch { /* not a text field */ }
  const id = focus.id || focus.closest(".overflow")?.querySelector("summary").id; // what was chosen in a menu goes away with it
  return { typed, scroll, open, id, column: focus.closest(".column")?.id, range };
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
    const at = was.scroll.get(e.dataset.scroll);
    if (at && !at.end) e.scrollTop = isLog(e) ? at.top - e.scrollHeight : at.top;
  }
  refocus(was);
}

// refocus puts the focus into a form that has just opened, else back to where
// it was, else to where it was before a form opened, else nearby.
function refocus(was) {
  const dialogs = [...document.querySelectorAll(".modal")], nameOf = d => d.dataset.form || "question";
  const opened = dialogs.find(d => !seen.has(nameOf(d))), focus = was.id && document.getElementById(was.id);
  if (opened && !seen.size) opener = was.id;
  seen = new Set(dialogs.map(nameOf));
  if (opened || !focus) {
    if (!opened && document.activeElement !== document.body) return;
    const d = opened || dialogs[0];
    if (d) return enter(d);
    (document.getElementById(opener) || was.column && document.querySelector(`#${was.column} .messages`))?.focus({ preventScroll: true });
    return;
  }
  focus.focus({ preventScroll: true });
  try { if (was.range) focus.setSelectionRange(...was.range); } catch { /* not a text field */ }
}

// enter puts the focus on the first thing to do in a form: what is wrong, what
// the form names, its first field, its button. Where that lies below a text to
// read, the focus is on the text: nobody is led past it.
function enter(dialog) {
  const body = dialog.querySelector(".modalbody"), first = list => dialog.querySelector(list);
  const wrong = first(".wrong input, .wrong textarea, .wrong select"), field = first("[data-focus], .modalbody input, .modalbody select, .modalbody textarea");
  const at = wrong || field || first(".modalfoot .primary") || body;
  body.scrollTop = 0; // what stood in the form before it may have been read to its end
  at.focus({ preventScroll: at !== wrong });
  if (at === wrong || !body.contains(at) || at === body) return;
  const text = document.createRange();
  text.setStart(body, 0);
  text.setEndBefore(at);
  const below = at.getBoundingClientRect().bottom > body.getBoundingClientRect().bottom;
  if (below || !at.matches("[data-focus]") && text.toString().replace(/\s+/g, " ").length > muchToRead) body.focus({ preventScroll: true });
}

const muchToRead = 400; // characters above the first field: more than any question has

function redraw(html, forget) {
  const was = remember(), next = new DOMParser().parseFromString(html, "text/html");
  if (forget) was.typed.delete(forget);
  for (const id of ["bar", "team", "client"]) {
    const old = document.getElementById(id), fresh = next.getElementById(id);
    if (!old || !fresh || drawn.get(id) === fresh.outerHTML) continue;
    drawn.set(id, fresh.outerHTML);
    old.replaceWith(fresh);
  }
  restore(was);
}

async function refresh() {
  if (busy) { stale = true; return; }
  busy++;
  try { redraw(await (await fetch(location.href)).text()); } catch { /* the server is away; the stream comes back by itself */ }
  done();
}

// tell says something to all: to the eye if it went wrong, else to the ear.
function tell(text, wrong) {
  const said = document.getElementById("said");
  said.className = wrong ? "toast" : "sr";
  said.textContent = text;
}

// done ends what was under way, and looks whether something happened meanwhile.
function done() {
  busy--;
  if (stale && !busy) { stale = false; refresh(); }
}

// go draws another state of the page, without leaving it.
async function go(url, push) {
  busy++;
  try {
    const answer = await fetch(url);
    if (push) history.pushState(null, "", answer.url);
    redraw(await answer.text());
  } catch { location.href = url; }
  done();
}

document.addEventListener("submit", async event => {
  const form = event.target, pressed = event.submitter;
  if (form.method !== "post") return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, pressed));
  const say = form.querySelector(".say");
  if (say && !say.value.trim()) return;
  if (pressed?.hasAttribute("aria-disabled")) return; // disabled itself it would lose the focus
  busy++;
  pressed?.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("section")?.textContent);
    const forget = say ? keyOf(say) : "";
    if (answer.redirected && new URL(answer.url).pathname === "/") history.replaceState(null, "", answer.url);
    for (const d of form.querySelectorAll("details[open]")) d.open = false;
    if (say) say.value = say.defaultValue;
    pressed?.removeAttribute("aria-disabled");
    redraw(await answer.text(), forget);
    tell(document.querySelector(".notice span")?.textContent || "");
  } catch (err) {
    pressed?.removeAttribute("aria-disabled");
    tell(err instanceof TypeError ? "The sandbox does not answer, so nothing was done here. Look whether it still runs, then press again." : err.message, true);
  }
  done();
});

document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='/?'], a[href^='/open?']");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href, true);
});
addEventListener("popstate", () => go(location.href));

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
  const menus = document.querySelectorAll(".overflow[open]");
  for (const d of menus) {
    if (d.contains(document.activeElement)) d.querySelector("summary").focus();
    d.open = false;
  }
  if (!menus.length) event.target.closest(".column")?.querySelector(".modalfoot [value=close], .modalfoot [value=no]")?.click();
});

// A menu that opens at the lower edge is brought into sight.
document.addEventListener("toggle", event => {
  if (event.target.open && event.target.matches(".overflow")) event.target.scrollIntoView({ block: "nearest" });
}, true);

// The clock of a drill runs on between two drawings of the page.
let passing = null, since = 0;
setInterval(() => {
  const e = document.getElementById("drill");
  if (!e) return;
  if (e !== passing) { passing = e; since = performance.now(); }
  const s = Math.min(Number(e.dataset.passed) + Math.floor((performance.now() - since) / 1000), Number(e.dataset.lasts));
  e.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}, 500);

restore(remember());
new EventSource("/events").onmessage = event => { if (event.data !== document.getElementById("bar").dataset.version) refresh(); };
