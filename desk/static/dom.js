// Making elements, and saying when something happened. Text always goes in as text, never as markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value === "boolean") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
const day = new Intl.DateTimeFormat("en-GB", {
  weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "Europe/London",
});

const short = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "Europe/London",
});

export const shortDay = (iso) => short.format(new Date(iso));
export const clockTime = (iso) => time.format(new Date(iso));
export const dayName = (iso) => day.format(new Date(iso));

// Bold as Teams shows it in messages; everything else stays text.
export const richText = (text) => text.split(/\*\*([^*\n]+)\*\*/).map((run, place) => place % 2 ? el("strong", {}, run) : run);

export function announce(sentence) {
  document.getElementById("said").textContent = sentence;
}
