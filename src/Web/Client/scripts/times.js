// Tells the server the reader's time zone, and puts the times right that were rendered before it knew.
import { onContent, within } from "./page.js";

export default function start() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `tz=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;

  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

  onContent((root) => {
    for (const time of within(root, "time[data-utc]")) {
      const moment = new Date(time.dateTime);
      const isToday = moment.toDateString() === new Date().toDateString();
      time.textContent = isToday ? clock.format(moment) : `${day.format(moment)}, ${clock.format(moment)}`;
      time.title = moment.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
      time.removeAttribute("data-utc");
    }
  });
}
