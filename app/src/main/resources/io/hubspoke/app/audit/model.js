// The data: tables whose cells are lists of steps (revision, value, revision, value …). A value at a revision is looked
// up; nothing is worked out here that the hub decides.

const data = JSON.parse(byId("data").textContent);
const FIRST = data.from;
const LAST = data.to;

/** The value at a revision, or undefined before the first step. */
function valueAt(steps, revision) {
  let low = 0;
  let high = steps.length / 2 - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (steps[2 * middle] <= revision) {
      found = middle;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found < 0 ? undefined : steps[2 * found + 1];
}

/** A grid with quick access: the row's facts, and its cells by column. */
class Grid {
  constructor({ columns, rows }) {
    this.index = new Map(columns.map((name, i) => [name, i]));
    this.rows = rows;
    this.byId = new Map(rows.map(row => [row.id, row]));
  }

  steps(row, column) {
    return row.cells[this.index.get(column)];
  }

  cell(row, column, revision) {
    return valueAt(this.steps(row, column), revision);
  }

  /** The rows that exist at a revision, as plain objects. */
  at(revision) {
    return this.rows
      .filter(row => row.cells[0].length > 0 && row.cells[0][0] <= revision)
      .map(row => this.rowAt(row, revision));
  }

  rowAt(row, revision) {
    const values = { id: row.id, ...row.facts };
    for (const [column, i] of this.index) values[column] = valueAt(row.cells[i], revision);
    return values;
  }
}

const whole = new Grid(data.whole);
const tasks = new Grid(data.tasks);
const agents = new Grid(data.agents);
const gates = new Grid(data.gates);
const queues = new Grid(data.queues);
const people = new Grid(data.people);

const named = names => values => Object.fromEntries(names.map((name, i) => [name, values[i]]));
const events = data.events.map(named(["type", "at", "by", "command", "commit", "subject", "words", "data"]));
const attempts = data.attempts.map(named(
  ["task", "agent", "epoch", "attempt", "purpose", "from", "fromMillis", "started", "to", "end", "reason", "renewals"]));
const talks = data.talk.map(named(["revision", "kind", "from", "to", "letter", "settled", "dead", "task", "tasks"]));

function eventAt(revision) {
  return events[revision - FIRST];
}

/** The instant of a revision; one before the range counts as its beginning. */
function timeOf(revision) {
  return eventAt(Math.max(FIRST, revision)).at;
}

/** A task's state in one word for colours. */
const SHADES = {
  pending: "pending", blocked: "waiting", ready: "queued", assigned: "running", running: "running",
  verifying: "verifying", retrying: "retrying", completed: "done", failed: "failed", canceled: "canceled",
  idle: "queued", active: "running", paused: "waiting", stopped: "canceled",
  open: "waiting", approved: "done", edited: "done", rejected: "failed", responded: "done", expired: "failed",
};

function status(word) {
  return el("span", { class: "status" }, el("span", { class: `dot fill-${SHADES[word] || "pending"}` }), word);
}

/** An event in words; those that say nothing new to a person are named by their type. */
function wordsOf(revision) {
  const event = eventAt(revision);
  if (event.words) return `${event.subject} ${event.words}`;
  return event.type.replaceAll("-", " ") + (event.subject ? `: ${event.subject}` : "");
}

/** operator:alice is alice to a reader, agent:api-1 is api-1. */
function shortName(principal) {
  return principal.slice(principal.indexOf(":") + 1);
}

function number(value) {
  return value.toLocaleString("en-GB");
}

function money(micros) {
  return (micros / 1e6).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 6 });
}

function count(value, one) {
  return `${number(value)} ${one}${value === 1 ? "" : "s"}`;
}
