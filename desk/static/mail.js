// The panel mailbox: what came, what became of it, what the clerk sent; and writing to it.

import { acceptDrops } from "./chat.js";
import { announce, el } from "./dom.js";
import { call, office, sendForm } from "./office.js";

const FOLDERS = { inbox: "Inbox", processed: "Dealt with", attention: "Needs attention", sent: "Sent by the clerk" };

export function mailView() {
  const state = { folder: "inbox", folders: {}, open: "", list: el("ul", { class: "mails" }), tabs: el("div", { class: "tabs" }),
    reader: el("article", { class: "reader", "aria-live": "polite" }) };
  const writer = makeWriter();
  const element = el("section", { class: "sheet mailbox", "aria-labelledby": "title" },
    el("h1", { id: "title" }, "Panel mailbox"),
    el("p", {}, office.panels.map((panel) => panel.mailbox).join(", ")),
    state.tabs, el("div", { class: "columns" }, state.list, state.reader), writer.element);
  acceptDrops(element, writer.take);
  return { title: "Panel mailbox", element, shown: () => refresh(state),
    take: (event) => { if (["mail", "loaded"].includes(event.kind)) refresh(state); } };
}

async function refresh(state) {
  try {
    state.folders = await call("/api/mail");
  } catch (problem) {
    announce(problem.message);
  }
  drawTabs(state);
  drawList(state);
}

function drawTabs(state) {
  state.tabs.replaceChildren(...Object.entries(FOLDERS).map(([folder, name]) =>
    el("button", { type: "button", "aria-pressed": String(folder === state.folder), onclick: () => {
      state.folder = folder;
      state.reader.replaceChildren();
      refresh(state);
    } }, `${name} (${(state.folders[folder] || []).length})`)));
}

function drawList(state) {
  const mails = state.folders[state.folder] || [];
  state.list.replaceChildren(...(mails.length ? mails.map((mail) => el("li", {},
    el("button", { type: "button", class: "mail", "aria-pressed": String(mail.name === state.open), onclick: () => read(state, mail.name) },
      el("strong", {}, mail.subject), el("span", {}, state.folder === "sent" ? `to ${mail.to}` : `from ${mail.from}`),
      mail.files ? el("span", {}, mail.files === 1 ? "1 attachment" : `${mail.files} attachments`) : null)))
    : [el("li", { class: "empty" }, "No mails here.")]));
}

async function read(state, name) {
  state.open = name;
  drawList(state);
  const address = `/api/mail/${state.folder}/${encodeURIComponent(name)}`;
  try {
    const mail = await call(address);
    state.reader.replaceChildren(el("h2", {}, mail.subject), el("dl", {}, ...[["From", mail.from], ["To", mail.to], ["Date", mail.date]]
      .flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, value)])),
    el("p", { class: "text" }, mail.text || "(no text)"),
    el("ul", { class: "files" }, mail.enclosures.map((file, number) =>
      el("li", {}, el("a", { href: `${address}/${number}`, download: file.name }, file.name), ` ${Math.ceil(file.size / 1024)} KB`))));
  } catch {
    state.reader.replaceChildren(el("p", {}, "This mail is no longer here; the clerk may have moved it."));
  }
}

function makeWriter() {
  let files = [];
  const chosen = el("ul", { class: "chosen", "aria-label": "Files to send" });
  const fields = {
    from: el("input", { id: "from", list: "senders", type: "email", required: true, value: office.people[0].email }),
    to: el("select", { id: "to" }, office.panels.map((panel) => el("option", {}, panel.mailbox))),
    subject: el("input", { id: "subject", required: true, value: "Referral form" }),
    body: el("textarea", { id: "body", rows: "4" }),
  };
  const labels = { from: "From", to: "To", subject: "Subject", body: "Text" };
  const picker = el("input", { type: "file", id: "enclose", multiple: true, onchange: () => { take([...picker.files]); picker.value = ""; } });
  const drawChosen = () => chosen.replaceChildren(...files.map((file) => el("li", {}, file.name)));
  const send = async (extra) => {
    const values = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value]));
    try {
      await sendForm("/api/mail", values, extra);
      announce("The mail is in the inbox.");
      return true;
    } catch (problem) {
      announce(problem.message);
      return false;
    }
  };
  // A mail that is already a mail goes straight in; anything else is an attachment to a mail still to be written.
  const take = async (more) => {
    const ready = more.filter((file) => file.name.toLowerCase().endsWith(".eml"));
    if (ready.length) await send(ready);
    files = [...files, ...more.filter((file) => !ready.includes(file))];
    if (files.length) details.open = true;
    drawChosen();
  };
  const submit = async (event) => {
    event.preventDefault();
    if (await send(files)) { files = []; fields.body.value = ""; drawChosen(); }
  };
  const details = el("details", { class: "writer" }, el("summary", {}, "Write a mail to the panel, or drop files here"),
    el("form", { onsubmit: submit },
      Object.entries(fields).map(([name, field]) => el("p", { class: "field" }, el("label", { for: name }, labels[name]), field)),
      el("datalist", { id: "senders" }, office.people.map((person) => el("option", { value: person.email }, person.name))),
      el("p", { class: "field" }, el("label", { for: "enclose" }, "Attach, or drop, a Word form; an .eml file goes straight into the inbox"), picker),
      chosen, el("button", { type: "submit", class: "button" }, "Send to the panel")));
  return { element: details, take };
}
