// A person's chat with the clerk, and a panel's channel.

import { drawCard } from "./card.js";
import { announce, clockTime, dayName, el, richText } from "./dom.js";
import { meet, messagesOf, office, say } from "./office.js";
import { markRead } from "./unread.js";

const AT_CLERK = /@panel clerk\b/gi;
const MENTION = "<at>Panel Clerk</at>";
const shownText = (text) => text.replaceAll(MENTION, "@Panel Clerk");
const initials = (name) => name.split(" ").map((word) => word[0]).join("").slice(0, 2);

export function personView(person) {
  const phone = person.phone || new URLSearchParams(location.search).has("phone");
  const about = [person.title, person.team].filter(Boolean).join(" · ");
  const view = conversation({
    chat: person.chat, title: person.name, note: about, phone, speaker: () => person,
    hint: "Write to the clerk", address: "",
  });
  sessionStorage.setItem("speaker", person.slug);
  meet(person.slug).catch((problem) => announce(problem.message));
  return view;
}

export function channelView(panel) {
  let speaker = office.people.find((p) => p.slug === sessionStorage.getItem("speaker")) || office.people[0];
  const choose = el("select", { id: "speaker", onchange: (event) => {
    speaker = office.people.find((person) => person.slug === event.target.value);
    view.redraw();
  } }, office.people.map((p) => el("option", { value: p.slug, selected: p === speaker }, p.name)));
  const view = conversation({
    chat: panel.channel, title: panel.name, note: "Everyone in the team can read this channel", phone: false,
    speaker: () => speaker, hint: "Write here; begin with @Panel Clerk to be answered", address: "@Panel Clerk ",
    chooser: el("p", { class: "speaker" }, el("label", { for: "speaker" }, "You are"), choose),
  });
  return view;
}

function conversation(about) {
  const log = el("ol", { class: "log", role: "log", "aria-live": "polite", "aria-label": `Messages: ${about.title}`, tabindex: "0" });
  const offers = el("div", { class: "offers" });
  const state = { about, log, offers, drawn: new Map() };
  const composer = makeComposer(state);
  const element = el("section", { class: about.phone ? "conversation phone" : "conversation", "aria-labelledby": "title" },
    el("header", { class: "about" },
      el("span", { class: "face", "aria-hidden": "true" }, initials(about.title)),
      el("div", {}, el("h1", { id: "title" }, about.title), el("p", {}, about.note)), about.chooser),
    log, offers, composer.element);
  acceptDrops(element, composer.add);
  const redraw = () => { state.drawn.clear(); log.replaceChildren(); draw(state); };
  return {
    title: about.title, element: about.phone ? el("div", { class: "desktop" }, element) : element, redraw,
    shown: () => draw(state),
    take: (event) => {
      if (event.kind === "loaded") redraw();
      if (event.kind === "message" && event.message.chat === about.chat) draw(state);
    },
  };
}

function draw(state) {
  const { log, about } = state;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  const before = log.lastElementChild;
  const messages = messagesOf(about.chat);
  const wanted = new Set(messages.map((message) => message.id));
  for (const [id, entry] of state.drawn) if (!wanted.has(id)) { entry.element.remove(); state.drawn.delete(id); }
  let lastDay = "";
  for (const message of messages) {
    const day = dayName(message.at);
    drawMessage(state, message, day === lastDay ? "" : day);
    lastDay = day;
  }
  drawEmpty(state, messages);
  drawOffers(state, messages.at(-1));
  markRead(about.chat);
  if (atEnd || before !== log.lastElementChild) showNewest(log);
}

// To the end, but never past the beginning of the newest message: a long card is read from its top.
function showNewest(log) {
  const newest = log.lastElementChild;
  const top = newest ? newest.offsetTop - 8 : 0;
  log.scrollTop = Math.min(top, log.scrollHeight);
}

function drawEmpty({ log, about }, messages) {
  log.querySelector(".empty")?.remove();
  if (!messages.length) log.append(el("li", { class: "empty" }, `Nothing here yet. ${about.hint}; “help” is always a good beginning.`));
}

