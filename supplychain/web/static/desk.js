// Keys for the desk. Everything can be done without them: each only goes where a link, a button or a form stands already.
"use strict";

const steps = [...document.querySelectorAll("[data-step]")];
const keyed = new Map([...document.querySelectorAll("[data-key]")].map((part) => [part.dataset.key, part]));
const help = keyed.get("?");
if (help) help.hidden = false;

const here = () => steps.findIndex((step) => step.contains(document.activeElement));
const step = (by) => {
  const at = here();
  const target = steps[at < 0 ? (by > 0 ? 0 : steps.length - 1) : Math.min(Math.max(at + by, 0), steps.length - 1)];
  target?.focus();
  target?.scrollIntoView({ block: "start" });
};
const go = (part) => {
  if ("press" in part.dataset) {
    part.querySelector("button, a")?.click();
    return;
  }
  if (part.tagName === "DETAILS") part.open = true;
  const target = part.querySelector("select, textarea, button") ?? part;
  target.focus();
  target.scrollIntoView({ block: "center" });
};
const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.key === "Escape" && target !== document.body) {
    const back = target.closest("[data-step]") ?? document.getElementById("main");
    back.focus();
    return;
  }
  if (typing(target)) return;
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "o" || (event.key === "Enter" && target.matches("tr[data-step]"))) steps[here()]?.querySelector("th a")?.click();
  else if (event.key === "t") steps[here()]?.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "?" && help) help.open = !help.open;
  else if (keyed.has(event.key) && !event.repeat) go(keyed.get(event.key));
  else return;
  event.preventDefault();
});
