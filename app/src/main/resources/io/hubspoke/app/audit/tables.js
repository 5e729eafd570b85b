// What stands in tables and tiles at the revision shown.

function revisionButton(revision) {
  return el("button", { type: "button", class: "link", "aria-label": `Show revision ${revision}`, click: () => show(revision) }, number(revision));
}

function sub(...words) {
  const text = words.filter(Boolean).join(" · ");
  return text ? el("span", { class: "sub" }, text) : null;
}

const TASK_STATES = ["completed", "verifying", "running", "assigned", "ready", "retrying", "blocked", "pending", "failed", "canceled"];

function drawTiles(revision) {
  const state = whole.rowAt(whole.rows[0], revision);
  const counts = TASK_STATES.map(word => [word, state[`tasks:${word}`]]).filter(([, much]) => much > 0);
  const all = counts.reduce((sum, [, much]) => sum + much, 0);
  const agentCounts = ["active", "idle", "paused", "stopped"].map(word => [word, state[`agents:${word}`]]).filter(([, much]) => much > 0);
  const tokens = state.inputTokens + state.outputTokens;
  const tile = (title, figure, small, more, alert) => el("div", { class: `tile${alert ? " alert" : ""}` },
    el("h2", {}, title), el("p", { class: "figure" }, figure, " ", el("small", {}, small)), more);
  fill(byId("tiles"),
    tile("Tasks", number(state["tasks:completed"]), `of ${number(all)} done${state.settled ? "" : ", going on"}`, [
      el("div", { class: "bar", "aria-hidden": "true" },
        counts.map(([word, much]) => el("span", { class: `fill-${SHADES[word]}`, style: { flex: String(much) } }))),
      el("p", { id: "task-counts" }, counts.map(([word, much], i) => [i ? " · " : "", `${number(much)} ${word}`])),
    ]),
    tile("Agents", number(agentCounts.reduce((sum, [, much]) => sum + much, 0)), `${number(state.attached)} attached`,
      el("p", {}, agentCounts.map(([word, much]) => `${number(much)} ${word}`).join(" · ") || "nobody is registered")),
    tile("Gates", number(state.openGates), state.openGates === 1 ? "waits for a person" : "wait for a person",
      el("p", {}, state.openConsultations ? `${count(state.openConsultations, "question")} without an answer` : "no open question"), state.openGates > 0),
    tile("Letters", number(state.letters), `${number(state.waiting)} waiting`, el("p", {}, "all through the hub")),
    tile("Used", number(tokens), "tokens", [
      budgetMeter(state),
      el("p", {}, `cost ${money(state.costMicros)}${state.costMicrosMax ? ` of ${money(state.costMicrosMax)}` : ""}`),
    ]));
}

/** How much of the tighter budget is used. */
function budgetMeter(state) {
  const parts = [];
  if (state.tokensMax) parts.push((state.inputTokens + state.outputTokens) / state.tokensMax);
  if (state.costMicrosMax) parts.push(state.costMicros / state.costMicrosMax);
  if (parts.length === 0) return null;
  const part = Math.max(...parts);
  return el("div", { class: `meter${part > 1 ? " over" : ""}` }, el("span", { style: { width: `${Math.min(100, 100 * part)}%` } }));
}

const taskTable = new PagedTable(byId("tasks-table"), byId("tasks-pager"), [
  { title: "Task", class: "name", cell: task => [task.id, sub(task.title)] },
  { title: "Status", cell: task => [status(task.status), task.percent > 0 && task.percent < 100 ? sub(`${task.percent}%`, task.progress) : null] },
  { title: "Agent", cell: task => [task.agent || task.worker || "", sub(task.agentType)] },
  { title: "Attempt", class: "num", cell: task => [number(task.attempt), sub(task.epoch ? `epoch ${task.epoch}` : "")] },
  { title: "Priority", class: "num", cell: task => number(task.priority) },
  { title: "Until", class: "num", cell: untilOf },
  { title: "Result, or what it waits for", class: "text", cell: outcomeOf },
], { name: "Table of tasks", empty: "There is no such task yet." });

function untilOf(task) {
  if (task.leaseUntil) return [moment(task.leaseUntil), sub("lease")];
  if (task.dueAt) return [moment(task.dueAt), sub("back-off")];
  return task.finishedAt ? [moment(task.finishedAt), sub("finished")] : "";
}

function outcomeOf(task) {
  if (task.status === "completed") return [task.result || "", sub(task.checks ? `${count(task.checks, "check")} passed` : "")];
  const waits = [];
  if (task.gate) waits.push(`a person at ${task.gate}`);
  if (task.waitsFor.length) waits.push(task.waitsFor.slice(0, 8).join(", ") + (task.waitsFor.length > 8 ? ` and ${task.waitsFor.length - 8} more` : ""));
  return [waits.length ? `waits for ${waits.join("; ")}` : "", task.result ? sub(task.result) : null, task.note ? sub(task.note) : null];
}

