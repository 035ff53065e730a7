// A card without Microsoft's renderer: its texts, facts, labelled fields and buttons.

import { el } from "./dom.js";

let numbers = 0;
const plain = (text) => String(text ?? "").replace(/\*\*/g, "");

export function plainCard(card, press) {
  const form = el("form", { class: "plain", onsubmit: (event) => event.preventDefault() });
  const send = (action) => {
    if (action.associatedInputs === "none" || form.reportValidity()) press(action, filledIn(form));
  };
  form.append(...elements(card.body, send), ...buttons(card.actions, send));
  form.append(el("p", { class: "typed" }, "You can also type your answer in the message box."));
  return form;
}

function filledIn(form) {
  const given = {};
  for (const field of form.querySelectorAll("[data-input]")) {
    const id = field.dataset.input;
    if (field.type !== "checkbox") given[id] = field.value;
    else if (field.dataset.off !== undefined) given[id] = field.checked ? field.value : field.dataset.off;
    else given[id] = [given[id], field.checked ? field.value : ""].filter(Boolean).join(",");
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

const elements = (list, send) => (list || []).flatMap((part) => element(part, send));

function element(part, send) {
  if (part.isVisible === false) return [];
  if (part.type === "TextBlock") return [textBlock(part)];
  if (part.type === "RichTextBlock") return [el("p", {}, part.inlines.map((run) => run.text ?? run).join(""))];
  if (part.type === "FactSet") {
    return [el("dl", {}, part.facts.flatMap((fact) => [el("dt", {}, plain(fact.title)), el("dd", {}, plain(fact.value))]))];
  }
  if (part.type === "ActionSet") return buttons(part.actions, send);
  if (part.type === "Table") return [table(part, send)];
  if (part.type?.startsWith("Input.")) return [input(part)];
  return elements(part.items || part.columns, send);
}

const textBlock = (part) => el("p",
  { class: part.style === "heading" || /bolder/i.test(part.weight || "") ? "strong" : null }, plain(part.text));

const table = (part, send) => el("table", {}, (part.rows || []).map((row) =>
  el("tr", {}, (row.cells || []).map((cell) => el("td", {}, elements(cell.items, send))))));

function buttons(actions, send) {
  const made = (actions || []).map((action) => action.type === "Action.ShowCard"
    ? el("details", {}, el("summary", {}, action.title), elements(action.card.body, send), buttons(action.card.actions, send))
    : /Execute|Submit/.test(action.type)
      ? el("button", { type: "button", class: "button", onclick: () => send(action) }, action.title)
      : null);
  return made.some(Boolean) ? [el("div", { class: "buttons" }, made)] : [];
}

function input(part) {
  const id = `field-${++numbers}`;
  const label = plain(part.label || part.title || part.placeholder || part.id) + (part.isRequired ? " *" : "");
  const shared = { id, "data-input": part.id, required: Boolean(part.isRequired), title: part.errorMessage };
  if (part.type === "Input.Toggle") return toggle(part, shared, label);
  if (part.type === "Input.ChoiceSet" && part.isMultiSelect) return manyOf(part, label);
  return el("p", { class: "field" }, el("label", { for: id }, label), field(part, shared));
}

const toggle = (part, shared, label) => el("p", { class: "field tick" },
  el("input", { ...shared, type: "checkbox", value: part.valueOn || "true", "data-off": part.valueOff || "false",
    checked: part.value === (part.valueOn || "true") }), el("label", { for: shared.id }, label));

const manyOf = (part, label) => el("fieldset", {}, el("legend", {}, label), part.choices.map((choice) => {
  const id = `field-${++numbers}`;
  const ticked = (part.value || "").split(",").includes(choice.value);
  return el("p", { class: "field tick" },
    el("input", { id, type: "checkbox", "data-input": part.id, value: choice.value, checked: ticked }),
    el("label", { for: id }, choice.title));
}));

const KINDS = { "Input.Number": "number", "Input.Date": "date", "Input.Time": "time" };

function field(part, shared) {
  if (part.type === "Input.ChoiceSet") {
    return el("select", shared, el("option", { value: "" }, part.placeholder || "Choose one"), part.choices.map((choice) =>
      el("option", { value: choice.value, selected: choice.value === part.value }, choice.title)));
  }
  if (part.isMultiline) {
    return el("textarea", { ...shared, rows: "3", maxlength: part.maxLength, placeholder: part.placeholder }, part.value || "");
  }
  return el("input", { ...shared, type: KINDS[part.type] || "text", value: part.value, min: part.min, max: part.max,
    step: part.type === "Input.Number" ? "any" : null, maxlength: part.maxLength, pattern: part.regex,
    placeholder: part.placeholder });
}
