// SPDX-License-Identifier: Apache-2.0
// The exchange of benchmarks/run with LangGraph.js: two agents that answer each other, routed by a supervisor, each step
// a checkpoint in SQLite. Agents are plain functions, as ours are. Prints one line of JSON.
//
//   node exchange.mjs --folder DIR --seconds N --warmup N --conversations N --routing node|edge --durable yes|default

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Annotation, Command, END, START, StateGraph } from "@langchain/langgraph";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";

const { values: options } = parseArgs({
  options: {
    folder: { type: "string" },
    text: { type: "string" },
    seconds: { type: "string", default: "5" },
    warmup: { type: "string", default: "3" },
    conversations: { type: "string", default: "1" },
    routing: { type: "string", default: "node" },
    durable: { type: "string", default: "yes" },
  },
});

// Hops in one invocation: enough that starting one costs nothing, few enough that the end of the time is met.
const HOPS = 200;
const text = readFileSync(options.text, "utf8");

// Only the last message is kept: a growing history would make each checkpoint larger than the one before.
const State = Annotation.Root({
  from: Annotation(),
  payload: Annotation(),
  hops: Annotation(),
});

const agent = (name) => (state) => ({ from: name, payload: `${process.hrtime.bigint()} ${text}`, hops: state.hops + 1 });
const next = (state) => (state.hops >= HOPS ? END : state.from === "backend" ? "reviewer" : "backend");

function graph(checkpointer) {
  const agents = new StateGraph(State).addNode("backend", agent("backend")).addNode("reviewer", agent("reviewer"));
  if (options.routing === "edge") {
    return agents
      .addEdge(START, "backend")
      .addConditionalEdges("backend", next, ["reviewer", END])
      .addConditionalEdges("reviewer", next, ["backend", END])
      .compile({ checkpointer });
  }
  return agents
    .addNode("supervisor", (state) => new Command({ goto: next(state) }), { ends: ["backend", "reviewer", END] })
    .addEdge(START, "supervisor")
    .addEdge("backend", "supervisor")
    .addEdge("reviewer", "supervisor")
    .compile({ checkpointer });
}

mkdirSync(options.folder, { recursive: true });
const file = join(options.folder, "langgraph.db");
for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
const checkpointer = SqliteSaver.fromConnString(file);
checkpointer.setup();
const durable = options.durable === "yes";
if (durable) checkpointer.db.pragma("synchronous=FULL");

const app = graph(checkpointer);
const rows = () => checkpointer.db.prepare("SELECT count(*) AS checkpoints FROM checkpoints").get().checkpoints;
const now = () => Number(process.hrtime.bigint()) / 1e9;

// The clock is looked at after each hop: timers do not fire while one step follows the other without a pause.
const start = now() + Number(options.warmup);
const end = start + Number(options.seconds);
const samples = Array(Number(options.seconds)).fill(0);
let before;
let after;
let invocations = 0;

function hop() {
  const at = now();
  if (at < start || after) return;
  if (!before) before = { at, cpu: process.cpuUsage(), checkpoints: rows() };
  if (at < end) samples[Math.min(samples.length - 1, Math.floor(at - start))]++;
  else after = { at, cpu: process.cpuUsage(before.cpu), checkpoints: rows() };
}

async function conversation(number) {
  while (!after) {
    const configurable = { thread_id: `conversation-${number}-${invocations++}` };
    const settings = { configurable, recursionLimit: HOPS * 3, streamMode: "updates" };
    if (durable) settings.durability = "sync";
    for await (const update of await app.stream({ from: "reviewer", payload: "", hops: 0 }, settings)) {
      if (update.backend || update.reviewer) hop();
      if (after) break;
    }
  }
}

await Promise.all(Array.from({ length: Number(options.conversations) }, (_, i) => conversation(i)));
const hops = samples.reduce((sum, each) => sum + each, 0);

const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
console.log(
  JSON.stringify({
    hops,
    seconds: after.at - before.at,
    samples,
    cpuSeconds: (after.cpu.user + after.cpu.system) / 1e6,
    checkpointsPerHop: (after.checkpoints - before.checkpoints) / hops,
    journalMode: checkpointer.db.pragma("journal_mode", { simple: true }),
    synchronous: checkpointer.db.pragma("synchronous", { simple: true }),
    versions: {
      node: process.version,
      langgraph: version("@langchain/langgraph"),
      sqliteSaver: version("@langchain/langgraph-checkpoint-sqlite"),
    },
  }),
);