function drawTasks(revision) {
  const wanted = byId("tasks-status").value;
  const text = byId("tasks-text").value.trim().toLowerCase();
  const rows = tasks.at(revision)
    .filter(task => (!wanted || task.status === wanted) && (!text || `${task.id} ${task.title} ${task.agent || ""}`.toLowerCase().includes(text)))
    .sort((a, b) => a.enqueued - b.enqueued);
  taskTable.show(rows);
  const waiting = queues.at(revision).filter(queue => queue.length > 0);
  fill(byId("queues"), waiting.length === 0
    ? el("p", { class: "empty" }, "No task waits for an agent.")
    : el("dl", { class: "facts" }, waiting.flatMap(queue => [
      el("dt", {}, queue.id),
      el("dd", {}, queue.first.join(", ") + (queue.length > queue.first.length ? ` and ${number(queue.length - queue.first.length)} more` : "")),
    ])));
}

const gateTable = new PagedTable(byId("gates-table"), byId("gates-pager"), [
  { title: "Gate", class: "name", cell: gate => [gate.id, sub(gate.cause)] },
  { title: "Status", cell: gate => [status(gate.status), sub(gate.severity)] },
  { title: "About", cell: gate => [gate.task || "", sub(gate.agent ? `holds ${gate.agent}` : "")] },
  { title: "Question", class: "text", cell: gate => [gate.reason, sub(gate.context), sub(gate.options.length ? `options: ${gate.options.join(", ")}` : "")] },
  { title: "Asked", cell: gate => [moment(gate.openedAt), sub(`by ${shortName(gate.asker)}`)] },
  { title: "Who may decide", cell: gate => gate.approvers.join(", ") || "anybody" },
  { title: "Decided", cell: gate => (gate.closedAt ? [moment(gate.closedAt), sub(`by ${shortName(gate.by || "hub")}`, `after ${span(gate.closedAt - gate.openedAt)}`)] : gate.deadline ? sub(`due ${moment(gate.deadline)}`) : "") },
  { title: "Why", class: "text", cell: gate => [gate.option || "", sub(gate.comment), sub(gate.text)] },
], { name: "Table of gates", empty: "No person was asked up to this revision." });

const agentTable = new PagedTable(byId("agents-table"), byId("agents-pager"), [
  { title: "Agent", class: "name", cell: agent => [agent.id, sub(agent.type, agent.kind)] },
  { title: "Status", cell: agent => [agent.status ? status(agent.status) : "unregistered", sub(agent.status && !agent.attached ? "away" : "")] },
  { title: "Task", cell: agent => [agent.task || "", sub(agent.heldBy && agent.heldBy.length ? `held by ${agent.heldBy.join(", ")}` : "")] },
  { title: "Mailbox", class: "num", cell: agent => number(agent.waiting || 0) },
  { title: "Letters", class: "num", cell: agent => number(agent.letters || 0) },
  { title: "Said", class: "num", cell: agent => number(agent.sent) },
], { name: "Table of agents", empty: "Nobody is registered yet." });

const usageTable = new PagedTable(el("div"), el("div", { class: "pager" }), [
  { title: "Agent", class: "name", cell: agent => agent.id },
  { title: "Tokens in", class: "num", cell: agent => number(agent.inputTokens || 0) },
  { title: "Tokens out", class: "num", cell: agent => number(agent.outputTokens || 0) },
  { title: "Cost", class: "num", cell: agent => money(agent.costMicros || 0) },
], { name: "Table of usage", empty: "" });

function drawUsage(revision) {
  const state = whole.rowAt(whole.rows[0], revision);
  const used = agents.at(revision).filter(agent => agent.inputTokens || agent.outputTokens || agent.costMicros);
  if (used.length === 0) {
    fill(byId("usage-body"), el("p", { class: "empty" }, "No usage was recorded up to this revision."));
    return;
  }
  const budget = [
    state.tokensMax ? `${number(state.tokensMax)} tokens` : "", state.costMicrosMax ? `cost ${money(state.costMicrosMax)}` : "",
  ].filter(Boolean).join(" and ");
  fill(byId("usage-body"),
    el("p", {}, `${number(state.inputTokens + state.outputTokens)} tokens, cost ${money(state.costMicros)}; `,
      budget ? `the budget is ${budget}.` : "there is no budget."),
    usageChart(revision, state), usageTable.holder, usageTable.pager);
  usageTable.show(used.sort((a, b) => b.costMicros - a.costMicros));
}

