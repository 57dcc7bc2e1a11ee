// Says what went wrong where the server's answer has no words for the page, and what to do about it. What was written
// stays in the message box, and in its draft.
import { composer } from "./page.js";

const words = {
  400: "This page has been open for too long. Reload it, then try again.",
  403: "You may not do that. Ask an admin of this site if you think you should.",
  404: "This is no longer here. It may have been deleted in another tab.",
  413: "That was too large. Send at most one megabyte at a time.",
  429: "One moment, please: there were many tries within a short time. Wait a minute, then try again.",
};

export default function start() {
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if ([429, 503].includes(ctx.response.status) && ctx.text) say(ctx.text);
    else if (ctx.response.status !== 401 && !ctx.text) say(words[ctx.response.status] ?? "Something went wrong. Try again in a moment.");
  });

  document.addEventListener("session-ended", sessionEnded);
  document.addEventListener("htmx:sse:error", ({ detail }) => detail.status === 401 && sessionEnded());
}

/** Offers to sign in and to come back to this page. */
export function sessionEnded() {
  const link = document.createElement("a");
  link.href = `/account/login?${new URLSearchParams({ returnUrl: location.pathname })}`;
  link.textContent = "Sign in again";
  say("Your session has ended. What you wrote is kept in this tab. ", link);
}

function say(...content) {
  const place = composer()?.querySelector("#composer-problem") ?? document.getElementById("main");
  const notice = document.createElement("div");
  notice.className = "notice bad problem";
  notice.role = "alert";
  notice.append(...content);
  place.querySelector(":scope > .problem")?.remove();
  place.prepend(notice);
}
