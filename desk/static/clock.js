// The demonstration clock.

import { announce, clockTime, dayName, el } from "./dom.js";
import { moveClock, office } from "./office.js";

const STEPS = [["hour", "One hour on"], ["day", "One day on"], ["opening", "Next working day, 09:00"]];

export function clockView() {
  const shown = el("p", { class: "bigtime" });
  const problem = el("p", { class: "problem", role: "alert" });
  const draw = () => {
    shown.textContent = office.now
      ? `${dayName(office.now)}, ${clockTime(office.now)}` : "The clerk is not telling the time just now.";
  };
  const move = async (to) => {
    problem.textContent = "";
    try {
      await moveClock(to);
      announce(`It is now ${dayName(office.now)}, ${clockTime(office.now)}`);
    } catch (trouble) {
      problem.textContent = trouble.message;
    }
  };
  const when = el("input", { type: "datetime-local", id: "when", required: true });
  draw();
  const element = el("section", { class: "sheet", "aria-labelledby": "title" },
    el("h1", { id: "title" }, "Clock"),
    el("p", {}, "Move the clerk’s time on to see what it does when a date comes round. Everything that fell due on the way is done at once."),
    shown,
    el("div", { class: "buttons" }, STEPS.map(([to, name]) =>
      el("button", { type: "button", class: "button", onclick: () => move(to) }, name))),
    el("form", { class: "line", onsubmit: (event) => { event.preventDefault(); move(when.value); } },
      el("label", { for: "when" }, "To a date and time, such as the next panel meeting"), when,
      el("button", { type: "submit", class: "button quiet" }, "Go there")),
    problem);
  return { title: "Clock", element, take: draw };
}
