// The timeline: one lane for each task or agent; bars are leases, lines are waiting. What is later than the revision
// shown is not drawn. However many attempts there are, a lane holds no more bars than it has pixels: neighbours of the
// same colour that would overlap are drawn as one.

const LANE = 28;
const LANES_MAX = 40;
const HEAD = 26;
const timelineView = { rows: "task", axis: "short", zoom: 1, page: 0 };

const byKey = (list, key) => {
  const groups = new Map();
  for (const each of list) {
    if (!groups.has(each[key])) groups.set(each[key], []);
    groups.get(each[key]).push(each);
  }
  for (const group of groups.values()) group.sort((a, b) => a.from - b.from);
  return groups;
};
const attemptsOf = { task: byKey(attempts, "task"), agent: byKey(attempts, "agent") };

/** When each gate was open: from its first revision to the one that closed it, 0 while it is open. */
const gateSpans = gates.rows.map(row => {
  const steps = gates.steps(row, "status");
  const opened = steps[1] === "open" ? steps[0] : 0;
  return { id: row.id, task: row.facts.task, agents: gates.steps(row, "agent"), from: opened, to: steps[2] || 0 };
}).filter(gate => gate.from > 0);

function lanesAt(revision) {
  if (timelineView.rows === "agent") return agents.at(revision).map(agent => ({ id: agent.id, title: agent.type || "" }));
  return tasks.at(revision).sort((a, b) => a.enqueued - b.enqueued).map(task => ({ id: task.id, title: task.title }));
}

function drawTimeline(revision) {
  const lanes = lanesAt(revision);
  const pages = Math.max(1, Math.ceil(lanes.length / LANES_MAX));
  timelineView.page = Math.min(timelineView.page, pages - 1);
  const start = timelineView.page * LANES_MAX;
  const shown = lanes.slice(start, start + LANES_MAX);
  paging(byId("timeline-pager"), start, shown.length, lanes.length, step => {
    timelineView.page += step;
    drawTimeline(current.revision);
  });
  const holder = byId("timeline-drawing");
  if (shown.length === 0) {
    fill(holder, el("p", { class: "empty" }, "There is nothing on the timeline yet."));
    return;
  }
  const room = Math.max(240, holder.clientWidth - Math.min(176, 0.28 * holder.clientWidth));
  const axis = axisOf(timelineView.axis, Math.floor(room * timelineView.zoom) - 2);
  const before = holder.querySelector(".canvas");
  const scrolled = before ? before.scrollLeft : 0;
  const names = shown.map(lane => el("li", { title: lane.title ? `${lane.id}: ${lane.title}` : lane.id }, lane.id));
  const canvas = el("div", { class: "canvas", tabindex: "0", role: "region", "aria-label": "Drawing of the timeline" },
    ganttDrawing(shown, axis, revision));
  fill(holder, el("div", { class: "gantt" }, el("ul", { class: "labels" }, names), canvas));
  canvas.scrollLeft = scrolled;
  timelineView.canvas = canvas;
  timelineView.cursor = axis.place(revision, timeOf(revision));
}

function ganttDrawing(lanes, axis, revision) {
  const height = HEAD + lanes.length * LANE + 1;
  const now = axis.place(revision, timeOf(revision));
  const parts = [];
  for (const quiet of axis.quiet) {
    const [x, width] = [quiet.x, (quiet.to - quiet.from) * quiet.pace];
    parts.push(svg("rect", { class: "quiet", x, y: HEAD, width, height: height - HEAD },
      svg("title", {}, `nothing happened for ${span(quiet.to - quiet.from)}`)));
    if (width > 30) parts.push(svg("text", { class: "tick-name", x: x + width / 2, y: 10, "text-anchor": "middle" }, span(quiet.to - quiet.from)));
  }
  for (const tick of ticksOf(axis)) {
    parts.push(svg("line", { class: "tick", x1: tick.x, x2: tick.x, y1: 18, y2: height }));
    parts.push(svg("text", { class: "tick-name", x: tick.x + 3, y: 22 }, tick.text));
  }
  lanes.forEach((lane, i) => {
    const top = HEAD + i * LANE;
    parts.push(svg("line", { class: "lane", x1: 0, x2: axis.width, y1: top, y2: top }));
    parts.push(...laneParts(lane, axis, revision, top));
  });
  parts.push(svg("rect", { class: "future", x: now, y: HEAD, width: Math.max(0, axis.width - now), height: height - HEAD }));
  parts.push(svg("line", { class: "cursor", x1: now, x2: now, y1: 14, y2: height }));
  const words = `Attempts of ${count(lanes.length, timelineView.rows)} up to revision ${revision}; the table below says the same in words.`;
  return drawing(axis.width, height, { role: "img", "aria-label": words }, parts);
}

