// What the page knows: people, panels, messages; and the calls that change it.

export const office = { people: [], panels: [], messages: new Map(), clerk: "starting", renderer: false, now: "" };

const listeners = new Set();
export const onEvent = (listener) => listeners.add(listener);
const tell = (event) => listeners.forEach((listener) => listener(event));

export async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The desk does not answer. Is it still running?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error || "That did not work. Please try again.");
  return body;
}

const sendJson = (path, body) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export function sendForm(path, fields, files = []) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return call(path, { method: "POST", body: form });
}

export const say = (fields, files) => sendForm("/api/say", fields, files);
export const tap = (wanted) => sendJson("/api/tap", wanted);
export const meet = (person) => sendJson("/api/meet", { person });

export async function moveClock(to) {
  office.now = (await sendJson("/api/clock", { to })).now;
  tell({ kind: "clock" });
}

export async function askTime() {
  try {
    office.now = (await call("/api/clock")).now;
  } catch {
    office.now = "";
  }
  tell({ kind: "time" });
}

export const messagesOf = (chat) =>
  [...office.messages.values()].filter((m) => m.chat === chat && !m.deleted).sort((a, b) => a.id - b.id);

// Everything is loaded anew whenever the stream of events opens, so that nothing said in between is missed.
export function start() {
  const events = new EventSource("/api/events");
  events.onmessage = ({ data }) => take(JSON.parse(data));
  events.onerror = () => tell({ kind: "disconnected" });
  return new Promise((resolve) => {
    events.onopen = async () => {
      await load();
      tell({ kind: "connected" });
      resolve();
    };
  });
}

async function load() {
  const { messages, ...rest } = await call("/api/desk");
  Object.assign(office, rest);
  office.messages = new Map(messages.map((message) => [message.id, message]));
  tell({ kind: "loaded" });
  await askTime();
}

function take(event) {
  if (event.kind === "message") office.messages.set(event.message.id, event.message);
  if (event.kind === "clerk") office.clerk = event.clerk;
  if (event.kind === "clock" || event.kind === "clerk") askTime();
  tell(event);
}
