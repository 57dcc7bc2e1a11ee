// Opens a conversation where it was left, at its end the first time, and follows a growing reply, but only while the
// reader is at the end: who scrolls up to read stays there.
import { conversation, log } from "./page.js";
import { read, write } from "./store.js";

const near = 100;
const page = document.documentElement;
const latest = document.querySelector(".to-latest");
const place = () => `scroll:${conversation()}`;
let following = false;

const toEnd = () => scrollTo({ top: page.scrollHeight, behavior: "instant" });

function look() {
  following = page.scrollHeight - innerHeight - scrollY < near;
  if (latest) latest.hidden = following;
}

/** For what belongs at the end, such as a message just sent. */
export function follow() {
  following = true;
  toEnd();
}

export default function start() {
  if (!log()) return;
  history.scrollRestoration = "manual";
  if (!location.hash) scrollTo({ top: read(place()) ?? page.scrollHeight, behavior: "instant" });
  look();
  addEventListener("scroll", look, { passive: true });
  addEventListener("pagehide", () => write(place(), following ? null : Math.round(scrollY)));
  new ResizeObserver(() => following ? toEnd() : look()).observe(log());
  latest?.addEventListener("click", follow);
}