function laneParts(lane, axis, revision, top) {
  const middle = top + LANE / 2;
  const place = at => axis.place(at, timeOf(at));
  const until = to => place(to > 0 && to <= revision ? to : revision);
  const parts = [];
  if (timelineView.rows === "task") parts.push(...waitingParts(lane, revision, middle, place, until));
  for (const gate of gateSpans) {
    const here = timelineView.rows === "task" ? gate.task === lane.id : valueAt(gate.agents, revision) === lane.id;
    if (!here || gate.from > revision) continue;
    const x = place(gate.from);
    parts.push(svg("rect", { class: "gate", x, y: top + 2.5, width: Math.max(3, until(gate.to) - x), height: LANE - 5, rx: 4 },
      svg("title", {}, `${gate.id} waited for a person`)));
  }
  let last = { end: -1, shade: "" };
  for (const attempt of attemptsOf[timelineView.rows].get(lane.id) || []) {
    if (attempt.from > revision) break;
    const x = axis.place(attempt.from, attempt.fromMillis);
    const width = Math.max(2, until(attempt.to) - x);
    const shade = shadeOf(attempt, revision);
    if (x + width < last.end + 1 && shade === last.shade) continue;
    last = { end: x + width, shade };
    parts.push(attemptBar(attempt, x, width, shade, middle, revision, place));
  }
  return parts;
}

/** In the queue, or waiting for its back-off to end. */
function waitingParts(lane, revision, middle, place, until) {
  const steps = tasks.steps(tasks.byId.get(lane.id), "status");
  const parts = [];
  for (let i = 0; i < steps.length && steps[i] <= revision; i += 2) {
    const kind = { ready: "queue", verifying: "queue", retrying: "backoff" }[steps[i + 1]];
    if (!kind) continue;
    const [x1, x2] = [place(steps[i]), until(steps[i + 2] || 0)];
    if (x2 - x1 >= 1) parts.push(svg("line", { class: kind, x1, x2, y1: middle, y2: middle }));
  }
  return parts;
}

function endOf(attempt, revision) {
  return attempt.to > 0 && attempt.to <= revision ? attempt.end : "";
}

function shadeOf(attempt, revision) {
  const end = endOf(attempt, revision);
  if (!end) return attempt.purpose === "verify" ? "fill-verifying" : "fill-running";
  if (end === "failed" || end === "refused") return "fill-failed";
  return ["completed", "confirmed", "handed-in"].includes(end) ? "fill-done" : "fill-canceled lost";
}

function attemptBar(attempt, x, width, shade, middle, revision, place) {
  const half = attempt.purpose === "verify" ? 4.5 : 8;
  const end = endOf(attempt, revision);
  const parts = [
    svg("title", {}, attemptWords(attempt, revision)),
    svg("rect", { class: shade, x, y: middle - half, width, height: 2 * half, rx: Math.min(3, width / 2) }),
  ];
  for (const renewal of attempt.renewals) {
    const at = place(renewal);
    if (renewal <= revision && at - x > 2) parts.push(svg("line", { class: "renewal", x1: at, x2: at, y1: middle - half, y2: middle + half }));
  }
  const name = timelineView.rows === "task" ? attempt.agent : attempt.task;
  if (half > 5 && width > 7 * name.length + 22) parts.push(svg("text", { class: "inside", x: x + 6, y: middle + 4 }, name));
  if (width > 15 && half > 5 && (shade === "fill-done" || shade === "fill-failed")) {
    const e = x + width - 9;
    const mark = shade === "fill-done" ? `M${e - 3} ${middle} l2.5 3 l4.5 -6` : `M${e - 3} ${middle - 3} l6 6 m0 -6 l-6 6`;
    parts.push(svg("path", { class: "mark", d: mark }));
  }
  return svg("g", { class: "attempt", click: () => show(attempt.from < FIRST ? FIRST : attempt.from) }, parts);
}

