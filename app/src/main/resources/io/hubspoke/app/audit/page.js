// The page: one revision is shown at a time, and every panel follows it.

const current = { revision: LAST, playing: 0, drawing: 0 };

function show(revision) {
  const wanted = Math.min(LAST, Math.max(FIRST, Math.round(revision)));
  if (!Number.isFinite(wanted)) return;
  current.revision = wanted;
  byId("slider").value = wanted;
  byId("number").value = wanted;
  if (!current.drawing) current.drawing = requestAnimationFrame(draw);
}

function draw() {
  current.drawing = 0;
  const { revision } = current;
  const words = wordsOf(revision);
  byId("slider").setAttribute("aria-valuetext", `revision ${revision}, ${moment(timeOf(revision))}, ${words}`);
  fill(byId("clock"), moment(timeOf(revision)));
  byId("clock").dateTime = new Date(timeOf(revision)).toISOString();
  fill(byId("words"), words);
  byId("words").title = words;
  byId("back").disabled = revision === FIRST;
  byId("on").disabled = revision === LAST;
  drawTiles(revision);
  drawStar(revision);
  drawEvent(revision);
  drawTimeline(revision);
  drawAttempts(revision);
  drawConversation(revision);
  drawTasks(revision);
  gateTable.show(gates.at(revision));
  agentTable.show(agents.at(revision));
  drawUsage(revision);
  document.documentElement.dataset.revision = revision;
}

/** Plays the range in half a minute at most, but no faster than the eye can follow a short one. */
function play() {
  if (current.playing) {
    pause();
    return;
  }
  if (current.revision === LAST) show(FIRST);
  const each = 150;
  const step = Math.max(1, Math.ceil((LAST - FIRST) / (30000 / each)));
  current.playing = setInterval(() => {
    if (current.revision >= LAST) pause();
    else show(current.revision + step);
  }, each);
  fill(byId("play"), "Pause");
  byId("play").setAttribute("aria-pressed", "true");
}

function pause() {
  clearInterval(current.playing);
  current.playing = 0;
  fill(byId("play"), "Play");
  byId("play").setAttribute("aria-pressed", "false");
  fill(byId("announcer"), `Revision ${current.revision}: ${wordsOf(current.revision)}`);
}

function setUp() {
  const { verification } = data;
  const partly = FIRST > 1 || LAST < verification.revisions;
  const length = span(timeOf(LAST) - timeOf(FIRST));
  fill(byId("extent"), partly ? `revisions ${number(FIRST)} to ${number(LAST)} of ${number(verification.revisions)}` : count(LAST, "revision"),
    ` · ${day(timeOf(FIRST))}, ${clock(timeOf(FIRST))} · ${length}`);
  fill(byId("of"), `of ${number(LAST)}`);
  fill(byId("zone"), ZONE);
  const slider = byId("slider");
  for (const input of [slider, byId("number")]) Object.assign(input, { min: FIRST, max: LAST });
  slider.addEventListener("input", () => show(slider.valueAsNumber));
  byId("number").addEventListener("change", event => show(event.target.valueAsNumber));
  byId("back").addEventListener("click", () => show(current.revision - 1));
  byId("on").addEventListener("click", () => show(current.revision + 1));
  byId("play").addEventListener("click", play);
  for (const input of [slider, byId("number")]) input.addEventListener("pointerdown", () => current.playing && pause());
  setUpTimeline();
  setUpConversation();
  setUpTables();
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) show(current.revision);
    width = innerWidth;
  });
  const asked = /^#(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[1]) : LAST);
}

setUp();
