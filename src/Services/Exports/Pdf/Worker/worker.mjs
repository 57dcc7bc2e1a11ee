// Makes PDF files, one after the other, for the process that started it. It reads frames (length, data of a conversation as JSON) from its
// input and answers each with a frame (kind, length, content): P a PDF, E it cannot be made. H, the first one, names fonts that are missing.
// When its input ends it ends, too, and in the middle of a file when that process is gone.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

new Worker(new URL("watch.mjs", import.meta.url), { workerData: process.ppid, execArgv: [] }).unref();

const { NodeCompiler } = createRequire(import.meta.url)("@myriaddreamin/typst-ts-node-compiler");
const workspace = fileURLToPath(new URL("template", import.meta.url));
const main = `${workspace}/conversation.typ`;
const families = ["Noto Sans", "Noto Sans Mono", "Noto Sans CJK SC", "Noto Color Emoji"];

// Files outside of the workspace cannot be read by a template, and this one reads only its data.
const compiler = NodeCompiler.create({ workspace, ...(process.argv[2] && { fontArgs: [{ fontPaths: [process.argv[2]] }] }) });

const send = (kind, content) => {
  const head = Buffer.alloc(5);
  head.write(kind, 0, "latin1");
  head.writeUInt32LE(content.length, 1);
  process.stdout.write(head);
  process.stdout.write(content);
};

const missingFonts = () => {
  const probe = families.map((family) => `#text(font: "${family}")[x]`).join("\n");
  const warnings = compiler.compile({ mainFileContent: probe }).takeWarnings();
  const found = warnings ? compiler.fetchDiagnostics(warnings).map((warning) => warning.message.toLowerCase()) : [];
  return families.filter((family) => found.some((message) => message.endsWith(`: ${family.toLowerCase()}`)));
};

const pdf = (data) => {
  compiler.mapShadow(`${workspace}/conversation.json`, data);
  const compiled = compiler.compile({ mainFilePath: main, resetRead: true });
  if (compiled.hasError()) return null;
  try {
    return compiler.pdf(compiled.result, { pdfStandard: "ua-1" });
  } catch {
    // A character that no font has: tagged all the same, but nothing is promised about it.
    return compiler.pdf(compiled.result, { pdfTags: true });
  }
};

const answer = (data) => {
  try {
    const file = pdf(data);
    send(file ? "P" : "E", file ?? Buffer.alloc(0));
  } catch {
    send("E", Buffer.alloc(0));
  } finally {
    compiler.unmapShadow(`${workspace}/conversation.json`);
    compiler.evictCache(0);
  }
};

// Frames come in pieces; these are kept until one is whole.
let pieces = [];
let size = 0;
process.stdin.on("data", (piece) => {
  pieces.push(piece);
  size += piece.length;
  for (;;) {
    if (size < 4) return;
    if (pieces[0].length < 4) pieces = [Buffer.concat(pieces)];
    const length = pieces[0].readUInt32LE(0);
    if (size < 4 + length) return;
    const all = Buffer.concat(pieces);
    pieces = [all.subarray(4 + length)];
    size -= 4 + length;
    answer(all.subarray(4, 4 + length));
  }
});
process.stdin.on("end", () => process.exit(0));
process.stdout.on("error", () => process.exit(0));

send("H", Buffer.from(missingFonts().join("\n")));