/** Cost over time, or tokens where nothing has a cost. */
function usageChart(revision, state) {
  const row = whole.rows[0];
  const money_ = state.costMicros > 0;
  const used = at => (money_ ? whole.cell(row, "costMicros", at) : whole.cell(row, "inputTokens", at) + whole.cell(row, "outputTokens", at));
  const limit = money_ ? state.costMicrosMax : state.tokensMax;
  const revisions = [...new Set(["costMicros", "inputTokens", "outputTokens"].flatMap(column =>
    whole.steps(row, column).filter((_, i) => i % 2 === 0)))].filter(at => at <= revision).sort((a, b) => a - b);
  const [width, height] = [900, 130];
  const axis = axisOf("short", width);
  const top = Math.max(limit, used(LAST), 1) * 1.08;
  const y = value => height - 4 - (value / top) * (height - 12);
  let path = `M0 ${y(0)}`;
  for (const at of revisions) path += ` H${axis.place(at, timeOf(at)).toFixed(1)} V${y(used(at)).toFixed(1)}`;
  const now = axis.place(revision, timeOf(revision)).toFixed(1);
  path += ` H${now}`;
  return svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${money_ ? "Cost" : "Tokens"} over time, up to revision ${revision}` },
    svg("line", { class: "axis", x1: 0, x2: width, y1: y(0), y2: y(0) }),
    svg("path", { class: "area", d: `${path} V${y(0)} Z` }),
    svg("path", { class: "used", d: path }),
    limit > 0 ? svg("line", { class: "limit", x1: 0, x2: width, y1: y(limit), y2: y(limit) }) : null);
}

function drawEvent(revision) {
  const event = eventAt(revision);
  const fact = (name, value) => [el("dt", {}, name), el("dd", {}, value)];
  fill(byId("event"),
    el("dl", {},
      fact("Event", el("span", { class: "mono" }, event.type)), fact("By", event.by), fact("At", `${day(event.at)}, ${clock(event.at)}`),
      fact("Commit", number(event.commit)), fact("Command", el("span", { class: "mono" }, event.command))),
    el("pre", { tabindex: "0", role: "region", "aria-label": "The event as it stands in the journal" }, pretty(event.data)),
    el("h3", {}, "Just before"), el("ol", { class: "before" }, justBefore(revision)));
}

/** The last few revisions, newest first. */
function justBefore(revision) {
  const items = [];
  for (let each = revision - 1; each >= Math.max(FIRST, revision - 6); each--) {
    items.push(el("li", {}, revisionButton(each), el("span", { title: wordsOf(each) }, wordsOf(each))));
  }
  return items.length > 0 ? items : el("li", { class: "empty" }, FIRST === 1 ? "Nothing: here it begins." : "Not in this report.");
}

function pretty(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json || "Too large for this report: hubspoke journal show prints it.";
  }
}

function drawProof() {
  const { verification } = data;
  const intact = !verification.damage;
  const fact = (name, value) => [el("dt", {}, name), el("dd", {}, value)];
  const verdict = byId("verdict");
  verdict.className = intact ? "verdict" : "verdict bad";
  fill(verdict, intact ? "✓ Verified" : "✕ Not verified");
  fill(byId("proof-body"), el("p", {}, intact
    ? "Every commit was read from the first on: its own hash, its place after the one before, that its events could "
      + "happen, and every rule of the hub after it."
    : `Everything was verified up to the first thing that is wrong, and nothing after it is to be believed: ${verification.damage}.`),
  el("dl", { class: "facts" },
    fact("Sound commits", number(verification.commits)), fact("Revisions in them", number(verification.revisions)),
    fact("Last one decided", `${day(Date.parse(verification.at))}, ${clock(Date.parse(verification.at))}`),
    fact("Signed heads", signedHeads(verification)),
    fact("Snapshots that replay bears out", number(verification.snapshots)),
    fact("Hash of the last commit", el("span", { class: "mono" }, verification.hash)),
    fact("Hash of the state", el("span", { class: "mono" }, verification.state))));
}

function signedHeads({ heads, commits, signedUpTo }) {
  if (heads === 0) return "none";
  return signedUpTo === commits ? `${number(heads)}, up to the end` : `${number(heads)}, up to commit ${number(signedUpTo)}`;
}

function setUpTables() {
  const option = (value, text) => el("option", { value }, text);
  fill(byId("tasks-status"), option("", "every status"), TASK_STATES.map(word => option(word, word)));
  for (const id of ["tasks-status", "tasks-text"]) byId(id).addEventListener("input", () => drawTasks(current.revision));
  drawProof();
}
