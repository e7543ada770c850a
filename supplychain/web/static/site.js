// Extras that nothing depends on: the picture dims what does not belong to the box at hand, folded parts open when they are led to.
"use strict";

for (const svg of document.querySelectorAll("svg.chain")) {
  const boxes = new Map([...svg.querySelectorAll(".box")].map((box) => [box.dataset.id, box]));
  const lines = [...svg.querySelectorAll(".line")];

  const follow = (start, from, to, found) => {
    const todo = [start];
    const seen = new Set(todo);
    while (todo.length) {
      const here = todo.pop();
      for (const line of lines) {
        if (line.dataset[from] !== here) continue;
        found.add(line);
        if (!seen.has(line.dataset[to])) {
          seen.add(line.dataset[to]);
          todo.push(line.dataset[to]);
          found.add(boxes.get(line.dataset[to]));
        }
      }
    }
  };
  const show = (event) => {
    const box = event.target.closest(".box");
    if (box && !svg.contains(box)) return;
    for (const part of svg.querySelectorAll(".on")) part.classList.remove("on");
    svg.classList.toggle("dim", Boolean(box));
    if (!box) return;
    const found = new Set([box]);
    follow(box.dataset.id, "to", "from", found);
    follow(box.dataset.id, "from", "to", found);
    for (const part of found) part?.classList.add("on");
  };
  const clear = () => {
    svg.classList.remove("dim");
  };
  // On the parent: an svg that listens for focus would become a stop of its own for the keyboard.
  const frame = svg.parentElement;
  frame.addEventListener("pointerover", (event) => event.pointerType === "mouse" && show(event));
  frame.addEventListener("pointerleave", clear);
  frame.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && show(event));
  frame.addEventListener("focusout", clear);
}

const open = (id) => {
  const target = id && document.getElementById(id);
  for (let part = target?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  return target;
};
const arrive = () => open(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
addEventListener("hashchange", arrive);
if (location.hash) arrive();

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll(".twin:not([open]), .omission:not([open]), .gaps details:not([open]), .side .work:not([open])")];
  for (const part of folded) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
});
