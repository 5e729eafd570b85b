// The conversation as a sequence diagram: a table whose rows hold a drawing of who spoke to whom, and the same in words.

// With more parties, or on a narrow screen, who spoke to whom is only written.
const LIFELINES_MAX = 14;
const ROOM_MIN = 560;
const ROW = 32;
const TALKS_SHOWN = 100;
const talkView = { party: "", kind: "", task: "", text: "", page: null };
const agentOrder = new Map(agents.rows.map((row, i) => [`agent:${row.id}`, i]));

/** All operators share one lifeline. */
function lifelineOf(party) {
  return party.startsWith("operator:") ? "people" : party;
}

function talkWords(talk) {
  if (talk.tasks > 0) return `${talk.task} added${talk.tasks > 1 ? `, and ${count(talk.tasks - 1, "more task")}` : ""}`;
  const words = wordsOf(talk.revision);
  return !talk.task || words.includes(talk.task) ? words : `${words} (${talk.task})`;
}

function talkMatches(talk) {
  const { party, kind, task, text } = talkView;
  if (party && lifelineOf(talk.from) !== party && talk.to !== party) return false;
  if (kind && talk.kind !== kind) return false;
  if (task && !talk.task.toLowerCase().includes(task)) return false;
  return !text || `${talkWords(talk)} ${eventAt(talk.revision).data}`.toLowerCase().includes(text);
}

function drawConversation(revision) {
  const matching = talks.filter(talk => talk.revision <= revision && talkMatches(talk));
  const pages = Math.max(1, Math.ceil(matching.length / TALKS_SHOWN));
  const page = talkView.page === null ? pages - 1 : Math.min(talkView.page, pages - 1);
  const start = page * TALKS_SHOWN;
  const shown = matching.slice(start, start + TALKS_SHOWN);
  paging(byId("talk-pager"), start, shown.length, matching.length, step => {
    talkView.page = page + step === pages - 1 ? null : page + step;
    drawConversation(current.revision);
  });
  if (shown.length === 0) {
    fill(byId("talk"), el("p", { class: "empty" }, "Nothing was said up to this revision that fits."));
    return;
  }
  const lines = lifelines(shown);
  const room = byId("talk").clientWidth;
  const drawn = lines.length <= LIFELINES_MAX && room >= ROOM_MIN;
  const step = Math.max(44, Math.min(92, (room * 0.55) / lines.length));
  const head = el("tr", {},
    el("th", { scope: "col", class: "num" }, "Revision"),
    drawn ? el("th", { scope: "col", class: "lines" }, el("span", { class: "hidden" }, "From and to"), lifelineNames(lines, step)) : el("th", { scope: "col" }, "From and to"),
    el("th", { scope: "col", class: "kind" }, "Kind"),
    el("th", { scope: "col", class: "words" }, "What"));
  const rows = shown.map(talk => el("tr", { class: talk.revision === revision ? "current" : null },
    el("td", { class: "num" }, revisionButton(talk.revision)),
    drawn
      ? el("td", { class: "lines" }, el("span", { class: "hidden" }, wayWords(talk)), talkDrawing(talk, lines, step))
      : el("td", { class: "between" }, wayWords(talk)),
    el("td", { class: "kind" }, talk.kind, letterState(talk, revision)),
    el("td", { class: "words", title: talkWords(talk) }, talkWords(talk))));
  const body = el("table", { class: "talk" }, el("thead", {}, head), el("tbody", {}, rows));
  const holder = el("div", { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "What was said" }, body);
  fill(byId("talk"), holder);
  holder.scrollTop = holder.scrollHeight;
}

function lifelines(shown) {
  const parties = new Set(shown.flatMap(talk => [lifelineOf(talk.from), talk.to]));
  parties.delete("hub");
  const rank = party => (party === "people" ? -1 : agentOrder.get(party) ?? Infinity);
  const others = [...parties].sort((a, b) => rank(a) - rank(b));
  return others[0] === "people" ? ["people", "hub", ...others.slice(1)] : ["hub", ...others];
}

function lifelineNames(lines, step) {
  const names = lines.map((party, i) =>
    label((i + 0.5) * step, 15, shortName(party), Math.floor(step / 6.4), { "text-anchor": "middle", "font-size": 11.5, class: "faint" }));
  return drawing(lines.length * step, 22, { "aria-hidden": "true" }, names);
}

function wayWords(talk) {
  const from = shortName(talk.from);
  if (talk.from === "hub") return `hub to ${shortName(talk.to)}`;
  return talk.to === "hub" ? `${from} to hub` : `${from} to hub to ${shortName(talk.to)}`;
}

function letterState(talk, revision) {
  if (talk.letter === 0) return null;
  const settled = talk.settled > 0 && talk.settled <= revision;
  return settled ? (talk.dead ? ", given up" : null) : ", waiting";
}

function talkDrawing(talk, lines, step) {
  const x = party => (lines.indexOf(party) + 0.5) * step;
  const middle = ROW / 2;
  const way = (from, to, y) => {
    const back = from < to ? -7 : 7;
    return [
      svg("path", { class: `way k-${talk.kind}`, d: `M${from} ${y} H${to + back / 2}` }),
      svg("path", { class: `tip k-${talk.kind}`, d: `M${to} ${y} l${back} -4 v8 z` }),
    ];
  };
  const hub = x("hub");
  const from = lifelineOf(talk.from);
  const relayed = from !== "hub" && talk.to !== "hub";
  return drawing(lines.length * step, ROW, { "aria-hidden": "true" },
    lines.map(party => svg("line", { class: party === "hub" ? "life hub-line" : "life", x1: x(party), x2: x(party), y1: 0, y2: ROW })),
    from === "hub" ? [] : way(x(from), hub, relayed ? middle - 5 : middle),
    talk.to === "hub" ? [] : way(hub, x(talk.to), relayed ? middle + 5 : middle));
}

function setUpConversation() {
  const option = (value, text) => el("option", { value }, text);
  const parties = [...new Set(talks.flatMap(talk => [lifelineOf(talk.from), talk.to]))].filter(party => party !== "hub");
  parties.sort((a, b) => (a === "people" ? -1 : b === "people" ? 1 : (agentOrder.get(a) ?? 1e9) - (agentOrder.get(b) ?? 1e9)));
  fill(byId("talk-party"), option("", "everybody"), parties.map(party => option(party, shortName(party))));
  const kinds = [...new Set(talks.map(talk => talk.kind))].sort();
  fill(byId("talk-kind"), option("", "every kind"), kinds.map(kind => option(kind, kind)));
  const listen = (id, key) => byId(id).addEventListener("input", event => {
    talkView[key] = key === "task" || key === "text" ? event.target.value.trim().toLowerCase() : event.target.value;
    talkView.page = null;
    drawConversation(current.revision);
  });
  listen("talk-party", "party");
  listen("talk-kind", "kind");
  listen("talk-task", "task");
  listen("talk-text", "text");
}