// A message that did not change keeps its element, so that half-filled inputs stay as they are.
function drawMessage(state, message, day) {
  const known = state.drawn.get(message.id);
  const speaker = state.about.speaker();
  const card = message.views[speaker.id] || message.card;
  const cardKey = JSON.stringify(card);
  const entry = known || { element: el("li", {}) };
  const cardElement = known && known.cardKey === cardKey ? known.cardElement : card && drawCard(card, { message, speaker });
  const key = JSON.stringify([message, day]);
  if (known && known.key === key) return;
  const mine = message.by === speaker.id;
  entry.element.className = `message ${mine ? "mine" : "theirs"} ${message.by === "clerk" ? "clerk" : ""}`;
  entry.element.replaceChildren(...[
    day ? el("p", { class: "day" }, day) : null,
    el("div", { class: "bubble" }, byline(message, mine),
      message.text ? el("p", { class: "text" }, message.by === "clerk" ? richText(message.text) : shownText(message.text)) : null, cardElement, fileList(message)),
    message.status ? el("p", { class: "status" }, statusText(message.status)) : null,
  ].filter(Boolean));
  state.drawn.set(message.id, Object.assign(entry, { key, cardKey, cardElement }));
  if (!known) state.log.append(entry.element);
}

function byline(message, mine) {
  const author = office.people.find((person) => person.id === message.by);
  const name = message.by === "clerk" ? "Panel Clerk" : mine ? "You" : author?.name || "Someone";
  return el("p", { class: "byline" }, el("strong", {}, name), " ",
    el("time", { datetime: message.at }, clockTime(message.at)), message.edited ? " · updated" : "");
}

const statusText = (status) => status === "sending" ? "Sending…" : status[0].toUpperCase() + status.slice(1);

const fileList = (message) => message.files.length
  ? el("ul", { class: "files" }, message.files.map((file) =>
    el("li", {}, el("a", { href: new URL(file.url).pathname, download: file.name }, file.name), ` ${Math.ceil(file.size / 1024)} KB`)))
  : null;

function drawOffers({ about, offers }, last) {
  const offered = last?.by === "clerk" ? last.suggestions : [];
  offers.replaceChildren(...offered.map((text) =>
    el("button", { type: "button", class: "offer", onclick: () => send(about, about.address + text, []) }, text)));
}

async function send(about, text, files) {
  const marked = text.replace(AT_CLERK, MENTION);
  try {
    await say({ person: about.speaker().slug, chat: about.chat, text: marked }, files);
    return true;
  } catch (problem) {
    announce(problem.message);
    return false;
  }
}

function makeComposer({ about }) {
  let files = [];
  const chosen = el("ul", { class: "chosen", "aria-label": "Files to send" });
  const box = el("textarea", { id: "box", rows: "1", placeholder: about.hint, "aria-describedby": "how", autocomplete: "off" });
  const picker = el("input", { type: "file", id: "picker", multiple: true, class: "visually-hidden", onchange: () => {
    add(picker.files);
    picker.value = "";
  } });
  const drawChosen = () => chosen.replaceChildren(...files.map((file) => el("li", {}, file.name,
    el("button", { type: "button", "aria-label": `Take away ${file.name}`, onclick: () => {
      files = files.filter((other) => other !== file);
      drawChosen();
    } }, "×"))));
  const add = (more) => { files = [...files, ...more]; drawChosen(); box.focus(); };
  const submit = async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if ((text || files.length) && await send(about, text, files)) {
      box.value = "";
      files = [];
      drawChosen();
    }
    box.focus();
  };
  const element = el("form", { class: "composer", onsubmit: submit }, chosen,
    el("label", { for: "box", class: "visually-hidden" }, `Message from ${about.speaker().name}`), box,
    el("p", { id: "how", class: "visually-hidden" }, "Enter sends the message. Shift and Enter begin a new line."),
    el("span", { class: "attach" }, picker, el("label", { for: "picker", class: "button quiet" }, "Attach")),
    el("button", { type: "submit", class: "button" }, "Send"));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); element.requestSubmit(); }
  });
  return { element, add };
}

export function acceptDrops(element, take) {
  const hold = (event) => { event.preventDefault(); element.classList.add("dropping"); };
  element.addEventListener("dragenter", hold);
  element.addEventListener("dragover", hold);
  element.addEventListener("dragleave", () => element.classList.remove("dropping"));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    element.classList.remove("dropping");
    if (event.dataTransfer.files.length) take([...event.dataTransfer.files]);
  });
}
