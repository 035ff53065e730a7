// Which chats hold something new: the last message read in each is remembered by the browser.

import { messagesOf } from "./office.js";

const KEY = "panel-clerk-desk-read";

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

export function unread(chat) {
  const last = Number(remembered()[chat] || 0);
  return messagesOf(chat).filter((message) => message.by === "clerk" && Number(message.id) > last).length;
}

export function markRead(chat) {
  const last = messagesOf(chat).at(-1);
  if (last) localStorage.setItem(KEY, JSON.stringify({ ...remembered(), [chat]: last.id }));
}
