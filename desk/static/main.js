// The frame of the page: choosing a person or a place, the clerk's state, the time.

import { clockTime, el, shortDay } from "./dom.js";
import { prepareCards } from "./card.js";
import { office, onEvent, start } from "./office.js";
import { channelView, personView } from "./chat.js";
import { clockView } from "./clock.js";
import { mailView } from "./mail.js";
import { unread } from "./unread.js";

const main = document.getElementById("main");
let view = null;

const places = () => [
  { heading: "People", entries: office.people.map((person) => ({
    hash: `#/${person.slug}`, name: person.name, note: person.title, chat: person.chat })) },
  { heading: "Panel channels", entries: office.panels.map((panel) => ({
    hash: `#/channel/${panel.id}`, name: panel.name, note: "channel", chat: panel.channel })) },
  { heading: "Mail and time", entries: [
    { hash: "#/mail", name: "Panel mailbox", note: "" },
    { hash: "#/clock", name: "Clock", note: "" }] },
];

const here = () => location.hash.split("?")[0] || `#/${office.people[0].slug}`;

const mark = (entry) => {
  const count = entry.chat && entry.hash !== here() ? unread(entry.chat) : 0;
  return count ? el("span", { class: "unread" }, String(count), el("span", { class: "visually-hidden" }, " unread")) : null;
};

function drawPlaces() {
  const chosen = here();
  document.getElementById("places").replaceChildren(...places().map(({ heading, entries }) => el("section", {},
    el("h2", {}, heading),
    el("ul", {}, entries.map((entry) => el("li", {},
      el("a", { href: entry.hash, "aria-current": entry.hash === chosen ? "page" : null },
        el("span", { class: "who" }, entry.name, entry.note ? el("small", {}, entry.note) : null), mark(entry))))))));
  document.getElementById("place").replaceChildren(...places().map(({ heading, entries }) =>
    el("optgroup", { label: heading }, entries.map((entry) => {
      const count = entry.chat && entry.hash !== chosen ? unread(entry.chat) : 0;
      return el("option", { value: entry.hash, selected: entry.hash === chosen },
        count ? `${entry.name} (${count} new)` : entry.name);
    }))));
}

const CLERK = {
  running: "The clerk is running", starting: "The clerk is starting",
  "starting again": "The clerk is starting again", "run elsewhere": "The clerk is run elsewhere",
};

function drawTop(connected = true) {
  const pill = document.getElementById("clerk");
  const sentence = connected ? CLERK[office.clerk] : "Connecting to the desk again…";
  if (pill.textContent !== sentence) pill.textContent = sentence;
  pill.classList.toggle("waiting", !connected || office.clerk.startsWith("starting"));
  document.getElementById("time").textContent =
    office.now ? `${shortDay(office.now)}, ${clockTime(office.now)}` : "Clock";
}

function chooseView() {
  const [, first, second] = here().split("/");
  const panel = office.panels.find((candidate) => candidate.id === second);
  if (first === "mail") return mailView();
  if (first === "clock") return clockView();
  if (first === "channel" && panel) return channelView(panel);
  return personView(office.people.find((person) => person.slug === first) || office.people[0]);
}

function show() {
  view = chooseView();
  document.title = `${view.title} – the desk`;
  main.replaceChildren(view.element);
  view.shown?.();
  drawPlaces();
  drawTop();
}

document.getElementById("place").addEventListener("change", (event) => { location.hash = event.target.value; });
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
window.addEventListener("hashchange", () => { show(); main.focus({ preventScroll: true }); });
window.addEventListener("storage", drawPlaces);

await start();
await prepareCards();
show();
onEvent((event) => {
  view.take?.(event);
  if (["message", "loaded"].includes(event.kind)) drawPlaces();
  drawTop(event.kind !== "disconnected");
});