function attemptWords(attempt, revision) {
  const end = endOf(attempt, revision);
  const what = attempt.purpose === "verify" ? "verification" : `attempt ${attempt.attempt}`;
  const took = timeOf(end ? attempt.to : revision) - attempt.fromMillis;
  return `${attempt.task}: ${what} by ${attempt.agent} (epoch ${attempt.epoch}), ${end || "under way"} after ${span(took)}`
    + (end && attempt.reason ? `: ${attempt.reason}` : "");
}

const attemptTable = new PagedTable(byId("attempts"), el("div", { class: "pager" }), [
  { title: "Revision", class: "num", cell: a => revisionButton(a.from < FIRST ? FIRST : a.from) },
  { title: "Task", class: "name", cell: a => a.task },
  { title: "Agent", class: "name", cell: a => a.agent },
  { title: "Epoch", class: "num", cell: a => a.epoch },
  { title: "What", cell: a => (a.purpose === "verify" ? "verification" : `attempt ${a.attempt}`) },
  { title: "Began", class: "num", cell: a => moment(a.fromMillis) },
  { title: "Took", class: "num", cell: a => span(timeOf(endOf(a, current.revision) ? a.to : current.revision) - a.fromMillis) },
  { title: "Lease prolonged", class: "num", cell: a => a.renewals.filter(each => each <= current.revision).length },
  { title: "End", class: "text", cell: a => (endOf(a, current.revision) ? a.end + (a.reason ? `: ${a.reason}` : "") : "under way") },
], { name: "Table of attempts", empty: "Nothing was assigned yet." });

function drawAttempts(revision) {
  if (!byId("attempts").closest("details").open) return;
  byId("attempts").after(attemptTable.pager);
  attemptTable.show(attempts.filter(attempt => attempt.from <= revision).sort((a, b) => a.from - b.from));
}

function setUpTimeline() {
  const sample = (...parts) => svg("svg", { viewBox: "0 0 22 12", "aria-hidden": "true" }, parts);
  const box = name => sample(svg("rect", { class: name, x: 0, y: 1, width: 22, height: 10, rx: 2 }));
  const line = name => el("span", { class: "gantt-key" }, sample(svg("line", { class: name, x1: 0, x2: 22, y1: 6, y2: 6 })));
  const key = [
    [box("fill-running"), "under way"], [box("fill-done"), "✓ done"], [box("fill-failed"), "✕ failed"],
    [box("fill-canceled"), "lost or given back"], [box("fill-verifying"), "thin: verification"],
    [line("queue"), "in the queue"], [line("backoff"), "back-off"], [box("gate"), "waits for a person"],
  ];
  fill(byId("timeline-key"), key.map(([picture, words]) => el("li", {}, picture, words)));
  byId("timeline-rows").addEventListener("change", event => {
    Object.assign(timelineView, { rows: event.target.value, page: 0 });
    drawTimeline(current.revision);
  });
  byId("timeline-axis").addEventListener("change", event => {
    timelineView.axis = event.target.value;
    drawTimeline(current.revision);
  });
  byId("zoom-in").addEventListener("click", () => zoom(2));
  byId("zoom-out").addEventListener("click", () => zoom(0.5));
  byId("attempts").closest("details").addEventListener("toggle", () => drawAttempts(current.revision));
  zoom(1);
}

/** Keeps the revision shown in the middle. */
function zoom(factor) {
  timelineView.zoom = Math.min(64, Math.max(1, timelineView.zoom * factor));
  byId("zoom-out").disabled = timelineView.zoom === 1;
  byId("zoom-in").disabled = timelineView.zoom === 64;
  drawTimeline(current.revision);
  const canvas = timelineView.canvas;
  if (canvas) canvas.scrollLeft = timelineView.cursor - canvas.clientWidth / 2;
}
