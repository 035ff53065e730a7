// Showing a card: by Microsoft's renderer when it is installed, else as a plain form.

import { announce, el } from "./dom.js";
import { hostConfig } from "./hostconfig.js";
import { office, tap } from "./office.js";
import { plainCard } from "./plaincard.js";

export function prepareCards() {
  return new Promise((resolve) => {
    if (!office.renderer) return resolve();
    const ready = () => { allowEmptyNumbers(); resolve(); };
    document.head.append(
      el("link", { rel: "stylesheet", href: "/vendor/adaptivecards.css" }),
      el("script", { src: "/vendor/adaptivecards.min.js", onload: ready, onerror: resolve }));
  });
}

// The renderer takes an optional number left empty for one that is too small, which Teams does not.
function allowEmptyNumbers() {
  const { prototype } = window.AdaptiveCards.NumberInput;
  const inRange = prototype.isValid;
  prototype.isValid = function isValid() {
    return this.isSet() ? inRange.call(this) : !this.isRequired;
  };
}

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// Bold and italic only; everything is escaped first, so a card can bring no markup of its own.
export function safeMarkdown(text) {
  return text
    .replace(/[&<>"']/g, (letter) => escapes[letter])
    .replace(/\*\*([^*\n]+)\*\*/g, "<strong>$1</strong>")
    .replace(/(^|\W)_([^_\n]+)_(?=\W|$)/g, "$1<em>$2</em>")
    .replace(/\n/g, "<br>");
}

export function drawCard(card, about) {
  const frame = el("div", { class: "card" });
  const press = (action, inputs) => pressed(frame, { ...about, action, inputs });
  frame.append(window.AdaptiveCards ? rendered(card, press) : plainCard(card, press));
  const problem = el("p", { class: "problem", role: "alert" });
  frame.append(problem);
  return frame;
}

function rendered(card, press) {
  const { AdaptiveCard, HostConfig } = window.AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = safeMarkdown(text);
    result.didProcess = true;
  };
  const drawn = new AdaptiveCard();
  drawn.hostConfig = new HostConfig(hostConfig());
  drawn.onExecuteAction = (action) => {
    const type = action.getJsonTypeName();
    if (type === "Action.OpenUrl") openLink(action.url);
    if (["Action.Submit", "Action.Execute"].includes(type)) press(action.toJSON(), answers(drawn));
  };
  drawn.parse(card);
  return drawn.render() || plainCard(card, press);
}

const answers = (drawn) => Object.fromEntries(
  drawn.getAllInputs().filter((input) => input.id && input.value !== undefined && !Number.isNaN(input.value)).map((input) => [input.id, String(input.value)]));

function openLink(address) {
  if (/^https?:\/\//i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}

async function pressed(frame, { message, speaker, action, inputs }) {
  if (frame.getAttribute("aria-busy") === "true") return;
  const problem = frame.querySelector(":scope > .problem");
  frame.setAttribute("aria-busy", "true");
  problem.textContent = "";
  const given = action.associatedInputs === "none" ? {} : inputs;
  try {
    const came = await tap({ person: speaker.slug, message: message.id, action, inputs: given });
    if (came.failed) problem.textContent = came.text;
    else announce(came.text || "Done.");
  } catch (trouble) {
    problem.textContent = trouble.message;
  }
  frame.removeAttribute("aria-busy");
}
