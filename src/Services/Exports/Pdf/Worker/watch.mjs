// Ends the process when the one that started it is gone. A thread of its own, since the other one notices nothing while it lays out a file.
import { workerData as parent } from "node:worker_threads";

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, 500);
